-- the history: one entry for every change, never changed itself
create table activity (
    account_id         uuid             not null,
    id                 uuid             not null,
    occurred_at        timestamptz      not null,
    kind               text collate "C" not null constraint activity_kind_form check (kind ~ '^[A-Z_]{1,40}$'),
    action             text collate "C" not null constraint activity_action_length check (char_length(action) between 1 and 60),
    actor_id           uuid,
    task_id            uuid,
    task_type_id       uuid,
    contact_id         uuid,
    deal_id            uuid,
    outcome_id         uuid,
    recorded_label     text             constraint activity_recorded_label_length check (char_length(recorded_label) between 1 and 80),
    recorded_sentiment smallint         constraint activity_recorded_sentiment_known check (recorded_sentiment in (-1, 0, 1)),
    title              text             not null constraint activity_title_length check (char_length(title) <= 200),
    notes              text             constraint activity_notes_length check (char_length(notes) between 1 and 10000),
    reason             text             constraint activity_reason_length check (char_length(reason) between 1 and 500),
    changes            jsonb            not null constraint activity_changes_list check (jsonb_typeof(changes) = 'array'),
    search_text        text collate "C" not null,
    constraint activity_pkey primary key (account_id, id),
    constraint activity_one_subject check (num_nonnulls(contact_id, deal_id) <= 1),
    constraint activity_recorded_complete check ((recorded_label is null) = (recorded_sentiment is null)),
    constraint activity_account_fkey foreign key (account_id) references accounts (account_id),
    constraint activity_actor_fkey foreign key (account_id, actor_id) references users (account_id, id),
    constraint activity_task_fkey foreign key (account_id, task_id) references tasks (account_id, id),
    constraint activity_task_type_fkey foreign key (account_id, task_type_id) references task_types (account_id, id),
    constraint activity_contact_fkey foreign key (account_id, contact_id) references contacts (account_id, id),
    constraint activity_deal_fkey foreign key (account_id, deal_id) references deals (account_id, id),
    constraint activity_outcome_fkey foreign key (account_id, outcome_id) references outcomes (account_id, id)
);
create index activity_newest on activity (account_id, occurred_at desc, id desc);
create index activity_by_task on activity (account_id, task_id, occurred_at desc, id desc) where task_id is not null;
create index activity_by_contact on activity (account_id, contact_id, occurred_at desc, id desc) where contact_id is not null;
create index activity_by_deal on activity (account_id, deal_id, occurred_at desc, id desc) where deal_id is not null;
comment on table activity is 'The history of the account: self-contained entries, append-only.';
comment on column activity.kind is 'What the entry tells, for filters: `TASK_COMPLETED` and the like.';
comment on column activity.action is 'What exactly happened, in the word of the domain.';
comment on column activity.actor_id is 'Who did it; null when an import did.';
comment on column activity.title is 'Title of the task, or name of what was changed, at that moment.';
comment on column activity.changes is 'List of `{field, before, after}`.';
comment on column activity.search_text is 'Folded words to search in, one space between them; the domain computes it.';

alter table activity enable row level security;
alter table activity force row level security;
create policy tenant on activity to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on activity to task_outcomes_owner using (true);

grant select, insert on activity to task_outcomes_server;
