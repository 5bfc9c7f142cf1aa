//! W3: a task is completed, with all rules, history and idempotency key; against the same durable changes made by one
//! statement, and by plain statements in one transaction.

use std::{cell::RefCell, rc::Rc};

use anyhow::Context as _;
use hyper::body::Bytes;
use serde_json::json;

use super::{
    Bench, Pgbench, global_id,
    http::{asking, body},
};
use crate::{
    plain::connect,
    rates::{Contender, Race},
};

const COMPLETE: &str = "mutation Complete($input: TaskCompleteInput!) {
  taskComplete(input: $input) {
    task { id status version completion { completedAt outcome { id label sentiment } } }
    userErrors { __typename ... on UserError { message } }
  }
}";

/// Tasks to be completed in a race: so many by the server, and so many by each yardstick.
const BY_SERVER: u32 = 150_000;
const BY_YARDSTICK: u32 = 120_000;

/// Open tasks like those there are, numbered in a table that says which outcome each will have.
const PREPARE: &str = "
create sequence if not exists bench_ids;
create or replace function bench_id() returns uuid language sql volatile
    return ('7b' || lpad(to_hex(nextval('bench_ids')), 30, '0'))::uuid;
drop table if exists bench_open;
create table bench_open as
    select row_number() over ()::int as n, bench_id() as id, task.title, task.search_text, task.task_type_id, task.contact_id,
           task.deal_id, task.owner_id, outcome.id as outcome_id, outcome.label, outcome.sentiment
    from (select * from tasks where account_id = '{account}' and deleted_at is null order by id limit {number} / 2) task
    cross join generate_series(1, 2)
    join lateral (select outcome_id from assignments
                  where account_id = '{account}' and task_type_id = task.task_type_id
                  order by position limit 1) offered on true
    join outcomes outcome on outcome.account_id = '{account}' and outcome.id = offered.outcome_id;
alter table bench_open add primary key (n);
insert into tasks (account_id, id, title, search_text, task_type_id, contact_id, deal_id, owner_id, version, created_at, updated_at)
    select '{account}', id, title, search_text, task_type_id, contact_id, deal_id, owner_id, 1, now(), now() from bench_open;
drop sequence if exists bench_one, bench_some;
create sequence bench_one start {one};
create sequence bench_some start {some};
vacuum (analyze) tasks;
vacuum (analyze) bench_open";

const ONE_STATEMENT: &str = "
with task as materialized (select * from bench_open where n = (select nextval('bench_one'))),
done as (
    update tasks set completed_at = now(), version = tasks.version + 1, updated_at = now() from task
    where tasks.account_id = '{account}' and tasks.id = task.id and tasks.completed_at is null returning tasks.id
), completed as (
    insert into completions (account_id, id, task_id, outcome_id, recorded_label, recorded_sentiment, completed_at,
        completed_by, owner_id, task_type_id, contact_id, deal_id, settings_version)
    select '{account}', bench_id(), task.id, outcome_id, label, sentiment, now(), '{user}', owner_id, task_type_id,
           contact_id, deal_id, 1 from task join done on done.id = task.id
), kept as (
    insert into idempotency_keys (account_id, user_id, use_case, key, input_hash, result, used_at)
    select '{account}', '{user}', 'complete_task', task.id::text, sha256(uuid_send(task.id)), array[task.id], now() from task
)
insert into activity (account_id, id, occurred_at, kind, action, actor_id, task_id, task_type_id, contact_id, deal_id,
    outcome_id, recorded_label, recorded_sentiment, title, changes, search_text, task_change)
select '{account}', bench_id(), now(), 'TASK_COMPLETED', 'completed', '{user}', task.id, task_type_id, contact_id,
       deal_id, outcome_id, label, sentiment, title, '[]', search_text, {told} from task;
";

const PLAIN_STATEMENTS: &str = "
begin;
select id as task, outcome_id as outcome, label, sentiment, task_type_id as type, title, search_text as words,
       coalesce(contact_id::text, '') as contact, coalesce(deal_id::text, '') as deal, coalesce(owner_id::text, '') as owner
from bench_open task where n = (select nextval('bench_some')) \\gset
insert into idempotency_keys (account_id, user_id, use_case, key, input_hash, used_at)
    values ('{account}', '{user}', 'complete_task', :task::text, sha256(uuid_send(:task::uuid)), now());
select version from tasks where account_id = '{account}' and id = :task::uuid and completed_at is null for update;
insert into completions (account_id, id, task_id, outcome_id, recorded_label, recorded_sentiment, completed_at,
    completed_by, owner_id, task_type_id, contact_id, deal_id, settings_version)
    values ('{account}', bench_id(), :task::uuid, :outcome::uuid, :label::text, :sentiment::smallint, now(), '{user}',
        nullif(:owner::text, '')::uuid, :type::uuid, nullif(:contact::text, '')::uuid, nullif(:deal::text, '')::uuid, 1);
update tasks set completed_at = now(), version = version + 1, updated_at = now()
    where account_id = '{account}' and id = :task::uuid;
insert into activity (account_id, id, occurred_at, kind, action, actor_id, task_id, task_type_id, contact_id, deal_id,
    outcome_id, recorded_label, recorded_sentiment, title, changes, search_text, task_change)
    select '{account}', bench_id(), now(), 'TASK_COMPLETED', 'completed', '{user}', id, task_type_id, contact_id,
           deal_id, outcome_id, label, sentiment, title, '[]', search_text, {told}
    from (values (:task::uuid, :type::uuid, nullif(:contact::text, '')::uuid, nullif(:deal::text, '')::uuid,
                  :outcome::uuid, :label::text, :sentiment::smallint, :title::text, :words::text,
                  nullif(:owner::text, '')::uuid))
        task (id, task_type_id, contact_id, deal_id, outcome_id, label, sentiment, title, search_text, owner_id);
update idempotency_keys set result = array[:task::uuid]
    where account_id = '{account}' and user_id = '{user}' and use_case = 'complete_task' and key = :task::text;
commit;
";

/// What followers are told of the change.
const TOLD: &str = "jsonb_build_object('before', jsonb_build_object('completion', null), 'after', jsonb_build_object('type', \
    task.task_type_id, 'owner', task.owner_id, 'completion', jsonb_build_object('at', extract(epoch from now()))))";

/// Open tasks, each to be completed once.
pub(super) struct Completions {
    account: String,
    user: String,
    bodies: Rc<RefCell<Vec<Bytes>>>,
}

impl Completions {
    pub(super) async fn prepare(bench: &Bench) -> anyhow::Result<Self> {
        let client = connect(&bench.url).await?;
        let (one, some) = (BY_SERVER + 1, BY_SERVER + BY_YARDSTICK + 1);
        let number = some + BY_YARDSTICK - 1;
        let statements = PREPARE
            .replace("{account}", &bench.account)
            .replace("{number}", &number.to_string())
            .replace("{one}", &one.to_string())
            .replace("{some}", &some.to_string());
        for statement in split(&statements) {
            client.batch_execute(statement).await.context("no open tasks")?;
        }
        let mine = format!("select id::text, outcome_id::text from bench_open where n <= {BY_SERVER}");
        let mut bodies = Vec::new();
        for row in client.query(&mine, &[]).await? {
            let (task, outcome): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            bodies.push(completing(&task, &outcome)?);
        }
        Ok(Self {
            account: bench.account.clone(),
            user: bench.user.clone(),
            bodies: Rc::new(RefCell::new(bodies)),
        })
    }

    pub(super) fn races(&self, bench: &Bench, pgbench: &Pgbench) -> anyhow::Result<Vec<Race<'static>>> {
        let script = |text: &str| {
            let text = text
                .replace("{told}", TOLD)
                .replace("{account}", &self.account)
                .replace("{user}", &self.user);
            pgbench.script(&text)
        };
        Ok(vec![Race {
            name: "W3: a task is completed".to_owned(),
            contenders: vec![
                ("server", self.contender(bench)),
                ("one statement", script(ONE_STATEMENT)?),
                ("plain statements", script(PLAIN_STATEMENTS)?),
            ],
            compared: vec![("one statement", Some(0.6)), ("plain statements", Some(1.0))],
        }])
    }

    /// Whoever completed them changed as much: completion, history and key of each.
    pub(super) async fn check(&self, bench: &Bench) -> anyhow::Result<()> {
        let counted = format!(
            "select count(*) filter (where task.completed_at is not null),
                 (select count(*) from completions join bench_open on task_id = bench_open.id),
                 (select count(*) from activity join bench_open on task_id = bench_open.id where kind = 'TASK_COMPLETED'),
                 (select count(*) from idempotency_keys join bench_open on key = bench_open.id::text
                  where result = array[bench_open.id])
             from tasks task join bench_open on bench_open.id = task.id where task.account_id = '{}'",
            self.account
        );
        let row = connect(&bench.url).await?.query_one(&counted, &[]).await?;
        let [tasks, completions, entries, keys]: [i64; 4] =
            [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?];
        anyhow::ensure!(
            tasks > 0 && [completions, entries, keys] == [tasks; 3],
            "{tasks} tasks were completed, with {completions} completions, {entries} entries and {keys} keys"
        );
        Ok(())
    }

    /// What completes them, each to be sent once.
    pub(super) fn bodies(&self) -> Rc<RefCell<Vec<Bytes>>> {
        Rc::clone(&self.bodies)
    }

    /// How many are left to be completed.
    pub(super) fn left(&self) -> usize {
        self.bodies.borrow().len()
    }

    /// Completes one task after the other, whoever of its clients comes first.
    pub(super) fn contender(&self, bench: &Bench) -> Contender<'static> {
        let bodies = self.bodies();
        asking(&bench.server, move || bodies.borrow_mut().pop())
    }
}

/// `VACUUM` runs only alone.
fn split(statements: &str) -> Vec<&str> {
    statements
        .split(";\n")
        .filter(|one| !one.trim().is_empty())
        .collect()
}

fn completing(task: &str, outcome: &str) -> anyhow::Result<Bytes> {
    let (id, outcome) = (global_id(b't', task)?, global_id(b'o', outcome)?);
    let input = json!({ "id": id, "outcomeId": outcome, "idempotencyKey": task });
    Ok(body(COMPLETE, &json!({ "input": input })))
}
