-- companies, the people of each, and the keys their programs sign in with
create table accounts (
    account_id       uuid        not null,
    name             text        not null constraint accounts_name_length check (char_length(name) between 1 and 200),
    time_zone        text        not null constraint accounts_time_zone_length check (char_length(time_zone) between 1 and 100),
    confirmation_key bytea       not null constraint accounts_confirmation_key_length check (octet_length(confirmation_key) = 64),
    created_at       timestamptz not null,
    constraint accounts_pkey primary key (account_id)
);
comment on table accounts is 'A company that uses the system: the tenant.';
comment on column accounts.time_zone is 'IANA name; cuts days, weeks and months.';
comment on column accounts.confirmation_key is 'Signs the tokens that confirm switching off, so that every server accepts them.';

create table users (
    account_id uuid             not null,
    id         uuid             not null,
    name       text             not null constraint users_name_length check (char_length(name) between 1 and 200),
    name_key   text collate "C" not null,
    email      text             not null constraint users_email_length check (char_length(email) between 3 and 254),
    email_key  text collate "C" not null,
    role       smallint         not null constraint users_role_known check (role in (0, 1)),
    active     boolean          not null,
    version    integer          not null constraint users_version_positive check (version > 0),
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    constraint users_pkey primary key (account_id, id),
    constraint users_email_unique unique (account_id, email_key),
    constraint users_account_fkey foreign key (account_id) references accounts (account_id)
);
create index users_by_name on users (account_id, name_key, id);
comment on table users is 'A person of an account.';
comment on column users.name_key is 'The folded name, to sort by and to search in; the domain computes it.';
comment on column users.email_key is 'Equal for addresses that people read as the same; the domain computes it.';
comment on column users.role is '0 member, 1 admin.';

create table api_tokens (
    account_id  uuid        not null,
    id          uuid        not null,
    user_id     uuid        not null,
    name        text        not null constraint api_tokens_name_length check (char_length(name) between 1 and 80),
    secret_hash bytea       not null constraint api_tokens_secret_hash_length check (octet_length(secret_hash) = 32),
    created_at  timestamptz not null,
    expires_at  timestamptz,
    revoked_at  timestamptz,
    constraint api_tokens_pkey primary key (account_id, id),
    constraint api_tokens_secret_unique unique (account_id, secret_hash),
    constraint api_tokens_user_fkey foreign key (account_id, user_id) references users (account_id, id)
);
comment on table api_tokens is 'A key with which a program signs in as a user.';
comment on column api_tokens.secret_hash is 'SHA-256 of the secret; the secret itself is stored nowhere.';

alter table accounts enable row level security;
alter table accounts force row level security;
create policy tenant on accounts to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on accounts to task_outcomes_owner using (true);

alter table users enable row level security;
alter table users force row level security;
create policy tenant on users to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on users to task_outcomes_owner using (true);

alter table api_tokens enable row level security;
alter table api_tokens force row level security;
create policy tenant on api_tokens to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on api_tokens to task_outcomes_owner using (true);

grant select, insert on accounts to task_outcomes_server;
grant select, insert, update on users to task_outcomes_server;
grant select, insert, update (revoked_at) on api_tokens to task_outcomes_server;
