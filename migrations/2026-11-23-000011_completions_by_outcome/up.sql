-- how much an outcome is used, and whether it ever was
create index concurrently completions_by_outcome on completions (account_id, outcome_id, completed_at)
    where outcome_id is not null;
