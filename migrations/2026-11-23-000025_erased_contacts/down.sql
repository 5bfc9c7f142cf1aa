drop function erase_history_of_contact;
alter table tasks
    drop constraint tasks_erased_wholly,
    drop constraint tasks_title_length,
    drop column erased_at,
    add constraint tasks_title_length check (char_length(title) between 1 and 200);
alter table contacts
    drop constraint contacts_erased_wholly,
    drop constraint contacts_name_length,
    drop column erased_at,
    add constraint contacts_name_length check (char_length(name) between 1 and 200);
