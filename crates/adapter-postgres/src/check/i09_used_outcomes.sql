select completions.account_id, completions.id, completions.outcome_id
from completions
left join outcomes on (outcomes.account_id, outcomes.id) = (completions.account_id, completions.outcome_id)
where completions.outcome_id is not null and outcomes.id is null
