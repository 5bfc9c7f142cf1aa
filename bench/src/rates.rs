//! Closed loops: so many clients at once, each asking again as soon as it is answered. Contenders take turns, slice by
//! slice, and their medians are compared.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context as _;
use futures_util::future::{LocalBoxFuture, try_join_all};

/// How a slice of time is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// How many ask at once.
    pub clients: usize,
    /// For how long; whole seconds, because pgbench knows no others.
    pub lasts: Duration,
}

/// Someone who can be kept busy: gives how often per second it answered.
pub type Contender<'a> = Box<dyn FnMut(Load) -> LocalBoxFuture<'a, anyhow::Result<f64>> + 'a>;

/// Contenders for the same work, ours first.
pub struct Race<'a> {
    /// The work.
    pub name: String,
    /// Who does it.
    pub contenders: Vec<(&'static str, Contender<'a>)>,
    /// Which of them ours is compared with, and the ratio of rates that is to be reached, if there is one.
    pub compared: Vec<(&'static str, Option<f64>)>,
}

/// What came of a race with so many clients.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// The work.
    pub name: String,
    /// How many asked at once.
    pub clients: usize,
    /// Names and rates per second, ours first; rates ascending.
    pub sides: Vec<(&'static str, Vec<f64>)>,
    /// Which of them ours is compared with, and what is to be reached.
    pub compared: Vec<(&'static str, Option<f64>)>,
}

/// Runs all contenders of all races in turn: a slice each to warm up, then so many rounds.
pub async fn run(mut races: Vec<Race<'_>>, load: Load, rounds: usize) -> anyhow::Result<Vec<Rates>> {
    let mut all: Vec<Rates> = races.iter().map(|race| race.start(load.clients)).collect();
    for round in 0..=rounds {
        for (race, rates) in races.iter_mut().zip(&mut all) {
            for ((name, contender), (_, measured)) in race.contenders.iter_mut().zip(&mut rates.sides) {
                let rate = contender(load).await;
                let rate = rate.with_context(|| format!("{}, {name}", race.name))?;
                if round > 0 {
                    measured.push(rate);
                }
            }
        }
    }
    for (_, measured) in all.iter_mut().flat_map(|rates| &mut rates.sides) {
        measured.sort_by(f64::total_cmp);
    }
    Ok(all)
}

impl Race<'_> {
    fn start(&self, clients: usize) -> Rates {
        Rates {
            name: self.name.clone(),
            clients,
            sides: self
                .contenders
                .iter()
                .map(|(name, _)| (*name, Vec::new()))
                .collect(),
            compared: self.compared.clone(),
        }
    }
}

impl Rates {
    /// The median rate of a contender, per second.
    pub fn of(&self, contender: &str) -> Option<f64> {
        let (_, rates) = self.sides.iter().find(|(name, _)| *name == contender)?;
        rates.get(rates.len() / 2).copied()
    }

    fn ours(&self) -> Option<f64> {
        self.of(self.sides.first()?.0)
    }

    /// Our rate as a part of that of another contender.
    pub fn ratio(&self, other: &str) -> Option<f64> {
        Some(self.ours()? / self.of(other)?)
    }
}

/// Keeps so many workers busy until time is up; each `work` makes one, which asks once whenever it is called.
pub async fn closed_loop<A: AsyncFnMut() -> anyhow::Result<()>>(
    load: Load,
    work: impl AsyncFn() -> anyhow::Result<A>,
) -> anyhow::Result<f64> {
    let workers: Vec<A> = try_join_all((0..load.clients).map(|_| work())).await?;
    let answered = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    let end = begin + load.lasts;
    let busy = workers.into_iter().map(|mut ask| {
        let answered = Arc::clone(&answered);
        async move {
            while Instant::now() < end {
                ask().await?;
                answered.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        }
    });
    try_join_all(busy).await?;
    let answered = u32::try_from(answered.load(Ordering::Relaxed))?;
    Ok(f64::from(answered) / begin.elapsed().as_secs_f64())
}

/// A table of all of them, in Markdown: rates per second, and what ours is of the others'.
pub fn table(all: &[Rates]) -> String {
    let mut table = String::from(
        "| | clients | per second | ours as a part of the others |\n| --- | --- | --- | --- |\n",
    );
    for rates in all {
        let per_second: Vec<String> = rates
            .sides
            .iter()
            .filter_map(|(name, _)| Some(format!("{name} {:.0}", rates.of(name)?)))
            .collect();
        let ratios: Vec<String> = rates
            .compared
            .iter()
            .filter_map(|(name, goal)| rates.verdict(name, *goal))
            .collect();
        // Writing into a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} |",
            rates.name,
            rates.clients,
            per_second.join(", "),
            ratios.join(", ")
        );
    }
    table
}

impl Rates {
    fn verdict(&self, other: &str, goal: Option<f64>) -> Option<String> {
        let ratio = self.ratio(other)?;
        let told = match goal {
            None => String::new(),
            Some(goal) if ratio >= goal => format!(" (≥ {goal})"),
            Some(goal) => format!(" (≥ {goal}: missed)"),
        };
        Some(format!("{other} {ratio:.2}{told}"))
    }
}

/// All rates, in Markdown.
pub fn raw(all: &[Rates]) -> String {
    let mut list = String::new();
    for rates in all {
        for (name, measured) in &rates.sides {
            let measured: Vec<String> = measured.iter().map(|rate| format!("{rate:.0}")).collect();
            let (work, clients) = (&rates.name, rates.clients);
            let _ = writeln!(
                list,
                "- {work}, {clients} clients, {name}: {}",
                measured.join(" ")
            );
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn contender<'a>(order: &'a Mutex<String>, name: &'static str, rates: &'static [f64]) -> Contender<'a> {
        let mut rates = rates.iter();
        Box::new(move |_| {
            order.lock().unwrap().push_str(name);
            let rate = *rates.next().unwrap();
            Box::pin(async move { Ok(rate) })
        })
    }

    #[tokio::test]
    async fn contenders_take_turns_and_the_first_slice_does_not_count() {
        let order = Mutex::new(String::new());
        let race = Race {
            name: "pages".to_owned(),
            contenders: vec![
                ("a", contender(&order, "a", &[9.0, 3.0, 1.0, 2.0])),
                ("b", contender(&order, "b", &[9.0, 4.0, 4.0, 4.0])),
            ],
            compared: vec![("b", Some(0.6))],
        };
        let load = Load {
            clients: 16,
            lasts: Duration::from_secs(1),
        };
        let rates = run(vec![race], load, 3).await.unwrap();
        assert_eq!(*order.lock().unwrap(), "abababab");
        assert_eq!(rates[0].ratio("b"), Some(0.5));
        let table = table(&rates);
        let row = table.lines().last().unwrap();
        assert_eq!(row, "| pages | 16 | a 2, b 4 | b 0.50 (≥ 0.6: missed) |");
    }

    #[tokio::test]
    async fn every_worker_asks_until_time_is_up() {
        let load = Load {
            clients: 3,
            lasts: Duration::from_millis(50),
        };
        let asked = AtomicU64::new(0);
        let rate = closed_loop(load, async || {
            Ok(async || {
                asked.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(1)).await;
                Ok(())
            })
        });
        assert!(rate.await.unwrap() > 0.0);
        assert!(asked.load(Ordering::Relaxed) >= 3);
    }
}
