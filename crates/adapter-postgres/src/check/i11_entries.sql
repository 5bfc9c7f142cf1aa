-- Every version of an aggregate has its entry, users all together, because their entries do not name them; erasing a
-- contact is told once and not for each of its tasks that is not open.
with versions as (
    select account_id, id, version - case when erased_at <> coalesce(deleted_at, 'infinity') then 1 else 0 end as version, 'task' as what from tasks union all
    select account_id, id, version, 'type' from task_types union all
    select account_id, id, version, 'outcome' from outcomes union all
    select account_id, id, version, 'contact' from contacts union all
    select account_id, id, version, 'deal' from deals union all
    select account_id, account_id, sum(version), 'users' from users group by account_id
), entries as (
    select account_id, task_id as id, 'task' as what, count(*) from activity where task_id is not null group by 1, 2
    union all
    select account_id, task_type_id, 'type', count(*) from activity where kind = 'TASK_TYPE_CHANGED' group by 1, 2
    union all
    select account_id, outcome_id, 'outcome', count(*) from activity where kind = 'TASK_OUTCOME_CHANGED' group by 1, 2
    union all
    select account_id, contact_id, 'contact', count(*) from activity where kind in ('CONTACT_CHANGED', 'CONTACT_ERASED') group by 1, 2
    union all
    select account_id, deal_id, 'deal', count(*) from activity where kind = 'DEAL_CHANGED' group by 1, 2
    union all
    select account_id, account_id, 'users', count(*) from activity where kind = 'USER_CHANGED' group by 1, 2
)
select versions.account_id, versions.id, versions.what, version, coalesce(count, 0) as entries
from versions left join entries using (account_id, id, what)
where version <> coalesce(count, 0)
