-- A completed task has one current completion, of the same moment; an open one and one that is deleted have none.
with states as (
    select account_id, id, num_nonnulls(contact_id, deal_id) as subjects,
        case when deleted_at is null then completed_at end as completed_at
    from tasks
)
select states.*, count(current.id) as completions
from states
left join completions current
    on (current.account_id, current.task_id) = (states.account_id, states.id) and current.superseded_at is null
group by states.account_id, states.id, subjects, states.completed_at
having subjects <> 1
    or count(current.id) <> num_nonnulls(states.completed_at)
    or max(current.completed_at) is distinct from states.completed_at
