-- what the two roles may do in the schema, before there is any table
grant usage on schema public to task_outcomes_server;
grant select on __diesel_schema_migrations to task_outcomes_server; -- so that the server can see what it serves on

-- a function is for nobody until it is granted: the way around row-level security is one of named functions
alter default privileges for role task_outcomes_owner revoke execute on functions from public;
