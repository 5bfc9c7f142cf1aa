-- What was assigned at which version of the settings, and the facts as they were at half-time.
create schema watch;

create table watch.settings (account_id uuid, version integer, status smallint, transaction_id xid8);
create table watch.assigned (account_id uuid, task_type_id uuid, outcome_id uuid, since integer, until integer);
create index on watch.assigned (account_id, task_type_id, outcome_id);
create table watch.completions (like public.completions);
create table watch.activity (like public.activity);

-- As the tables' owner, so that it sees all rows; at the end of the transaction, so that it sees the whole change.
create function watch.settings_changed() returns trigger language plpgsql security definer set search_path = public as $$
begin
    insert into watch.settings values (new.account_id, new.version, new.status, pg_current_xact_id());
    update watch.assigned was set until = new.version
        where was.account_id = new.account_id and was.until is null and not exists (
            select from assignments now
            where (now.account_id, now.task_type_id, now.outcome_id)
                = (was.account_id, was.task_type_id, was.outcome_id));
    insert into watch.assigned
        select now.account_id, now.task_type_id, now.outcome_id, new.version, null
        from assignments now
        where now.account_id = new.account_id and not exists (
            select from watch.assigned was
            where was.until is null
                and (was.account_id, was.task_type_id, was.outcome_id)
                    = (now.account_id, now.task_type_id, now.outcome_id));
    return null;
end $$;

create constraint trigger watch_settings after insert or update on public.task_settings
    deferrable initially deferred for each row execute function watch.settings_changed();

-- What is there already; nobody needs to know in which transaction it came.
insert into watch.settings select account_id, version, status, null from public.task_settings;
insert into watch.assigned
    select account_id, task_type_id, outcome_id, version, null from public.assignments join public.task_settings using (account_id);
