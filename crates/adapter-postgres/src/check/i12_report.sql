-- The report counts current completions, the lists behind it completed tasks: the same ones, and none loses its row.
with completed as (select account_id, id from tasks where completed_at is not null and deleted_at is null),
current as (select account_id, task_id as id from completions where superseded_at is null),
counted as (
    select completions.account_id, completions.task_id as id
    from completions
    join task_types on (task_types.account_id, task_types.id) = (completions.account_id, completions.task_type_id)
    left join outcomes on (outcomes.account_id, outcomes.id) = (completions.account_id, completions.outcome_id)
    where superseded_at is null and (completions.outcome_id is null) = (outcomes.sentiment is null)
)
(select * from completed except select * from current)
union all (select * from current except select * from completed)
union all (select * from current except all select * from counted)
