//! What a request may ask for, and how long it may take.

use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::time::Duration;

use adapter_graphql::Limits;

use super::cli::LimitArgs;
use super::faults::Faults;
use crate::http::Patience;

/// Enough for every document; a million tokens are some megabytes.
const COUNT: RangeInclusive<u32> = 1..=1_000_000;
/// A document that is deeper cannot be run safely, however small it is.
const DEPTH: RangeInclusive<u32> = 1..=50;
/// From one kilobyte to 64 megabytes: a body is held in memory as a whole.
const BODY: RangeInclusive<u32> = 1_024..=67_108_864;
const SECONDS: RangeInclusive<u32> = 1..=3_600;

/// The bounds of requests.
#[derive(Debug)]
pub(super) struct Bounds {
    pub(super) limits: Limits,
    pub(super) patience: Patience,
    pub(super) largest_body: usize,
    pub(super) points_per_minute: Option<NonZeroU32>,
}

/// Checks what is said about limits.
pub(super) fn check(args: &LimitArgs, faults: &mut Faults) -> Option<Bounds> {
    let points = number(
        faults,
        "--rate-limit (RATE_LIMIT)",
        &args.rate_limit,
        0..=u32::MAX,
    );
    let largest_body = number(faults, "--max-body (MAX_BODY)", &args.max_body, BODY);
    let limits = limits(args, faults);
    let patience = patience(args, faults);
    Some(Bounds {
        limits: limits?,
        patience: patience?,
        largest_body: usize::try_from(largest_body?).ok()?,
        points_per_minute: NonZeroU32::new(points?),
    })
}

fn limits(args: &LimitArgs, faults: &mut Faults) -> Option<Limits> {
    let mut count =
        |option, raw: &str, range: &RangeInclusive<u32>| number(faults, option, raw, range.clone());
    let tokens = count("--max-tokens (MAX_TOKENS)", &args.max_tokens, &COUNT);
    let operations = count("--max-operations (MAX_OPERATIONS)", &args.max_operations, &COUNT);
    let depth = count("--max-depth (MAX_DEPTH)", &args.max_depth, &DEPTH);
    let introspection_depth = count(
        "--max-introspection-depth (MAX_INTROSPECTION_DEPTH)",
        &args.max_introspection_depth,
        &DEPTH,
    );
    let aliases = count("--max-aliases (MAX_ALIASES)", &args.max_aliases, &COUNT);
    let selections = count("--max-fields (MAX_FIELDS)", &args.max_fields, &COUNT);
    let directives = count("--max-directives (MAX_DIRECTIVES)", &args.max_directives, &COUNT);
    let cost = count("--max-cost (MAX_COST)", &args.max_cost, &COUNT);
    Some(Limits {
        tokens: tokens?,
        operations: operations?,
        depth: depth?,
        introspection_depth: introspection_depth?,
        aliases: aliases?,
        selections: selections?,
        directives: directives?,
        cost: cost?,
    })
}

fn patience(args: &LimitArgs, faults: &mut Faults) -> Option<Patience> {
    let mut seconds = |option, raw: &str| {
        let seconds = number(faults, option, raw, SECONDS)?;
        Some(Duration::from_secs(seconds.into()))
    };
    let head = seconds("--head-timeout (HEAD_TIMEOUT)", &args.head_timeout);
    let body = seconds("--body-timeout (BODY_TIMEOUT)", &args.body_timeout);
    let query = seconds("--query-timeout (QUERY_TIMEOUT)", &args.query_timeout);
    let mutation = seconds("--mutation-timeout (MUTATION_TIMEOUT)", &args.mutation_timeout);
    Some(Patience {
        head: head?,
        body: body?,
        query: query?,
        mutation: mutation?,
    })
}

fn number(faults: &mut Faults, option: &str, raw: &str, range: RangeInclusive<u32>) -> Option<u32> {
    let parsed = raw.parse().ok().filter(|number| range.contains(number));
    if parsed.is_none() {
        let (first, last) = range.into_inner();
        faults.add(format!(
            "{option} is {raw:?}, which is no whole number from {first} to {last}"
        ));
    }
    parsed
}
