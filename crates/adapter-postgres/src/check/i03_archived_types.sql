-- Neither open tasks nor assignments.
select types.account_id, types.id, types.name
from task_types types
where types.archived_at is not null and (
    exists (
        select from tasks
        where (tasks.account_id, tasks.task_type_id) = (types.account_id, types.id) and tasks.completed_at is null
            and tasks.deleted_at is null
    ) or exists (
        select from assignments
        where (assignments.account_id, assignments.task_type_id) = (types.account_id, types.id)
    )
)
