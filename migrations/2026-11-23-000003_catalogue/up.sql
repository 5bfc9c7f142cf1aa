-- the switch, the kinds of tasks, the outcomes, and which outcome is offered for which kind
create table task_settings (
    account_id uuid     not null,
    status     smallint not null constraint task_settings_status_known check (status in (0, 1, 2)),
    version    integer  not null constraint task_settings_version_positive check (version > 0),
    enabled_at timestamptz,
    enabled_by uuid,
    constraint task_settings_pkey primary key (account_id),
    constraint task_settings_enabled_complete check (
        (status = 2) = (enabled_at is not null) and (status = 2) = (enabled_by is not null)
    ),
    constraint task_settings_account_fkey foreign key (account_id) references accounts (account_id),
    constraint task_settings_enabled_by_fkey foreign key (account_id, enabled_by) references users (account_id, id)
);
comment on table task_settings is 'Whether Task Outcomes is in force; its row is the lock of the whole catalogue.';
comment on column task_settings.status is '0 disabled, 1 setting up, 2 enabled.';
comment on column task_settings.version is 'Goes up with every change of the switch, the assignments and the active types and outcomes.';

create table task_types (
    account_id  uuid             not null,
    id          uuid             not null,
    name        text             not null constraint task_types_name_length check (char_length(name) between 1 and 80),
    name_key    text collate "C" not null,
    position    integer          not null constraint task_types_position_natural check (position >= 0),
    archived_at timestamptz,
    version     integer          not null constraint task_types_version_positive check (version > 0),
    created_at  timestamptz      not null,
    updated_at  timestamptz      not null,
    constraint task_types_pkey primary key (account_id, id),
    constraint task_types_name_unique unique (account_id, name_key),
    constraint task_types_account_fkey foreign key (account_id) references accounts (account_id)
);
comment on table task_types is 'A kind of work: call, lunch, demo.';
comment on column task_types.name_key is 'Equal for names that people read as the same, over active and archived ones; the domain computes it.';
comment on column task_types.position is 'Order of display among the types of the account.';

create table outcomes (
    account_id  uuid             not null,
    id          uuid             not null,
    label       text             not null constraint outcomes_label_length check (char_length(label) between 1 and 80),
    label_key   text collate "C" not null,
    sort_key    text collate "C" not null,
    sentiment   smallint         not null constraint outcomes_sentiment_known check (sentiment in (-1, 0, 1)),
    archived_at timestamptz,
    version     integer          not null constraint outcomes_version_positive check (version > 0),
    created_at  timestamptz      not null,
    updated_at  timestamptz      not null,
    constraint outcomes_pkey primary key (account_id, id),
    constraint outcomes_label_unique unique (account_id, label_key),
    constraint outcomes_account_fkey foreign key (account_id) references accounts (account_id)
);
create index outcomes_by_label on outcomes (account_id, sort_key, id);
comment on table outcomes is 'What a person can answer when completing a task.';
comment on column outcomes.label_key is 'Equal for labels that people read as the same, over active and archived ones; the domain computes it.';
comment on column outcomes.sort_key is 'The folded label, to sort by and to search in; the domain computes it.';
comment on column outcomes.sentiment is '-1 negative, 0 neutral, 1 positive.';

create table assignments (
    account_id   uuid     not null,
    task_type_id uuid     not null,
    position     smallint not null constraint assignments_position_bounded check (position between 0 and 19),
    outcome_id   uuid     not null,
    constraint assignments_pkey primary key (account_id, task_type_id, outcome_id),
    constraint assignments_position_unique unique (account_id, task_type_id, position),
    constraint assignments_task_type_fkey foreign key (account_id, task_type_id) references task_types (account_id, id),
    constraint assignments_outcome_fkey foreign key (account_id, outcome_id) references outcomes (account_id, id)
);
create index assignments_by_outcome on assignments (account_id, outcome_id);
comment on table assignments is 'The outcomes that a task type offers, in order; at most 20 whatever happens.';

create table remembered_assignments (
    account_id   uuid     not null,
    task_type_id uuid     not null,
    position     smallint not null constraint remembered_assignments_position_bounded check (position between 0 and 19),
    outcome_id   uuid     not null,
    constraint remembered_assignments_pkey primary key (account_id, task_type_id, outcome_id),
    constraint remembered_assignments_position_unique unique (account_id, task_type_id, position),
    constraint remembered_assignments_task_type_fkey
        foreign key (account_id, task_type_id) references task_types (account_id, id),
    constraint remembered_assignments_outcome_fkey
        foreign key (account_id, outcome_id) references outcomes (account_id, id)
);
create index remembered_assignments_by_outcome on remembered_assignments (account_id, outcome_id);
comment on table remembered_assignments is 'What was assigned when the feature was last switched off: the suggestion for the next time.';

alter table task_settings enable row level security;
alter table task_settings force row level security;
create policy tenant on task_settings to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on task_settings to task_outcomes_owner using (true);

alter table task_types enable row level security;
alter table task_types force row level security;
create policy tenant on task_types to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on task_types to task_outcomes_owner using (true);

alter table outcomes enable row level security;
alter table outcomes force row level security;
create policy tenant on outcomes to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on outcomes to task_outcomes_owner using (true);

alter table assignments enable row level security;
alter table assignments force row level security;
create policy tenant on assignments to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on assignments to task_outcomes_owner using (true);

alter table remembered_assignments enable row level security;
alter table remembered_assignments force row level security;
create policy tenant on remembered_assignments to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on remembered_assignments to task_outcomes_owner using (true);

grant select, insert, update on task_settings, task_types, outcomes to task_outcomes_server;
grant select, insert, delete on assignments, remembered_assignments to task_outcomes_server;
