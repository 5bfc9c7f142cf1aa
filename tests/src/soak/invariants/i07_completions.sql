-- Against the version of the settings that the completion read, as the watch kept it.
select completions.account_id, completions.id, completions.settings_version, completions.outcome_id
from completions
left join watch.settings on settings.account_id = completions.account_id
    and settings.version = completions.settings_version
where settings.version is null or case
    when completions.outcome_id is null then settings.status = 2
    else settings.status <> 2 or not exists (
        select from watch.assigned
        where (assigned.account_id, assigned.task_type_id, assigned.outcome_id)
                = (completions.account_id, completions.task_type_id, completions.outcome_id)
            and assigned.since <= completions.settings_version
            and (assigned.until is null or completions.settings_version < assigned.until))
end
