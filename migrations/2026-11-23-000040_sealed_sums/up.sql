-- what is older than a moment is sealed: counted beforehand in sums. Whoever completes a task writes nothing of it; a
-- job of the server seals, account by account, and what is younger is counted from `completions` itself

create table seals (
    account_id      uuid          not null,
    sealed_until    timestamptz   not null default '-infinity',
    announced_until timestamptz   not null default '-infinity',
    announced_by    bigint        not null default 0,
    time_zone       text,
    week_starts     timestamptz[] not null default '{}',
    month_starts    timestamptz[] not null default '{}',
    year_starts     timestamptz[] not null default '{}',
    visit_at        timestamptz   not null default now(),
    constraint seals_pkey primary key (account_id),
    constraint seals_announced_first check (sealed_until <= announced_until),
    constraint seals_account_fkey foreign key (account_id) references accounts (account_id)
);
comment on table seals is 'How far each account is sealed, and which spans of time its sums are cut into.';
comment on column seals.sealed_until is 'Completions before this moment are counted in `report_sums`, put right by `report_changes`.';
comment on column seals.announced_until is 'Whoever changes a completion before this moment notes the change: it is sealed, or will be.';
comment on column seals.announced_by is 'The transaction that announced it: sealing waits until all that are older have ended.';
comment on column seals.time_zone is 'IANA name of the zone that the spans are cut in; null before the first time.';
comment on column seals.week_starts is 'Ends of the weeks that sums are cut into, ascending; the last is the end of the last week.';
comment on column seals.month_starts is 'The same of months.';
comment on column seals.year_starts is 'The same of years.';
comment on column seals.visit_at is 'When the job looks at the account again.';

create table report_sums (
    account_id   uuid        not null,
    people       smallint    not null constraint report_sums_people_known check (people in (0, 1, 2)),
    span         smallint    not null constraint report_sums_span_known check (span in (0, 1, 2)),
    starts_at    timestamptz not null,
    outcome_id   uuid,
    task_type_id uuid        not null,
    about_deal   boolean     not null,
    owner_id     uuid,
    completed_by uuid,
    completed    integer     not null,
    in_time      integer     not null,
    constraint report_sums_account_fkey foreign key (account_id) references seals (account_id)
) with (fillfactor = 80);
-- the report is answered from this index alone
create unique index report_sums_unique on report_sums
    (account_id, people, span, starts_at, outcome_id, task_type_id, about_deal, owner_id, completed_by)
    include (completed, in_time) nulls not distinct;
comment on table report_sums is 'Sealed completions, counted by week, month and year, with facts as recorded.';
comment on column report_sums.people is 'Whom it tells apart: 0 nobody, 1 owners, 2 owners and completers.';
comment on column report_sums.span is '0 week, 1 month, 2 year.';
comment on column report_sums.starts_at is 'When the span begins.';
comment on column report_sums.in_time is 'How many of them were completed before they were overdue.';

create table report_changes (
    account_id   uuid        not null,
    completed_at timestamptz not null,
    change       smallint    not null constraint report_changes_one check (change in (-1, 1)),
    outcome_id   uuid,
    task_type_id uuid        not null,
    about_deal   boolean     not null,
    owner_id     uuid,
    completed_by uuid        not null,
    in_time      boolean,
    constraint report_changes_account_fkey foreign key (account_id) references seals (account_id)
);
create index report_changes_by_time on report_changes (account_id, completed_at);
comment on table report_changes is 'Completions that came or went when their time was sealed already, until the sums follow.';
comment on column report_changes.change is '1 for a completion that came, -1 for one that went.';

create function open_seal() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
        insert into seals (account_id) values (new.account_id);
        return null;
    end $$;
comment on function open_seal is 'Every account has its seal from the beginning.';

-- the lock makes announcing wait for whoever is about to change what it announces
create function note_late_completion() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    declare
        announced timestamptz;
    begin
        select announced_until into strict announced from seals where account_id = new.account_id for share;
        if new.completed_at < announced then
            insert into report_changes
                (account_id, completed_at, change, outcome_id, task_type_id, about_deal, owner_id, completed_by, in_time)
            values
                (new.account_id, new.completed_at, case when new.superseded_at is null then 1 else -1 end, new.outcome_id,
                 new.task_type_id, new.deal_id is not null, new.owner_id, new.completed_by, new.in_time);
        end if;
        return null;
    end $$;
comment on function note_late_completion is 'Notes a completion that comes or goes after its time may have been sealed.';

insert into seals (account_id) select account_id from accounts;
create trigger open_seal after insert on accounts for each row execute function open_seal();

-- what happened in the last five minutes is never sealed: usually neither trigger calls its function
create trigger note_late_completion after insert on completions for each row
    when (new.superseded_at is null and new.completed_at < clock_timestamp() - interval '5 minutes')
    execute function note_late_completion();
create trigger note_late_end after update of superseded_at on completions for each row
    when ((old.superseded_at is null) <> (new.superseded_at is null)
        and new.completed_at < clock_timestamp() - interval '5 minutes')
    execute function note_late_completion();

alter table seals enable row level security;
alter table seals force row level security;
create policy tenant on seals to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on seals to task_outcomes_owner using (true);

alter table report_sums enable row level security;
alter table report_sums force row level security;
create policy tenant on report_sums to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on report_sums to task_outcomes_owner using (true);

alter table report_changes enable row level security;
alter table report_changes force row level security;
create policy tenant on report_changes to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on report_changes to task_outcomes_owner using (true);

grant select, insert, update on seals to task_outcomes_server;
grant select, insert, update, delete on report_sums to task_outcomes_server;
grant select, insert, delete on report_changes to task_outcomes_server;
grant execute on function open_seal, note_late_completion to task_outcomes_server;

-- a way around row-level security: it tells which accounts are due, at most as many as asked for, and nothing of them
create function accounts_to_visit(at_most integer) returns setof uuid
    language sql stable security definer set search_path = public, pg_temp
    begin atomic
        select account_id from seals join accounts using (account_id)
        where visit_at <= now() or seals.time_zone <> accounts.time_zone
        order by visit_at limit least(at_most, 1000);
    end;
comment on function accounts_to_visit is 'Accounts that the sealing job looks at next.';
grant execute on function accounts_to_visit to task_outcomes_server;
