alter table seals drop column year_so_far_of;
delete from report_blocks where grain > 6;
alter table report_blocks drop constraint report_blocks_grain_known;
alter table report_blocks add constraint report_blocks_grain_known check (grain between 0 and 6);
comment on column report_blocks.grain is
    '0 each completion of a day of UTC; counts of a week, month, year: 1, 2, 3 of all, 4, 5, 6 by owner.';
