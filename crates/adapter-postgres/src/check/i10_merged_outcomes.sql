-- What was merged is archived, and leads to one that was not merged itself.
select merged.account_id, merged.id, merged.merged_into_id
from outcomes merged
left join outcomes into_one
    on (into_one.account_id, into_one.id) = (merged.account_id, merged.merged_into_id)
where merged.merged_into_id is not null
    and (into_one.id is null or into_one.merged_into_id is not null or merged.archived_at is null)
