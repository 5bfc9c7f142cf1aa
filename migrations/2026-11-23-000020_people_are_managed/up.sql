-- accounts are changed by their admins, and tokens tell when they were last used
alter table api_tokens add column last_used_at timestamptz;
comment on column api_tokens.last_used_at is 'When it was last used, to the hour.';
create index api_tokens_newest on api_tokens (account_id, created_at desc, id desc);
create index users_active_admins on users (account_id, id) where active and role = 1;
grant update (name, time_zone) on accounts to task_outcomes_server;
grant update (last_used_at) on api_tokens to task_outcomes_server;
