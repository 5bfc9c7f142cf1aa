//! How much each API token may ask for: points in a bucket that fills up steadily (generic cell rate algorithm).

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::SystemTime;

use adapter_graphql::{Balance, Bucket, Overdrawn};
use domain::ApiTokenId;
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::HashMapStateStore,
};
use jiff::Timestamp;

/// What a token may spend in a minute unless somebody chooses: 200 pages of 50 tasks each second.
pub const POINTS_PER_MINUTE: u32 = 600_000;

type Limiter =
    RateLimiter<ApiTokenId, HashMapStateStore<ApiTokenId>, DefaultClock, StateInformationMiddleware>;

/// The buckets of all tokens of this process; none where nothing is limited.
pub struct RateLimits(Option<Limiter>);

impl RateLimits {
    /// A bucket holds the points of a minute.
    pub fn new(points_per_minute: Option<NonZeroU32>) -> Self {
        Self(points_per_minute.map(|points| {
            RateLimiter::hashmap(Quota::per_minute(points)).with_middleware::<StateInformationMiddleware>()
        }))
    }

    /// The bucket of a token.
    pub fn of(&self, token: Option<ApiTokenId>) -> impl Bucket + '_ {
        TokenBucket(self.0.as_ref().zip(token))
    }

    /// The bucket of a token, for what outlives a request.
    pub fn bucket(self: &Arc<Self>, token: Option<ApiTokenId>) -> Arc<dyn Bucket> {
        Arc::new(LastingBucket {
            limits: Arc::clone(self),
            token,
        })
    }

    /// Forgets the buckets that are full, so that those of tokens which are used no more take no room.
    pub fn forget_full(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

struct LastingBucket {
    limits: Arc<RateLimits>,
    token: Option<ApiTokenId>,
}

impl Bucket for LastingBucket {
    fn take(&self, cost: u32) -> Result<Option<Balance>, Overdrawn> {
        self.limits.of(self.token).take(cost)
    }
}

struct TokenBucket<'a>(Option<(&'a Limiter, ApiTokenId)>);

impl Bucket for TokenBucket<'_> {
    fn take(&self, cost: u32) -> Result<Option<Balance>, Overdrawn> {
        let (Some((limiter, token)), Some(cost)) = (&self.0, NonZeroU32::new(cost)) else {
            return Ok(None);
        };
        let checked = limiter.check_key_n(token, cost);
        let paid = checked.map_err(|full| Overdrawn::Forever { limit: full.0 })?;
        let now = limiter.clock().now();
        let left = paid.map_err(|not_until| Overdrawn::For(not_until.wait_time_from(now)))?;
        let (quota, remaining) = (left.quota(), left.remaining_burst_capacity());
        let limit = quota.burst_size().get();
        let until_full = quota
            .replenish_interval()
            .saturating_mul(limit.saturating_sub(remaining));
        Ok(Some(Balance {
            limit,
            remaining,
            resets_at: Timestamp::try_from(SystemTime::now() + until_full).unwrap_or(Timestamp::MAX),
        }))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_token_has_a_bucket_of_its_own_and_none_holds_more_than_it_does() {
        let limits = RateLimits::new(NonZeroU32::new(10));
        let [one, other] = [1, 2].map(|number| Some(ApiTokenId::new(Uuid::from_u128(number))));
        let left = limits.of(one).take(7).unwrap().unwrap();
        assert_eq!((left.limit, left.remaining), (10, 3));
        assert!(matches!(limits.of(one).take(4), Err(Overdrawn::For(wait)) if !wait.is_zero()));
        assert_eq!(limits.of(one).take(11), Err(Overdrawn::Forever { limit: 10 }));
        assert_eq!(limits.of(other).take(10).unwrap().unwrap().remaining, 0);
        limits.forget_full();
        assert!(limits.of(one).take(4).is_err(), "an empty one is not forgotten");
    }

    #[test]
    fn what_outlives_a_request_spends_from_the_same_bucket() {
        let limits = Arc::new(RateLimits::new(NonZeroU32::new(10)));
        let token = Some(ApiTokenId::new(Uuid::nil()));
        assert_eq!(limits.bucket(token).take(7).unwrap().unwrap().remaining, 3);
        assert_eq!(limits.of(token).take(3).unwrap().unwrap().remaining, 0);
    }

    #[test]
    fn without_a_limit_everything_goes() {
        let limits = RateLimits::new(None);
        let token = Some(ApiTokenId::new(Uuid::nil()));
        assert_eq!(limits.of(token).take(u32::MAX), Ok(None));
    }
}
