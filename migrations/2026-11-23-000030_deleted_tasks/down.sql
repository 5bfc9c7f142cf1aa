alter table tasks drop column deleted_at;
