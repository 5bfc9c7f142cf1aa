-- outcomes can be described, merged into another one, and deleted as long as nothing was completed with them
alter table outcomes
    add column description text constraint outcomes_description_length check (char_length(description) between 1 and 500),
    add column merged_into_id uuid,
    add column counts_as_id uuid not null generated always as (coalesce(merged_into_id, id)) stored,
    add constraint outcomes_merged_elsewhere check (merged_into_id <> id),
    add constraint outcomes_merged_archived check (merged_into_id is null or archived_at is not null),
    add constraint outcomes_merged_into_fkey foreign key (account_id, merged_into_id) references outcomes (account_id, id);
create index outcomes_by_counted on outcomes (account_id, counts_as_id);
comment on column outcomes.description is 'When to choose it, in a sentence.';
comment on column outcomes.merged_into_id is 'The one it was given up for, which is not merged itself.';
comment on column outcomes.counts_as_id is 'The one that its completed tasks count for in reports as of today: itself unless merged.';

-- the history keeps telling of what was deleted: its entries are self-contained
alter table activity
    drop constraint activity_outcome_fkey,
    drop constraint activity_task_type_fkey;
comment on column activity.outcome_id is 'Of an outcome that may have been deleted since.';
comment on column activity.task_type_id is 'Of a task type that may have been deleted since.';

grant delete on outcomes, task_types to task_outcomes_server;
