-- the records that tasks relate to
create table contacts (
    account_id  uuid             not null,
    id          uuid             not null,
    name        text             not null constraint contacts_name_length check (char_length(name) between 1 and 200),
    sort_key    text collate "C" not null,
    email       text             constraint contacts_email_length check (char_length(email) between 3 and 254),
    search_text text collate "C" not null,
    phone       text             constraint contacts_phone_length check (char_length(phone) between 1 and 50),
    company     text             constraint contacts_company_length check (char_length(company) between 1 and 200),
    owner_id    uuid,
    external_id text collate "C" constraint contacts_external_id_length check (char_length(external_id) between 1 and 200),
    version     integer          not null constraint contacts_version_positive check (version > 0),
    created_at  timestamptz      not null,
    updated_at  timestamptz      not null,
    constraint contacts_pkey primary key (account_id, id),
    constraint contacts_external_id_unique unique (account_id, external_id),
    constraint contacts_account_fkey foreign key (account_id) references accounts (account_id),
    constraint contacts_owner_fkey foreign key (account_id, owner_id) references users (account_id, id)
);
create index contacts_by_name on contacts (account_id, sort_key, id);
comment on table contacts is 'A person outside the account.';
comment on column contacts.sort_key is 'The folded name, to sort by; the domain computes it.';
comment on column contacts.search_text is 'Folded words to search in, one space between them; the domain computes it.';
comment on column contacts.external_id is 'Id in the system the record comes from.';

create table deals (
    account_id     uuid             not null,
    id             uuid             not null,
    name           text             not null constraint deals_name_length check (char_length(name) between 1 and 200),
    sort_key       text collate "C" not null,
    contact_id     uuid,
    value_amount   numeric          constraint deals_value_amount_bounded check (scale(value_amount) <= 4 and abs(value_amount) < 1e15),
    value_currency text             constraint deals_value_currency_form check (value_currency ~ '^[A-Z]{3}$'),
    stage          text             constraint deals_stage_length check (char_length(stage) between 1 and 80),
    status         smallint         not null constraint deals_status_known check (status in (0, 1, 2)),
    owner_id       uuid,
    external_id    text collate "C" constraint deals_external_id_length check (char_length(external_id) between 1 and 200),
    version        integer          not null constraint deals_version_positive check (version > 0),
    created_at     timestamptz      not null,
    updated_at     timestamptz      not null,
    constraint deals_pkey primary key (account_id, id),
    constraint deals_external_id_unique unique (account_id, external_id),
    constraint deals_value_complete check ((value_amount is null) = (value_currency is null)),
    constraint deals_account_fkey foreign key (account_id) references accounts (account_id),
    constraint deals_contact_fkey foreign key (account_id, contact_id) references contacts (account_id, id),
    constraint deals_owner_fkey foreign key (account_id, owner_id) references users (account_id, id)
);
create index deals_by_name on deals (account_id, sort_key, id);
create index deals_by_contact on deals (account_id, contact_id) where contact_id is not null;
comment on table deals is 'A sale in the making.';
comment on column deals.sort_key is 'The folded name, to sort by and to search in; the domain computes it.';
comment on column deals.value_amount is 'With the decimals it was written with.';
comment on column deals.value_currency is 'ISO 4217 code.';
comment on column deals.status is '0 open, 1 won, 2 lost.';
comment on column deals.external_id is 'Id in the system the record comes from.';

alter table contacts enable row level security;
alter table contacts force row level security;
create policy tenant on contacts to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on contacts to task_outcomes_owner using (true);

alter table deals enable row level security;
alter table deals force row level security;
create policy tenant on deals to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on deals to task_outcomes_owner using (true);

grant select, insert, update on contacts, deals to task_outcomes_server;
