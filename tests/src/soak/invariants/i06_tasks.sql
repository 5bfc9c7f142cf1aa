-- A completed task has one current completion, of its moment and its type's account; an open one has none.
select tasks.account_id, tasks.id, tasks.completed_at, count(current.id) as completions
from tasks
left join completions current
    on (current.account_id, current.task_id) = (tasks.account_id, tasks.id) and current.superseded_at is null
group by tasks.account_id, tasks.id, tasks.completed_at, tasks.contact_id, tasks.deal_id
having num_nonnulls(tasks.contact_id, tasks.deal_id) <> 1
    or count(current.id) <> num_nonnulls(tasks.completed_at)
    or max(current.completed_at) is distinct from tasks.completed_at
