-- What stood at half-time stands in the end, word for word; and the server's role may not change it.
select 'completion' as fact, id
from watch.completions as was
where not exists (
    select from completions now
    where to_jsonb(now) - 'superseded_at' = to_jsonb(was) - 'superseded_at'
        and (now.account_id, now.id) = (was.account_id, was.id)
        and (was.superseded_at is null or was.superseded_at = now.superseded_at))
union all
select 'entry', id
from watch.activity as was
where not exists (
    select from activity now
    where to_jsonb(now) = to_jsonb(was) and (now.account_id, now.id) = (was.account_id, was.id))
