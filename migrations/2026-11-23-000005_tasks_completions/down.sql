drop table completions;
drop table tasks;
