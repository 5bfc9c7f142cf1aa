-- what followers of an account are told: each entry knows the transaction that wrote it, so that those that are committed
-- for good can be read once each; columns without a value for the rows there are, so that nothing is rewritten
alter table activity
    add column written_by bigint,
    add column task_change jsonb;
alter table activity alter column written_by set default (pg_current_xact_id()::text::bigint);
comment on column activity.written_by is 'Number of the transaction that wrote it; null for entries that were there before anybody could follow.';
comment on column activity.task_change is 'What filters go by of the task after the change (`after`), and what of it was otherwise before (`before`).';
