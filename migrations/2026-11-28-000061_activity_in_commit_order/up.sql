-- what was written since a transaction; rows from before do not enter it
create index concurrently activity_by_transaction on activity (account_id, written_by, id)
    where written_by is not null;
