//! What callers may spend: points in a bucket that fills up again, one for each node that an operation asks for.

use std::time::Duration;

use async_graphql::{Context, Object, SimpleObject};
use jiff::Timestamp;

use crate::{
    context::{int, scope},
    errors::ApiError,
    scalars::DateTime,
};

/// Takes points from the bucket of whoever asks; the server knows whose that is.
pub trait Bucket: Send + Sync {
    /// Takes as many points as an operation costs; `None` where nothing is limited.
    fn take(&self, cost: u32) -> Result<Option<Balance>, Overdrawn>;
}

/// How a bucket stands after an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// Points when it is full.
    pub limit: u32,
    /// Points that are left.
    pub remaining: u32,
    /// When it will be full again.
    pub resets_at: Timestamp,
}

/// There are not enough points in the bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdrawn {
    /// There will be, after this time.
    For(Duration),
    /// Not even a full one holds as many.
    Forever {
        /// Points when it is full.
        limit: u32,
    },
}

/// What the rate limiter knows about the caller. Costs count nodes: each connection costs its page size times its parents.
#[derive(Debug, Clone, SimpleObject)]
pub struct RateLimit {
    /// Cost of the current operation.
    cost: i32,
    /// Points in the bucket when it is full.
    limit: i32,
    /// Points left after the current operation.
    remaining: i32,
    /// When the bucket will be full again (timestamp).
    reset_at: DateTime,
}

/// The question for what is left.
#[derive(Default)]
pub struct RateLimitQuery;

#[Object]
impl RateLimitQuery {
    /// What the rate limiter knows about the caller.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Option<Result<RateLimit, ApiError>> {
        let (cost, balance) = scope(ctx).spent()?;
        let known = || {
            Ok(RateLimit {
                cost: int(cost)?,
                limit: int(balance.limit)?,
                remaining: int(balance.remaining)?,
                reset_at: DateTime(balance.resets_at),
            })
        };
        Some(known())
    }
}
