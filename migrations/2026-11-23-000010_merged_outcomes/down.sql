revoke delete on outcomes, task_types from task_outcomes_server;
comment on column activity.task_type_id is null;
comment on column activity.outcome_id is null;
alter table activity
    add constraint activity_task_type_fkey foreign key (account_id, task_type_id) references task_types (account_id, id),
    add constraint activity_outcome_fkey foreign key (account_id, outcome_id) references outcomes (account_id, id);
drop index outcomes_by_counted;
alter table outcomes
    drop column counts_as_id,
    drop column merged_into_id,
    drop column description;
