drop table remembered_assignments;
drop table assignments;
drop table outcomes;
drop table task_types;
drop table task_settings;
