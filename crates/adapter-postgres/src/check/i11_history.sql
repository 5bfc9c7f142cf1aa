-- The last entry that tells of a completion ends in the state that the task is in.
with acts as (
    select distinct on (account_id, task_id) account_id, task_id, kind, outcome_id, recorded_label, recorded_sentiment, notes
    from activity
    where kind in ('TASK_COMPLETED', 'TASK_COMPLETION_CORRECTED', 'TASK_REOPENED')
    order by account_id, task_id, occurred_at desc, id desc
), states as (
    select tasks.account_id, tasks.id as task_id, tasks.completed_at, tasks.erased_at, completions.outcome_id,
        completions.recorded_label, completions.recorded_sentiment, completions.notes
    from tasks
    left join completions on (completions.account_id, completions.task_id) = (tasks.account_id, tasks.id)
        and completions.superseded_at is null
    where tasks.deleted_at is null
)
select states.account_id, states.task_id, acts.kind, states.completed_at
from states left join acts using (account_id, task_id)
where case
    when states.completed_at is null then acts.kind is not null and acts.kind <> 'TASK_REOPENED'
    else acts.kind is null or acts.kind = 'TASK_REOPENED'
        or (acts.outcome_id, acts.recorded_label, acts.recorded_sentiment)
            is distinct from (states.outcome_id, states.recorded_label, states.recorded_sentiment)
        or (states.erased_at is null and acts.notes is distinct from states.notes)
end
