//! W1 and W2: a page of 50 open tasks of one owner by due time, with type, owner, subject and outcome, from the start of
//! the list and from deep in it.

use std::sync::Arc;

use anyhow::Context as _;
use hyper::body::Bytes;
use serde_json::{Value, json};

use super::{
    Bench, Yardsticks, global_id,
    handler::PageOf,
    http::{Address, Connection, any_of, asking, body},
};
use crate::{
    plain::connect,
    rates::{Contender, Race},
};

const PAGE: &str = "query Page($owner: ID!, $after: String) {
  tasks(first: 50, after: $after, filter: { ownerIds: [$owner] }, orderBy: { field: DUE_AT }) {
    nodes {
      id title status dueAt dueOn createdAt version
      type { id name }
      owner { id name }
      subject { __typename ... on Contact { id name } ... on Deal { id name } }
      completion { completedAt outcome { id label sentiment } }
    }
    pageInfo { hasNextPage endCursor }
  }
}";

/// Only to find the way into the list.
const WAY: &str = "query Way($owner: ID!, $after: String) {
  tasks(first: 100, after: $after, filter: { ownerIds: [$owner] }, orderBy: { field: DUE_AT }) { pageInfo { endCursor } }
}";

/// The same answer by one statement: account, owner, due time and id of the task before the page.
pub(super) const JSON_OF_A_PAGE: &str = "
select json_build_object(
    'nodes', coalesce(json_agg(json_build_object(
        'id', task.id, 'title', task.title, 'status', case when task.completed_at is null then 'OPEN' else 'COMPLETED' end,
        'dueAt', task.due_at, 'dueOn', task.due_on, 'createdAt', task.created_at, 'version', task.version,
        'type', json_build_object('id', task_type.id, 'name', task_type.name),
        'owner', json_build_object('id', owner.id, 'name', owner.name),
        'subject', case when contact.id is null then json_build_object('__typename', 'Deal', 'id', deal.id, 'name', deal.name)
                        else json_build_object('__typename', 'Contact', 'id', contact.id, 'name', contact.name) end,
        'completion', case when completion.id is not null then json_build_object('completedAt', completion.completed_at,
            'outcome', json_build_object('id', outcome.id, 'label', outcome.label, 'sentiment', outcome.sentiment)) end
    ) order by task.due_order, task.id), '[]'),
    'hasNextPage', count(*) = 50)::text
from (select * from tasks
      where account_id = $1::text::uuid and owner_id = $2::text::uuid and completed_at is null and deleted_at is null
        and (due_order, id) > ($3::text::timestamptz, $4::text::uuid)
      order by due_order, id limit 50) task
join task_types task_type on task_type.account_id = task.account_id and task_type.id = task.task_type_id
left join users owner on owner.account_id = task.account_id and owner.id = task.owner_id
left join contacts contact on contact.account_id = task.account_id and contact.id = task.contact_id
left join deals deal on deal.account_id = task.account_id and deal.id = task.deal_id
left join completions completion on completion.account_id = task.account_id and completion.task_id = task.id
    and completion.superseded_at is null
left join outcomes outcome on outcome.account_id = task.account_id and outcome.id = completion.outcome_id";

/// The rows of the same page, for pgbench, which asks about an owner by number.
const ROWS_OF_A_PAGE: &str = "
\\set n random(1, {owners})
select task.id, task.title, task.due_at, task.due_on, task.completed_at, task.created_at, task.version, task_type.id,
       task_type.name, owner.id, owner.name, contact.id, contact.name, deal.id, deal.name
from (select * from tasks
      where account_id = '{account}' and owner_id = (select id from bench_owners where n = :n) and completed_at is null
        and deleted_at is null
      order by due_order, id limit 50) task
join task_types task_type on task_type.account_id = task.account_id and task_type.id = task.task_type_id
left join users owner on owner.account_id = task.account_id and owner.id = task.owner_id
left join contacts contact on contact.account_id = task.account_id and contact.id = task.contact_id
left join deals deal on deal.account_id = task.account_id and deal.id = task.deal_id
order by task.due_order, task.id;
";

/// Owners whose lists are long, with the way into each: pages of 100 that make four fifths of it.
struct Lists {
    owners: Vec<String>,
    pages: Vec<usize>,
}

/// The bodies of requests that take turns.
pub(super) struct Pages {
    pub(super) first: Arc<[Bytes]>,
    pub(super) deep: Arc<[Bytes]>,
    handler_first: Arc<[Bytes]>,
    handler_deep: Arc<[Bytes]>,
    owners: usize,
}

impl Pages {
    pub(super) async fn find(bench: &Bench) -> anyhow::Result<Self> {
        let lists = lists(bench).await?;
        let mut connection = Connection::open(&bench.server).await?;
        let (mut first, mut deep) = (Vec::new(), Vec::new());
        for (owner, pages) in lists.owners.iter().zip(&lists.pages) {
            let id = global_id(b'u', owner)?;
            let mut after = Value::Null;
            for _ in 0..*pages {
                let data = connection
                    .data(WAY, json!({ "owner": id, "after": after }))
                    .await?;
                let cursor = data.pointer("/tasks/pageInfo/endCursor");
                after = cursor.context("a page without a cursor")?.clone();
            }
            first.push(body(PAGE, &json!({ "owner": id })));
            deep.push(body(PAGE, &json!({ "owner": id, "after": after })));
        }
        Ok(Self {
            first: first.into(),
            deep: deep.into(),
            handler_first: starts(&lists.owners)?.into(),
            handler_deep: depths(bench, &lists).await?.into(),
            owners: lists.owners.len(),
        })
    }

    /// Both sides give the same tasks, in the same order.
    pub(super) async fn check(&self, bench: &Bench, yardsticks: &Yardsticks) -> anyhow::Result<()> {
        let mut ours = Connection::open(&bench.server).await?;
        let mut plain = Connection::open(&yardsticks.handler).await?;
        let pairs = [
            (&self.first, &self.handler_first),
            (&self.deep, &self.handler_deep),
        ];
        for (ask, same) in pairs
            .into_iter()
            .flat_map(|(ours, plain)| ours.iter().zip(plain.iter()))
        {
            let found = titles(&ours.graphql(ask.clone()).await?, "/data/tasks/nodes")?;
            let expected = titles(&plain.post(same.clone()).await?, "/nodes")?;
            anyhow::ensure!(
                !found.is_empty() && found == expected,
                "both sides give other pages"
            );
        }
        Ok(())
    }

    pub(super) fn races(&self, bench: &Bench, yardsticks: &Yardsticks) -> anyhow::Result<Vec<Race<'static>>> {
        let ours = |bodies: &Arc<[Bytes]>| any(&bench.server, bodies);
        let plain = |bodies: &Arc<[Bytes]>| any(&yardsticks.handler, bodies);
        let rows = ROWS_OF_A_PAGE
            .replace("{owners}", &self.owners.to_string())
            .replace("{account}", &bench.account);
        let json = format!("\\set n random(1, {})\n{JSON_OF_A_PAGE};\n", self.owners)
            .replace("$1::text::uuid", &format!("'{}'", bench.account))
            .replace("$2::text::uuid", "(select id from bench_owners where n = :n)")
            .replace("$3::text::timestamptz", "'-infinity'")
            .replace("$4::text::uuid", "'00000000-0000-0000-0000-000000000000'");
        Ok(vec![
            Race {
                name: "W1: a page of tasks".to_owned(),
                contenders: vec![
                    ("server", ours(&self.first)),
                    ("SQL to JSON", plain(&self.handler_first)),
                    ("pgbench, the JSON", yardsticks.pgbench.script(&json)?),
                    ("pgbench, the rows", yardsticks.pgbench.script(&rows)?),
                ],
                compared: vec![
                    ("SQL to JSON", Some(0.6)),
                    ("pgbench, the JSON", None),
                    ("pgbench, the rows", None),
                ],
            },
            Race {
                name: "W2: a page deep in the list".to_owned(),
                contenders: vec![
                    ("server", ours(&self.deep)),
                    ("SQL to JSON", plain(&self.handler_deep)),
                    ("server, first page", ours(&self.first)),
                ],
                compared: vec![("SQL to JSON", Some(0.6)), ("server, first page", Some(0.9))],
            },
        ])
    }
}

/// Titles and types of a page.
fn titles(answer: &[u8], place: &str) -> anyhow::Result<Vec<[Option<Value>; 2]>> {
    let answer: Value = serde_json::from_slice(answer)?;
    let nodes = answer.pointer(place).and_then(Value::as_array);
    let nodes = nodes.context("an answer without a page")?.iter();
    Ok(nodes
        .map(|node| ["/title", "/type/name"].map(|part| node.pointer(part).cloned()))
        .collect())
}

/// Asks with any of these bodies.
pub(super) fn any(address: &Address, bodies: &Arc<[Bytes]>) -> Contender<'static> {
    let bodies = Arc::clone(bodies);
    asking(address, move || any_of(&bodies))
}

/// Owners with at least 500 open tasks, most first; numbered in a table for pgbench.
async fn lists(bench: &Bench) -> anyhow::Result<Lists> {
    let client = connect(&bench.url).await?;
    let numbered = format!(
        "drop table if exists bench_owners;
         create table bench_owners as select row_number() over (order by count(*) desc, owner_id)::int as n, owner_id as id,
             count(*) as tasks from tasks
         where account_id = '{}' and owner_id is not null and completed_at is null and deleted_at is null
         group by owner_id having count(*) >= 500 order by 3 desc limit 50;
         alter table bench_owners add primary key (n)",
        bench.account
    );
    client.batch_execute(&numbered).await?;
    let rows = client
        .query("select id::text, tasks from bench_owners order by n", &[])
        .await?;
    anyhow::ensure!(!rows.is_empty(), "nobody has 500 open tasks: load more of them");
    let mut lists = Lists {
        owners: Vec::new(),
        pages: Vec::new(),
    };
    for row in rows {
        lists.owners.push(row.try_get(0)?);
        let tasks: i64 = row.try_get(1)?;
        lists.pages.push(usize::try_from(tasks * 4 / 5 / 100)?);
    }
    Ok(lists)
}

/// The yardstick's requests for first pages: after what comes before everything.
fn starts(owners: &[String]) -> anyhow::Result<Vec<Bytes>> {
    let nothing = || ("-infinity".to_owned(), uuid::Uuid::nil().to_string());
    let bodies = owners.iter().map(|owner| {
        serde_json::to_vec(&PageOf {
            owner: owner.clone(),
            after: nothing(),
        })
    });
    Ok(bodies
        .map(|body| body.map(Bytes::from))
        .collect::<Result<_, _>>()?)
}

/// The yardstick's requests for the same deep pages.
async fn depths(bench: &Bench, lists: &Lists) -> anyhow::Result<Vec<Bytes>> {
    let client = connect(&bench.url).await?;
    let mut bodies = Vec::new();
    for (owner, pages) in lists.owners.iter().zip(&lists.pages) {
        let place = format!(
            "select due_order::text, id::text from tasks where account_id = '{}' and owner_id = '{owner}'
             and completed_at is null and deleted_at is null order by due_order, id offset {} limit 1",
            bench.account,
            pages * 100 - 1
        );
        let row = client.query_one(&place, &[]).await?;
        let after = (row.try_get(0)?, row.try_get(1)?);
        let page = PageOf {
            owner: owner.clone(),
            after,
        };
        bodies.push(serde_json::to_vec(&page)?.into());
    }
    Ok(bodies)
}
