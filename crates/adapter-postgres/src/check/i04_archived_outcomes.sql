-- Those of merged ones are among them.
select assignments.*
from assignments
join outcomes on (outcomes.account_id, outcomes.id) = (assignments.account_id, assignments.outcome_id)
where outcomes.archived_at is not null
