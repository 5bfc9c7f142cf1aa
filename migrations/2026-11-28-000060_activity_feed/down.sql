alter table activity
    drop column task_change,
    drop column written_by;
