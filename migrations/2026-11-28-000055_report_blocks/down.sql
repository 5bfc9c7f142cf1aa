delete from report_changes;
update seals set sealed_until = '-infinity', week_starts = '{}', month_starts = '{}', year_starts = '{}', visit_at = now();

create or replace function note_late_completion() returns trigger
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

alter table report_changes drop column recorded_sentiment, drop column recorded_label;

comment on column seals.week_starts is 'Ends of the weeks that sums are cut into, ascending; the last is the end of the last week.';
comment on column seals.sealed_until is 'Completions before this moment are counted in `report_sums`, put right by `report_changes`.';
comment on table seals is 'How far each account is sealed, and which spans of time its sums are cut into.';
alter table seals
    drop constraint seals_outcomes_complete,
    drop column recorded_sentiments,
    drop column recorded_labels,
    drop column outcomes,
    drop column task_types,
    drop column users;

drop table report_blocks;

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

alter table report_sums enable row level security;
alter table report_sums force row level security;
create policy tenant on report_sums to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on report_sums to task_outcomes_owner using (true);

grant select, insert, update, delete on report_sums to task_outcomes_server;
