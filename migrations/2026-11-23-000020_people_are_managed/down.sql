revoke update (last_used_at) on api_tokens from task_outcomes_server;
revoke update (name, time_zone) on accounts from task_outcomes_server;
drop index users_active_admins;
drop index api_tokens_newest;
alter table api_tokens drop column last_used_at;
