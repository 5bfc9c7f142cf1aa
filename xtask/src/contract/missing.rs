//! What is promised and not yet served; the check fails for an entry that is served.

/// Fields and types that are still being made. Empty when the contract is complete.
pub(super) const MISSING: [&str; 2] = ["Query.rateLimit", "RateLimit"];

/// Live events come with the endpoint for them.
pub(super) const SUBSCRIPTIONS: [&str; 5] = [
    "schema.subscription",
    "ChangeAction",
    "Subscription",
    "TaskChange",
    "TaskOutcomeChange",
];
