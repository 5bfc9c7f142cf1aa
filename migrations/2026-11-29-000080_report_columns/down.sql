delete from report_changes;
update seals set sealed_until = '-infinity', week_starts = '{}', month_starts = '{}', year_starts = '{}', visit_at = now();

alter table seals drop column so_far_until;
alter table seals add column year_so_far_of timestamptz;
comment on column seals.year_so_far_of is
    'The `sealed_until` whose year so far is summed: from its last year start to its last month start.';

drop table report_blocks;

create table report_blocks (
    account_id uuid        not null,
    grain      smallint    not null constraint report_blocks_grain_known check (grain between 0 and 8),
    starts_at  timestamptz not null,
    lines      bytea       not null,
    constraint report_blocks_pkey primary key (account_id, grain, starts_at),
    constraint report_blocks_account_fkey foreign key (account_id) references seals (account_id)
);
alter table report_blocks alter column lines set storage external;
comment on table report_blocks is 'Sealed completions as columns of numbers, which `seal::lines` packs and unpacks.';
comment on column report_blocks.grain is
    '0 each completion of a day of UTC; counts of a week, month, year: 1, 2, 3 of all, 4, 5, 6 by owner; of the year so far: 7 of all, 8 by owner.';
comment on column report_blocks.starts_at is 'When the day, week, month or year begins.';

alter table report_blocks enable row level security;
alter table report_blocks force row level security;
create policy tenant on report_blocks to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on report_blocks to task_outcomes_owner using (true);
grant select, insert, delete on report_blocks to task_outcomes_server;
