-- what was done under which key, so that a request that is sent again does nothing again
create table idempotency_keys (
    account_id uuid             not null,
    user_id    uuid             not null,
    use_case   text collate "C" not null constraint idempotency_keys_use_case_form check (use_case ~ '^[a-z_]{1,60}$'),
    key        text collate "C" not null constraint idempotency_keys_key_length check (char_length(key) between 1 and 100),
    input_hash bytea            not null constraint idempotency_keys_input_hash_length check (octet_length(input_hash) = 32),
    result     uuid[]           not null default '{}' constraint idempotency_keys_result_length check (cardinality(result) <= 100),
    used_at    timestamptz      not null,
    constraint idempotency_keys_pkey primary key (account_id, user_id, use_case, key),
    constraint idempotency_keys_user_fkey foreign key (account_id, user_id) references users (account_id, id)
);
-- what is too old to count is found here, over all accounts
create index idempotency_keys_by_use on idempotency_keys (used_at);
comment on table idempotency_keys is 'Keys under which something was done, with what it made or changed. They count for 24 hours.';
comment on column idempotency_keys.use_case is 'What was done, in the word of the application.';
comment on column idempotency_keys.input_hash is 'SHA-256 of the input, so that the key is not taken for another one.';
comment on column idempotency_keys.result is 'Ids of what was made or changed; the answer is made of them anew.';

alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant on idempotency_keys to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on idempotency_keys to task_outcomes_owner using (true);

grant select, insert, update (input_hash, result, used_at) on idempotency_keys to task_outcomes_server;

-- a way around row-level security: it takes a moment, deletes keys that are older, of whichever account, and tells only
-- how many; at most 10,000 at once, so that it never holds many rows
create function forget_idempotency_keys(used_until timestamptz) returns bigint
    language sql security definer set search_path = public, pg_temp
    begin atomic
        with old as materialized (
            select account_id, user_id, use_case, key from idempotency_keys
            where used_at <= least(used_until, now() - interval '24 hours')
            order by used_at limit 10000 for update skip locked
        ), gone as (
            delete from idempotency_keys using old
            where idempotency_keys.account_id = old.account_id and idempotency_keys.user_id = old.user_id
              and idempotency_keys.use_case = old.use_case and idempotency_keys.key = old.key
            returning 1
        )
        select count(*) from gone;
    end;
comment on function forget_idempotency_keys is 'Deletes keys of all accounts that no longer count, and tells how many.';
grant execute on function forget_idempotency_keys to task_outcomes_server;
