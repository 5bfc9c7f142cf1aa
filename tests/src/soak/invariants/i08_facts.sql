-- What stood at half-time stands in the end, word for word; and the server's role may not change it. Only erasing a contact
-- takes texts away.
with completion_texts as (
    select account_id, id, case when contact_id in (select id from contacts where erased_at is not null) then array['notes'] else '{}' end as gone
    from completions
), entry_texts as (
    select account_id, id, case
        when contact_id in (select id from contacts where erased_at is not null) then array['title', 'notes', 'reason', 'changes', 'search_text']
        when kind = 'DEAL_CHANGED' and exists (select from contacts where erased_at is not null) then array['changes']
        else '{}' end as gone
    from activity
)
select 'completion' as fact, id
from watch.completions as was
where not exists (
    select from completions now join completion_texts using (account_id, id)
    where to_jsonb(now) - 'superseded_at' - gone = to_jsonb(was) - 'superseded_at' - gone
        and (now.account_id, now.id) = (was.account_id, was.id)
        and (was.superseded_at is null or was.superseded_at = now.superseded_at))
union all
select 'entry', id
from watch.activity as was
where not exists (
    select from activity now join entry_texts using (account_id, id)
    where to_jsonb(now) - gone = to_jsonb(was) - gone and (now.account_id, now.id) = (was.account_id, was.id))
