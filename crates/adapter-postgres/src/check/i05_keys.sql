-- Over what is active and what is archived.
with keys as (
    select account_id, 'type ' || name_key as key from task_types union all
    select account_id, 'outcome ' || label_key from outcomes union all
    select account_id, 'user ' || email_key from users union all
    select account_id, 'contact ' || external_id from contacts where external_id is not null union all
    select account_id, 'deal ' || external_id from deals where external_id is not null
)
select account_id, key, count(*) from keys group by account_id, key having count(*) > 1
