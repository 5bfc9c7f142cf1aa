drop index completions_by_outcome;
