-- a deleted task is out of view, while its completions and the history keep referring to it
alter table tasks add column deleted_at timestamptz;
comment on column tasks.deleted_at is 'When the task was taken from view; null while it is there.';
