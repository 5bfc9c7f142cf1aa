-- each fact of a block is a column, so that a report reads those it asks for. And owners with outcomes are counted without
-- types, contacts and deals, which is what a report by owner reads; years and months that are not over are counted until the
-- last midnight. No version that served from `lines` was ever released, so that column can go at once; what it held is made
-- anew by the next visits

drop table report_blocks;

create table report_blocks (
    account_id   uuid        not null,
    grain        smallint    not null constraint report_blocks_grain_known check (grain between 0 and 15),
    starts_at    timestamptz not null,
    number       integer     not null constraint report_blocks_number_positive check (number > 0),
    after        bytea       not null,
    owner        bytea       not null,
    completed_by bytea       not null,
    outcome      bytea       not null,
    task_type    bytea       not null,
    about_deal   bytea       not null,
    completed    bytea       not null,
    in_time      bytea       not null,
    constraint report_blocks_pkey primary key (account_id, grain, starts_at),
    constraint report_blocks_account_fkey foreign key (account_id) references seals (account_id)
);
-- as they are: packed already, each read as a whole or not at all, and out of line only where a row does not fit a page
alter table report_blocks
    alter column after        set storage external,
    alter column owner        set storage external,
    alter column completed_by set storage external,
    alter column outcome      set storage external,
    alter column task_type    set storage external,
    alter column about_deal   set storage external,
    alter column completed    set storage external,
    alter column in_time      set storage external;
alter table report_blocks set (toast_tuple_target = 8160);
comment on table report_blocks is 'Sealed completions as columns of numbers, which `seal::lines` packs; a number of n lines takes length / n bytes, none where all are 0.';
comment on column report_blocks.grain is
    '0 each completion of a day of UTC; counts of a week, month, year, year so far, month so far: 1, 2, 3, 7, 13 without owner, 4, 5, 6, 8, 14 of all facts, 9, 10, 11, 12, 15 of owner and outcome.';
comment on column report_blocks.starts_at is 'When the day, week, month or year begins.';
comment on column report_blocks.number is 'How many lines: completions, or counts.';
comment on column report_blocks.after is 'Microseconds from `starts_at`; of days only.';
comment on column report_blocks.completed is 'How many completions, less one.';
comment on column report_blocks.in_time is 'How many of them were completed before they were overdue.';

alter table seals drop column year_so_far_of;
alter table seals add column so_far_until timestamptz;
comment on column seals.so_far_until is 'Until which midnight the year and the month that are not over are counted; null where they are not.';

-- from the beginning again; what is announced stays, and is sealed next
delete from report_changes;
update seals set sealed_until = '-infinity', week_starts = '{}', month_starts = '{}', year_starts = '{}', visit_at = now();

alter table report_blocks enable row level security;
alter table report_blocks force row level security;
create policy tenant on report_blocks to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on report_blocks to task_outcomes_owner using (true);
grant select, insert, delete on report_blocks to task_outcomes_server;
