drop function accounts_to_visit;
drop trigger note_late_end on completions;
drop trigger note_late_completion on completions;
drop trigger open_seal on accounts;
drop function note_late_completion;
drop function open_seal;
drop table report_changes;
drop table report_sums;
drop table seals;
