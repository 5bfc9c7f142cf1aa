-- Ids are unique over all accounts, so a reference that crosses is one whose id is known in another account.
with known as (
    select account_id, id from users union all
    select account_id, id from task_types union all
    select account_id, id from outcomes union all
    select account_id, id from contacts union all
    select account_id, id from deals union all
    select account_id, id from tasks
), referred as (
    select account_id, unnest(array[task_type_id, contact_id, deal_id, owner_id, created_by]) id from tasks union all
    select account_id, unnest(array[task_id, outcome_id, completed_by, owner_id, task_type_id, contact_id, deal_id])
        from completions union all
    select account_id, unnest(array[actor_id, task_id, task_type_id, contact_id, deal_id, outcome_id]) from activity
        union all
    select account_id, unnest(array[task_type_id, outcome_id]) from assignments union all
    select account_id, unnest(array[task_type_id, outcome_id]) from remembered_assignments union all
    select account_id, owner_id from contacts union all
    select account_id, unnest(array[owner_id, contact_id]) from deals union all
    select account_id, enabled_by from task_settings
)
select distinct referred.account_id, id, known.account_id as belongs_to
from referred join known using (id)
where known.account_id <> referred.account_id
