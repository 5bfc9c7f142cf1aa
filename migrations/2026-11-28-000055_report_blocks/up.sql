-- sealed completions are packed: one row for each day or longer span instead of one for each count. No version that
-- served from `report_sums` was ever released, so that table can go at once; what it held is made anew by the next visits

drop table report_sums;

create table report_blocks (
    account_id uuid        not null,
    grain      smallint    not null constraint report_blocks_grain_known check (grain between 0 and 6),
    starts_at  timestamptz not null,
    lines      bytea       not null,
    constraint report_blocks_pkey primary key (account_id, grain, starts_at),
    constraint report_blocks_account_fkey foreign key (account_id) references seals (account_id)
);
-- as it is: packed already, and read as a whole
alter table report_blocks alter column lines set storage external;
comment on table report_blocks is 'Sealed completions as columns of numbers, which `seal::lines` packs and unpacks.';
comment on column report_blocks.grain is
    '0 each completion of a day of UTC; counts of a week, month, year: 1, 2, 3 of all, 4, 5, 6 by owner.';
comment on column report_blocks.starts_at is 'When the day, week, month or year begins.';

alter table seals
    add column users               uuid[]     not null default '{}',
    add column task_types          uuid[]     not null default '{}',
    add column outcomes            uuid[]     not null default '{}',
    add column recorded_labels     text[]     not null default '{}',
    add column recorded_sentiments smallint[] not null default '{}',
    add constraint seals_outcomes_complete check (
        cardinality(outcomes) = cardinality(recorded_labels) and cardinality(outcomes) = cardinality(recorded_sentiments));
comment on table seals is 'How far each account is sealed, which spans of time its sums are cut into, and what their numbers stand for.';
comment on column seals.sealed_until is 'Completions before this moment are in `report_blocks`, put right by `report_changes`.';
comment on column seals.week_starts is 'Ends of the weeks that are counted, ascending: each begins where the one before ends.';
comment on column seals.users is 'Whom the numbers of owners and completers stand for, from 1.';
comment on column seals.task_types is 'The same of types.';
comment on column seals.outcomes is 'The same of outcomes as recorded, with label and sentiment at the same place.';
comment on column seals.recorded_labels is 'Labels of `outcomes` as recorded.';
comment on column seals.recorded_sentiments is 'Sentiments of `outcomes` as recorded.';

alter table report_changes
    add column recorded_label     text,
    add column recorded_sentiment smallint;

create or replace function note_late_completion() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    declare
        announced timestamptz;
    begin
        select announced_until into strict announced from seals where account_id = new.account_id for share;
        if new.completed_at < announced then
            insert into report_changes
                (account_id, completed_at, change, outcome_id, recorded_label, recorded_sentiment, task_type_id,
                 about_deal, owner_id, completed_by, in_time)
            values
                (new.account_id, new.completed_at, case when new.superseded_at is null then 1 else -1 end, new.outcome_id,
                 new.recorded_label, new.recorded_sentiment, new.task_type_id, new.deal_id is not null, new.owner_id,
                 new.completed_by, new.in_time);
        end if;
        return null;
    end $$;

-- from the beginning again; what is announced stays, and is sealed next
delete from report_changes;
update seals set sealed_until = '-infinity', week_starts = '{}', month_starts = '{}', year_starts = '{}', visit_at = now();

alter table report_blocks enable row level security;
alter table report_blocks force row level security;
create policy tenant on report_blocks to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on report_blocks to task_outcomes_owner using (true);
grant select, insert, delete on report_blocks to task_outcomes_server;
