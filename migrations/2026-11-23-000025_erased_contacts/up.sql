-- a person can be erased: what tells who it was goes for good, what was counted stays
alter table contacts
    add column erased_at timestamptz,
    drop constraint contacts_name_length,
    add constraint contacts_name_length
        check (char_length(name) between 1 and 200 or (name = '' and erased_at is not null)),
    add constraint contacts_erased_wholly
        check (erased_at is null or (name = '' and num_nonnulls(email, phone, company, external_id) = 0));
comment on column contacts.erased_at is 'When all that tells who it is was removed; null for a person we know.';

alter table tasks
    add column erased_at timestamptz,
    drop constraint tasks_title_length,
    add constraint tasks_title_length
        check (char_length(title) between 1 and 200 or (title = '' and erased_at is not null)),
    add constraint tasks_erased_wholly
        check (erased_at is null or (title = '' and search_text = '' and description is null));
comment on column tasks.erased_at is 'When the contact it is about was erased: it still counts, and nothing can be done with it.';

-- the one way to change what was told: it takes texts from what is told about a contact of the account that is erased
-- already, and names of that contact from entries of deals; all facts stay
create function erase_history_of_contact(erased uuid) returns bigint
    language sql security definer set search_path = public, pg_temp
    begin atomic
        update completions set notes = null
        from contacts
        where contacts.account_id = nullif(current_setting('app.account_id', true), '')::uuid
            and contacts.id = erased and contacts.erased_at is not null
            and completions.account_id = contacts.account_id and completions.contact_id = contacts.id
            and completions.notes is not null;

        with names as materialized (
            select distinct activity.title as name
            from activity join contacts on contacts.account_id = activity.account_id and contacts.id = activity.contact_id
            where contacts.account_id = nullif(current_setting('app.account_id', true), '')::uuid
                and contacts.id = erased and contacts.erased_at is not null
                and activity.kind = 'CONTACT_CHANGED' and activity.title <> ''
        )
        update activity set changes = (
            select jsonb_agg(case
                when change ->> 'field' <> 'contact' then change
                else jsonb_build_object(
                    'field', 'contact',
                    'before', case when change ->> 'before' in (select name from names) then null else change ->> 'before' end,
                    'after', case when change ->> 'after' in (select name from names) then null else change ->> 'after' end)
                end order by place)
            from jsonb_array_elements(activity.changes) with ordinality as listed (change, place)
        )
        where activity.account_id = nullif(current_setting('app.account_id', true), '')::uuid
            and activity.kind = 'DEAL_CHANGED'
            and exists (
                select from jsonb_array_elements(activity.changes) as change
                where change ->> 'field' = 'contact'
                    and (change ->> 'before' in (select name from names) or change ->> 'after' in (select name from names))
            );

        with blanked as (
            update activity set title = '', notes = null, reason = null, changes = '[]', search_text = ''
            from contacts
            where contacts.account_id = nullif(current_setting('app.account_id', true), '')::uuid
                and contacts.id = erased and contacts.erased_at is not null
                and activity.account_id = contacts.account_id and activity.contact_id = contacts.id
            returning 1
        )
        select count(*) from blanked;
    end;
comment on function erase_history_of_contact is 'Takes the texts from the history of an erased contact, and tells from how many entries.';
revoke execute on function erase_history_of_contact from public;
grant execute on function erase_history_of_contact to task_outcomes_server;
