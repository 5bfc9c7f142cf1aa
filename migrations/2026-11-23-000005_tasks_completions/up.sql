-- what is to be done, and every act of completing it
create table tasks (
    account_id   uuid             not null,
    id           uuid             not null,
    title        text             not null constraint tasks_title_length check (char_length(title) between 1 and 200),
    search_text  text collate "C" not null,
    description  text             constraint tasks_description_length check (char_length(description) between 1 and 10000),
    task_type_id uuid             not null,
    contact_id   uuid,
    deal_id      uuid,
    owner_id     uuid,
    due_on       date,
    due_at       timestamptz,
    overdue_from timestamptz,
    due_order    timestamptz      not null generated always as (coalesce(overdue_from, 'infinity')) stored,
    completed_at timestamptz,
    version      integer          not null constraint tasks_version_positive check (version > 0),
    created_by   uuid,
    created_at   timestamptz      not null,
    updated_at   timestamptz      not null,
    constraint tasks_pkey primary key (account_id, id),
    constraint tasks_one_subject check (num_nonnulls(contact_id, deal_id) = 1),
    constraint tasks_due_once check (num_nonnulls(due_on, due_at) = num_nonnulls(overdue_from)),
    constraint tasks_task_type_fkey foreign key (account_id, task_type_id) references task_types (account_id, id),
    constraint tasks_contact_fkey foreign key (account_id, contact_id) references contacts (account_id, id),
    constraint tasks_deal_fkey foreign key (account_id, deal_id) references deals (account_id, id),
    constraint tasks_owner_fkey foreign key (account_id, owner_id) references users (account_id, id),
    constraint tasks_created_by_fkey foreign key (account_id, created_by) references users (account_id, id)
);
create index tasks_open_by_due on tasks (account_id, due_order, id) where completed_at is null;
create index tasks_open_by_owner on tasks (account_id, owner_id, due_order, id) where completed_at is null;
create index tasks_open_by_type on tasks (account_id, task_type_id, id) where completed_at is null;
create index tasks_completed on tasks (account_id, completed_at, id) where completed_at is not null;
create index tasks_by_creation on tasks (account_id, created_at, id);
create index tasks_by_contact on tasks (account_id, contact_id, completed_at, id) where contact_id is not null;
create index tasks_by_deal on tasks (account_id, deal_id, completed_at, id) where deal_id is not null;
comment on table tasks is 'Something to be done about a contact or a deal.';
comment on column tasks.search_text is 'Folded words of the title, one space between them; the domain computes it.';
comment on column tasks.overdue_from is 'The moment from which the open task is overdue.';
comment on column tasks.due_order is 'Sorts tasks by due time, those without one last. Under row-level security only a plain column finds its index.';
comment on column tasks.completed_at is 'That of the current completion; null while the task is open.';
comment on column tasks.created_by is 'Null when an import created it.';

create table completions (
    account_id         uuid        not null,
    id                 uuid        not null,
    task_id            uuid        not null,
    outcome_id         uuid,
    recorded_label     text        constraint completions_recorded_label_length check (char_length(recorded_label) between 1 and 80),
    recorded_sentiment smallint    constraint completions_recorded_sentiment_known check (recorded_sentiment in (-1, 0, 1)),
    notes              text        constraint completions_notes_length check (char_length(notes) between 1 and 10000),
    completed_at       timestamptz not null,
    completed_by       uuid        not null,
    owner_id           uuid,
    task_type_id       uuid        not null,
    contact_id         uuid,
    deal_id            uuid,
    in_time            boolean,
    settings_version   integer     not null constraint completions_settings_version_positive check (settings_version > 0),
    superseded_at      timestamptz,
    constraint completions_pkey primary key (account_id, id),
    constraint completions_outcome_complete check (num_nonnulls(outcome_id, recorded_label, recorded_sentiment) in (0, 3)),
    constraint completions_one_subject check (num_nonnulls(contact_id, deal_id) = 1),
    constraint completions_task_fkey foreign key (account_id, task_id) references tasks (account_id, id),
    constraint completions_outcome_fkey foreign key (account_id, outcome_id) references outcomes (account_id, id),
    constraint completions_completed_by_fkey foreign key (account_id, completed_by) references users (account_id, id),
    constraint completions_owner_fkey foreign key (account_id, owner_id) references users (account_id, id),
    constraint completions_task_type_fkey foreign key (account_id, task_type_id) references task_types (account_id, id),
    constraint completions_contact_fkey foreign key (account_id, contact_id) references contacts (account_id, id),
    constraint completions_deal_fkey foreign key (account_id, deal_id) references deals (account_id, id)
);
-- at most one current completion of a task, whatever happens
create unique index completions_current on completions (account_id, task_id) where superseded_at is null;
-- the report is answered from this index alone
create index completions_report on completions (account_id, completed_at)
    include (task_id, owner_id, completed_by, task_type_id, outcome_id, recorded_sentiment, contact_id, deal_id, in_time)
    where superseded_at is null;
comment on table completions is 'One act of completing a task; only `superseded_at` is ever written again.';
comment on column completions.recorded_label is 'Label of the outcome at that moment.';
comment on column completions.recorded_sentiment is 'Sentiment of the outcome at that moment.';
comment on column completions.owner_id is 'Owner of the task at that moment: who gets the credit.';
comment on column completions.task_type_id is 'Type of the task at that moment.';
comment on column completions.in_time is 'Whether it was completed before it was overdue; null when it had no due time.';
comment on column completions.settings_version is 'The version of the settings the choice was checked against.';
comment on column completions.superseded_at is 'When a reopening or a correction took its place; null for the current one.';

alter table tasks enable row level security;
alter table tasks force row level security;
create policy tenant on tasks to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on tasks to task_outcomes_owner using (true);

alter table completions enable row level security;
alter table completions force row level security;
create policy tenant on completions to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on completions to task_outcomes_owner using (true);

grant select, insert, update on tasks to task_outcomes_server;
grant select, insert, update (superseded_at) on completions to task_outcomes_server;
