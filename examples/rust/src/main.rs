//! The whole flow of Task Outcomes: prepare outcomes, complete a task with one, find it again, read the report.

mod client;
mod operations;

use anyhow::{Context, Result};
use clap::Parser;
use create_outcome::TaskOutcomeSentiment::{NEUTRAL, POSITIVE};

use crate::client::Client;
use crate::operations::{
    CompleteTask, CreateOutcome, CreateTask, CreateTaskType, Enable, Results, SaveOutcomes, Start,
    complete_task, create_outcome, create_task, create_task_type, enable, results, save_outcomes, start,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let client = Client::parse();
    let found = client.query::<Start>(start::Variables).await?;
    let contact = found.contacts.and_then(|page| page.nodes.into_iter().next());
    let contact = contact.context("there is no contact to have a task about")?;
    let account = found.viewer.context("nobody is signed in")?.account;
    if account.task_outcome_settings.status != start::TaskOutcomesStatus::ENABLED {
        client.mutate::<Enable>(enable::Variables).await?;
    }

    let run = format!("{:08x}", fastrand::u32(..)); // labels and names are unique in an account
    let mut outcome_ids = Vec::new();
    for (label, sentiment) in [("Meeting scheduled", POSITIVE), ("No answer", NEUTRAL)] {
        let label = format!("{label} {run}");
        let created = client.mutate::<CreateOutcome>(create_outcome::Variables { label, sentiment });
        outcome_ids.push(created.await?.id);
    }
    let (name, reversed) = (format!("Call {run}"), outcome_ids.iter().rev().cloned().collect());
    let created = client.mutate::<CreateTaskType>(create_task_type::Variables { name, outcome_ids });
    let task_type_id = created.await?.id;
    let offer = save_outcomes::Variables {
        task_type_id: task_type_id.clone(),
        outcome_ids: reversed,
    };
    client.mutate::<SaveOutcomes>(offer).await?;

    let call = create_task::Variables {
        title: format!("Call {}", contact.name),
        task_type_id: task_type_id.clone(),
        contact_id: contact.id.clone(),
    };
    let task = client.mutate::<CreateTask>(call).await?;
    let labels: Vec<_> = task.available_outcomes.iter().map(|one| &*one.label).collect();
    println!("Offered: {}", labels.join(", "));
    let mut offered = task.available_outcomes.into_iter();
    let good = offered.find(|one| one.sentiment == create_task::TaskOutcomeSentiment::POSITIVE);
    let answer = complete_task::Variables {
        id: task.id,
        outcome_id: good.context("no good outcome is offered")?.id,
        notes: "Wants the offer by Friday.".to_owned(),
        idempotency_key: run.clone(),
    };
    let task = client.mutate::<CompleteTask>(answer).await?;
    println!("Completed: {}", task.title);
    let about = results::Variables {
        contact_id: contact.id,
        search: format!("friday {run}"),
        task_type_id,
    };
    let found = client.query::<Results>(about).await?;
    for entry in found.activities.into_iter().flat_map(|page| page.nodes) {
        let label = entry.recorded_label.unwrap_or_default();
        println!("Found: {label}, {}", entry.notes.unwrap_or_default());
    }
    let rows = found.task_overview_report.and_then(|report| report.groups);
    for row in rows.into_iter().flat_map(|page| page.nodes) {
        println!("Report: {}, {}", row.label, row.totals.completed_count);
    }
    Ok(())
}
