//! Takes turns between the sides of each case, so that whatever disturbs the machine disturbs all of them alike, and
//! compares medians.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use futures_util::future::BoxFuture;

/// Something that can be done again and again.
type Work<'a> = Box<dyn FnMut() -> BoxFuture<'a, anyhow::Result<()>> + Send + 'a>;

/// One way to do the work of a case.
pub struct Side<'a> {
    name: &'static str,
    work: Work<'a>,
}

impl<'a> Side<'a> {
    /// A way by its name.
    pub fn new<F>(name: &'static str, mut work: impl FnMut() -> F + Send + 'a) -> Self
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'a,
    {
        Self {
            name,
            work: Box::new(move || Box::pin(work())),
        }
    }
}

/// What is compared: ours and a yardstick.
pub struct Case<'a> {
    /// What is done.
    pub name: String,
    /// How.
    pub ours: Side<'a>,
    /// Against what.
    pub yardstick: Side<'a>,
    /// The ratio of both times that is to be reached, if there is one.
    pub at_most: Option<f64>,
}

/// What came of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What was done.
    pub name: String,
    /// Names and times of both sides, ours first; times ascending.
    pub sides: [(&'static str, Vec<Duration>); 2],
    /// The ratio to be reached.
    pub at_most: Option<f64>,
}

/// How often each side of each case is done.
#[derive(Debug, Clone, Copy)]
pub struct Rounds {
    /// Not counted.
    pub warming: usize,
    /// Counted; the median is taken.
    pub counted: usize,
}

/// Does all sides of all cases in turn.
pub async fn measure(cases: Vec<Case<'_>>, rounds: Rounds) -> anyhow::Result<Vec<Outcome>> {
    let mut running: Vec<Running<'_>> = cases.into_iter().map(Running::new).collect();
    for round in 0..rounds.warming + rounds.counted {
        for one in &mut running {
            one.turn(round >= rounds.warming).await?;
        }
    }
    Ok(running.into_iter().map(Running::end).collect())
}

struct Running<'a> {
    case: Case<'a>,
    times: [Vec<Duration>; 2],
}

impl<'a> Running<'a> {
    fn new(case: Case<'a>) -> Self {
        Self {
            case,
            times: [Vec::new(), Vec::new()],
        }
    }

    async fn turn(&mut self, counts: bool) -> anyhow::Result<()> {
        let sides = [&mut self.case.ours, &mut self.case.yardstick];
        for (side, times) in sides.into_iter().zip(&mut self.times) {
            let begin = Instant::now();
            (side.work)().await?;
            let took = begin.elapsed();
            if counts {
                times.push(took);
            }
        }
        Ok(())
    }

    fn end(self) -> Outcome {
        let [ours, yardstick] = self.times.map(|mut times| {
            times.sort_unstable();
            times
        });
        Outcome {
            name: self.case.name,
            sides: [(self.case.ours.name, ours), (self.case.yardstick.name, yardstick)],
            at_most: self.case.at_most,
        }
    }
}

impl Outcome {
    /// Our time as a part of the yardstick's.
    pub fn ratio(&self) -> f64 {
        let [ours, yardstick] = self.medians();
        ours.as_secs_f64() / yardstick.as_secs_f64()
    }

    /// The median of each side, ours first.
    pub fn medians(&self) -> [Duration; 2] {
        let [(_, ours), (_, yardstick)] = &self.sides;
        [median(ours), median(yardstick)]
    }
}

/// A table of all of them, in Markdown.
pub fn table(outcomes: &[Outcome]) -> String {
    let mut table =
        String::from("| | ours, ms | yardstick, ms | ratio | to reach |\n| --- | --- | --- | --- | --- |\n");
    for outcome in outcomes {
        let [ours, yardstick] = outcome.medians().map(millis);
        let to_reach = outcome.at_most.map_or_else(String::new, |at_most| {
            let missed = if outcome.ratio() > at_most {
                " (missed)"
            } else {
                ""
            };
            format!("≤ {at_most}{missed}")
        });
        // Writing into a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | {ours} | {yardstick} | {:.3} | {to_reach} |",
            outcome.name,
            outcome.ratio()
        );
    }
    table
}

/// All times, in Markdown.
pub fn raw(outcomes: &[Outcome]) -> String {
    let mut list = String::new();
    for outcome in outcomes {
        for (name, times) in &outcome.sides {
            let times: Vec<String> = times.iter().copied().map(millis).collect();
            let _ = writeln!(list, "- {}, {name}: {}", outcome.name, times.join(" "));
        }
    }
    list
}

/// With three digits that count.
pub fn millis(took: Duration) -> String {
    let millis = took.as_secs_f64() * 1e3;
    match millis {
        _ if millis >= 100.0 => format!("{millis:.0}"),
        _ if millis >= 10.0 => format!("{millis:.1}"),
        _ => format!("{millis:.2}"),
    }
}

/// Of times that ascend.
fn median(times: &[Duration]) -> Duration {
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[tokio::test]
    async fn sides_take_turns_and_warming_does_not_count() {
        let order = Arc::new(Mutex::new(String::new()));
        let side = |name: &'static str| {
            let order = Arc::clone(&order);
            Side::new(name, move || {
                let order = Arc::clone(&order);
                async move {
                    order.lock().unwrap().push_str(name);
                    Ok(())
                }
            })
        };
        let case = |name: &str, ours, yardstick| Case {
            name: name.to_owned(),
            ours: side(ours),
            yardstick: side(yardstick),
            at_most: None,
        };
        let cases = vec![case("one", "a", "b"), case("two", "c", "d")];
        let rounds = Rounds {
            warming: 1,
            counted: 2,
        };
        let outcomes = measure(cases, rounds).await.unwrap();
        assert_eq!(*order.lock().unwrap(), "abcdabcdabcd");
        assert_eq!(outcomes.len(), 2);
    }

    #[test]
    fn a_ratio_beyond_its_bound_is_missed() {
        let outcome = |ours| Outcome {
            name: "by owner".into(),
            sides: [
                ("sums", vec![Duration::from_micros(ours)]),
                ("plain", vec![Duration::from_millis(100)]),
            ],
            at_most: Some(0.06),
        };
        let table = table(&[outcome(5_000), outcome(7_000)]);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| by owner | 5.00 | 100 | 0.050 | ≤ 0.06 |",
                "| by owner | 7.00 | 100 | 0.070 | ≤ 0.06 (missed) |"
            ]
        );
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        let millis = |times: &[u64]| {
            let times: Vec<Duration> = times.iter().map(|time| Duration::from_millis(*time)).collect();
            median(&times)
        };
        assert_eq!(millis(&[1, 5, 9]), Duration::from_millis(5));
        assert_eq!(millis(&[]), Duration::ZERO);
    }
}
