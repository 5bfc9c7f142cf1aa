alter default privileges for role task_outcomes_owner grant execute on functions to public;
revoke select on __diesel_schema_migrations from task_outcomes_server;
revoke usage on schema public from task_outcomes_server;
