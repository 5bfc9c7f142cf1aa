-- what is older than a moment is indexed for the search of the history by the job that seals it, and not by whoever
-- writes it: which entries hold a word, or share a fact, is one bitmap for each 65,536 entries of an account

create table history_index (
    account_id    uuid    not null,
    indexed_until timestamptz,
    entries       integer not null default 0 constraint history_index_entries_counted check (entries >= 0),
    epoch         bigint  not null default 0,
    version       bigint  not null default 0,
    constraint history_index_pkey primary key (account_id),
    constraint history_index_account_fkey foreign key (account_id) references accounts (account_id)
);
comment on table history_index is 'How far the history of each account is indexed; no row before the first time.';
comment on column history_index.indexed_until is 'Entries before this moment are indexed, but for those in `history_late`.';
comment on column history_index.entries is 'How many: each has a place, from 0, in the order of time and id.';
comment on column history_index.epoch is 'Goes up when words are taken out: within an epoch they are only added.';
comment on column history_index.version is 'Goes up when words are added.';

create table history_blocks (
    account_id uuid        not null,
    block      integer     not null,
    first_at   timestamptz not null,
    ids        uuid[]      not null,
    constraint history_blocks_pkey primary key (account_id, block),
    constraint history_blocks_account_fkey foreign key (account_id) references accounts (account_id)
);
create index history_blocks_by_time on history_blocks (account_id, first_at, block);
comment on table history_blocks is 'Which entries have the places: 64 in a row.';
comment on column history_blocks.block is 'The place of its first entry, divided by 64.';
comment on column history_blocks.first_at is 'When its first entry happened.';

create table history_postings (
    account_id uuid             not null,
    term       text collate "C" not null,
    segment    integer          not null,
    places     bytea            not null,
    constraint history_postings_pkey primary key (account_id, term, segment),
    constraint history_postings_account_fkey foreign key (account_id) references accounts (account_id)
);
alter table history_postings alter column places set storage external;
comment on table history_postings is 'Which entries hold a word or share a fact.';
comment on column history_postings.term is 'A folded word, or a fact such as `:kind TASK_COMPLETED`: no word begins with a colon.';
comment on column history_postings.segment is 'Their places, divided by 65,536.';
comment on column history_postings.places is 'Their places, as a Roaring bitmap in its portable format.';

create table history_words (
    account_id uuid             not null,
    chunk      integer          not null,
    version    bigint           not null,
    words      text collate "C" not null,
    constraint history_words_pkey primary key (account_id, chunk),
    constraint history_words_account_fkey foreign key (account_id) references accounts (account_id)
);
-- inline and as it is: read as a whole, and long enough for a row of its own on a page
alter table history_words alter column words set storage plain;
comment on table history_words is 'All words that the indexed history of an account holds, for finding those that hold a part.';
comment on column history_words.version is 'That of the index when the chunk was written.';
comment on column history_words.words is 'With one space between them, each once.';

create table history_late (
    account_id  uuid        not null,
    id          uuid        not null,
    occurred_at timestamptz not null,
    constraint history_late_pkey primary key (account_id, id),
    constraint history_late_account_fkey foreign key (account_id) references accounts (account_id)
);
create index history_late_by_time on history_late (account_id, occurred_at);
comment on table history_late is 'Entries that were written when their time was announced already: those before `indexed_until` have no place.';

create function note_late_entry() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    declare
        announced timestamptz;
    begin
        select announced_until into strict announced from seals where account_id = new.account_id for share;
        if new.occurred_at < announced then
            insert into history_late (account_id, id, occurred_at) values (new.account_id, new.id, new.occurred_at);
        end if;
        return null;
    end $$;
comment on function note_late_entry is 'Notes an entry that comes after its time may have been indexed.';
create trigger note_late_entry after insert on activity for each row
    when (new.occurred_at < clock_timestamp() - interval '5 minutes')
    execute function note_late_entry();

alter table history_index enable row level security;
alter table history_index force row level security;
create policy tenant on history_index to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on history_index to task_outcomes_owner using (true);

alter table history_blocks enable row level security;
alter table history_blocks force row level security;
create policy tenant on history_blocks to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on history_blocks to task_outcomes_owner using (true);

alter table history_postings enable row level security;
alter table history_postings force row level security;
create policy tenant on history_postings to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on history_postings to task_outcomes_owner using (true);

alter table history_words enable row level security;
alter table history_words force row level security;
create policy tenant on history_words to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on history_words to task_outcomes_owner using (true);

alter table history_late enable row level security;
alter table history_late force row level security;
create policy tenant on history_late to task_outcomes_server
    using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy maintenance on history_late to task_outcomes_owner using (true);

grant select, insert, update on history_index to task_outcomes_server;
grant select, insert, update, delete on history_blocks, history_postings, history_words to task_outcomes_server;
grant select, insert, delete on history_late to task_outcomes_server;
grant execute on function note_late_entry to task_outcomes_server;
