drop index activity_by_transaction;
