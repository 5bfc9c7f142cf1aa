-- Switched off or setting up (0, 1): no assignments. Enabled (2): every active type has 1 to 20, distinct and active.
select settings.account_id, settings.status, types.id as task_type_id, count(assignments.outcome_id) as outcomes
from task_settings settings
join task_types types using (account_id)
left join assignments on assignments.account_id = types.account_id and assignments.task_type_id = types.id
left join outcomes on outcomes.account_id = assignments.account_id and outcomes.id = assignments.outcome_id
group by settings.account_id, settings.status, types.id, types.archived_at
having case when settings.status = 2 and types.archived_at is null
    then count(assignments.outcome_id) not between 1 and 20
        or count(distinct assignments.outcome_id) <> count(assignments.outcome_id)
        or count(outcomes.archived_at) > 0
    else count(assignments.outcome_id) > 0
end
