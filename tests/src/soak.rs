//! Many clients at once, with whatever comes to their minds: afterwards every invariant holds.

mod actions;
mod client;
mod invariants;
mod known;

use std::{
    collections::BTreeMap,
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use testkit::server::TestServer;

use crate::Team;
use client::Soaker;
use invariants::Watch;
use known::Known;

/// What is to be run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many commands and questions in all.
    pub steps: usize,
    /// How many clients send them, half of them in each of two accounts.
    pub clients: usize,
    /// Where chance starts; the clients' order is the machine's.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// How many steps were run.
    pub steps: usize,
    /// How long they took.
    pub took: Duration,
    /// How often each command had each result.
    pub results: BTreeMap<(&'static str, String), usize>,
    /// What must not be; empty when all is well.
    pub violations: Vec<String>,
}

/// Runs the plan on a server and a database of its own, and looks at what is left.
pub async fn run(plan: &Plan) -> Report {
    let first = Team::on(TestServer::start().await).await;
    let teams = [Team::on_same(&first).await, first];
    let database = teams[0].server.database();
    let watch = Watch::start(database).await;
    for team in &teams {
        team.put_in_force().await;
    }
    let known = [Known::of(&teams[0]).await, Known::of(&teams[1]).await];
    let taken = AtomicUsize::new(0);
    let start = Instant::now();
    let clients = (0..plan.clients).map(|number| {
        let at = number % teams.len();
        let soaker = Soaker::new(&teams[at], [&known[at], &known[1 - at]], plan.seed, number);
        soaker.run(&taken, plan.steps, &watch)
    });
    let mut report = Report::default();
    for one in join_all(clients).await {
        report.add(one);
    }
    report.took = start.elapsed();
    report.steps = plan.steps.min(taken.load(Ordering::Relaxed));
    report.violations.extend(watch.violations().await);
    for team in &teams {
        let found = team.server.contradictions(team.account.id).await;
        report.violations.extend(found);
    }
    report
}

impl Report {
    fn add(&mut self, other: Self) {
        for (key, count) in other.results {
            *self.results.entry(key).or_default() += count;
        }
        self.violations.extend(other.violations);
    }

    /// How many steps a second.
    pub fn speed(&self) -> f64 {
        let steps = u32::try_from(self.steps).unwrap_or(u32::MAX);
        f64::from(steps) / self.took.as_secs_f64()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((command, result), count) in &self.results {
            writeln!(f, "{command:<26}{result:<28}{count:>7}")?;
        }
        writeln!(
            f,
            "{} steps in {:.1} s, {:.0} a second; {} violations",
            self.steps,
            self.took.as_secs_f64(),
            self.speed(),
            self.violations.len()
        )?;
        for violation in self.violations.iter().take(50) {
            writeln!(f, "  {violation}")?;
        }
        Ok(())
    }
}
