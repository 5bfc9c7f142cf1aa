drop trigger note_late_entry on activity;
drop function note_late_entry;
drop table history_late;
drop table history_words;
drop table history_postings;
drop table history_blocks;
drop table history_index;
