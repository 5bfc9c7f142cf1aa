-- Every version of the settings has an entry of the same transaction.
select account_id, version
from watch.settings
where transaction_id is not null and not exists (
    select from activity
    where activity.account_id = settings.account_id and activity.xmin = settings.transaction_id::xid)
