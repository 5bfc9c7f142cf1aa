//! Who may do what: every entry point of the API, tried by everyone there is.

mod rows;
mod stage;

use std::{collections::BTreeSet, fmt::Write as _};

use acceptance::{Answer, Client, Team, TestServer, json, text};
use futures_util::future::join_all;
use rows::{Ask, Row};
use stage::{Persona, Stage};

const PERSONAS: [Persona; 4] = [
    Persona::Admin,
    Persona::Member,
    Persona::Inactive,
    Persona::Nobody,
];

#[tokio::test(flavor = "multi_thread")]
async fn role_by_operation() {
    let columns = join_all(PERSONAS.map(column)).await;
    let mut table = format!("{:<42}", "operation");
    for persona in PERSONAS {
        write!(table, "{:<18}", persona.name()).unwrap();
    }
    for (at, row) in rows::all().iter().enumerate() {
        let name = format!("{} {}", row.field, row.note);
        write!(table, "\n{name:<42}").unwrap();
        for column in &columns {
            write!(table, "{:<18}", column[at]).unwrap();
        }
    }
    let lines: Vec<_> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entry_point_of_the_api_is_in_the_matrix() {
    let team = Team::new().await;
    let root = "{ name fields { name } }";
    let query = format!("{{ __schema {{ queryType {root} mutationType {root} subscriptionType {root} }} }}");
    let data = team.admin().query(&query, json!({})).await;
    let types = data["__schema"].as_object().unwrap().values();
    let served: BTreeSet<String> = types
        .filter(|one| !one.is_null())
        .flat_map(|one| acceptance::all(&one["fields"], "name"))
        .map(str::to_owned)
        .collect();
    let tried: BTreeSet<String> = rows::all().iter().map(|row| row.field.to_owned()).collect();
    let untried: Vec<_> = served.difference(&tried).collect();
    assert!(
        untried.is_empty(),
        "add a row for each of {untried:?} to tests/tests/proof/matrix/rows.rs, with an input that succeeds for an admin"
    );
    let gone: Vec<_> = tried.difference(&served).collect();
    assert!(
        gone.is_empty(),
        "{gone:?} are rows of the matrix, and not of the API"
    );
}

/// What one person gets for every row, in an account of its own.
async fn column(persona: Persona) -> Vec<String> {
    let stage = Stage::new(Team::on(TestServer::start().await).await, persona).await;
    let mut cells = Vec::new();
    for row in rows::all() {
        cells.push(cell(&stage, &row).await);
    }
    cells
}

async fn cell(stage: &Stage, row: &Row) -> String {
    let caller: &Client = &stage.caller;
    let answer = match &row.ask {
        Ask::Subscription(selection) => return followed(stage, selection).await,
        Ask::Query(selection) => {
            let selection = stage.filled_text(selection).await;
            caller.send(&format!("{{ {selection} }}"), json!({})).await
        }
        Ask::Mutation(input) => {
            let field = row.field;
            let mut letters = field.chars();
            let first = letters.next().unwrap().to_ascii_uppercase();
            let input_type = format!("{first}{}Input", letters.as_str());
            let document = format!(
                "mutation M($input: {input_type}!) {{ {field}(input: $input) {{ userErrors {{ ... on UserError {{ code message }} }} }} }}"
            );
            let input = stage.filled(input).await;
            caller.send(&document, json!({ "input": input })).await
        }
    };
    told(row, &answer)
}

/// `ok` where it has begun and nothing is told yet; whoever is not signed in gets as far as with any other request.
async fn followed(stage: &Stage, selection: &str) -> String {
    let query = format!("subscription {{ {selection} }}");
    let Some(mut followed) = stage.follow(&query).await else {
        return "UNAUTHENTICATED".to_owned();
    };
    if followed.is_silent().await {
        return "ok".to_owned();
    }
    followed.next().await.unwrap().code().to_owned()
}

/// `ok`, the code of the refusal, or the code of the error.
fn told(row: &Row, answer: &Answer) -> String {
    if !answer.code().is_empty() {
        return answer.code().to_owned();
    }
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    let refusals = &answer.body["data"][row.field]["userErrors"];
    refusals
        .get(0)
        .map_or_else(|| "ok".to_owned(), |refusal| text(&refusal["code"]).to_owned())
}
