-- the months that are over of the year that is not are summed as well, so that a report over years reads one block for them.
-- A version that does not know these sums moves `sealed_until` on and leaves `year_so_far_of` behind: they are of no use then

alter table report_blocks drop constraint report_blocks_grain_known;
alter table report_blocks add constraint report_blocks_grain_known check (grain between 0 and 8) not valid;
alter table report_blocks validate constraint report_blocks_grain_known;
comment on column report_blocks.grain is
    '0 each completion of a day of UTC; counts of a week, month, year: 1, 2, 3 of all, 4, 5, 6 by owner; of the year so far: 7 of all, 8 by owner.';

alter table seals add column year_so_far_of timestamptz;
comment on column seals.year_so_far_of is
    'The `sealed_until` whose year so far is summed: from its last year start to its last month start.';
