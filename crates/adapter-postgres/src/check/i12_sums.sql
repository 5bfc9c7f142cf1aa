-- What is counted beforehand, with what changed since, is what a plain count comes to.
with plain as (
    select completions.account_id, people, span, ends[width_bucket(completed_at, ends)] as starts_at, outcome_id, task_type_id,
        deal_id is not null as about_deal, owner_id, completed_by, 1 as completed, coalesce(in_time, false)::int as in_time
    from completions join seals using (account_id)
    cross join lateral (values (0, week_starts), (1, month_starts), (2, year_starts)) as spans (span, ends)
    cross join (values (0), (1), (2)) as kinds (people)
    where superseded_at is null and completed_at < sealed_until and (people = 0 or span > 0)
), beforehand as (
    select account_id, people, span, starts_at, outcome_id, task_type_id, about_deal, owner_id, completed_by, completed, in_time
    from report_sums
    union all
    select report_changes.account_id, people, span, ends[width_bucket(completed_at, ends)], outcome_id, task_type_id,
        about_deal, owner_id, completed_by, change, case when in_time then change else 0 end
    from report_changes join seals using (account_id)
    cross join lateral (values (0, week_starts), (1, month_starts), (2, year_starts)) as spans (span, ends)
    cross join (values (0), (1), (2)) as kinds (people)
    where completed_at < sealed_until and (people = 0 or span > 0)
), compared as (
    select *, completed as should, 0 as does, in_time as in_time_should, 0 as in_time_does from plain
    union all
    select *, 0, completed, 0, in_time from beforehand
)
select account_id, people, span, starts_at, outcome_id, task_type_id, about_deal,
    case when people > 0 then owner_id end as owner_id, case when people = 2 then completed_by end as completed_by,
    sum(should) as completed, sum(does) as counted
from compared
where starts_at is not null
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
having sum(should) <> sum(does) or sum(in_time_should) <> sum(in_time_does)
