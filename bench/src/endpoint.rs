//! W1, W2, W3 and W6: what the server answers over HTTP, in a process of its own, against yardsticks on the same
//! database: a handler that sends the JSON of one statement, and pgbench.

mod completions;
mod handler;
mod http;
mod mix;
mod pages;
mod pgbench;
mod programs;
mod soak;

use std::{path::PathBuf, time::Duration};

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

pub use self::handler::serve as serve_handler;
pub use self::pgbench::Pgbench;
pub use self::soak::Minute;
use self::{
    completions::Completions,
    http::Address,
    pages::Pages,
    programs::{Program, printed},
};
use crate::{
    plain::connect,
    rates::{Load, Rates, run},
    site::one,
};

/// Clients at once: one, what a server of two cores meets on a busy day, and far too many.
const CLIENTS: [usize; 3] = [1, USUAL, 64];
/// With so many the ratios are to be reached.
const USUAL: usize = 16;

/// What is needed to ask over HTTP.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The database, with a superuser's login.
    pub url: String,
    /// The server's program.
    pub server: PathBuf,
}

/// How it is measured.
#[derive(Debug, Clone)]
pub struct Course {
    /// pgbench.
    pub pgbench: PathBuf,
    /// How long a slice lasts.
    pub slice: Duration,
    /// How many slices each contender gets; the median counts.
    pub rounds: usize,
}

/// What came of it.
#[derive(Debug)]
pub struct Answered {
    /// Rates of all races, for each number of clients.
    pub rates: Vec<Rates>,
    /// Resident memory of the server in MiB: at the start, and after all of it.
    pub resident: [Option<f64>; 2],
}

/// The account that is asked, and who answers.
struct Bench {
    url: String,
    account: String,
    user: String,
    server: Address,
}

/// Who answers the same.
struct Yardsticks {
    handler: Address,
    pgbench: Pgbench,
}

/// The global id of an object by the letter of its kind, as the server gives it out. Not by the server's own function,
/// which takes minutes to build for everybody who only loads data; were it another one, nothing would be found.
fn global_id(kind: u8, id: &str) -> anyhow::Result<String> {
    let mut bytes = vec![kind];
    bytes.extend_from_slice(id.parse::<Uuid>()?.as_bytes());
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

impl Endpoint {
    /// Starts the server and a yardstick on the database and measures.
    pub async fn measure(&self, course: &Course) -> anyhow::Result<Answered> {
        let (bench, server) = self.start().await?;
        let arguments = ["handler", "--account", &bench.account];
        let handler = Program::start(&std::env::current_exe()?, &arguments, &self.variables()).await?;
        let yardsticks = Yardsticks {
            handler: Address {
                socket: handler.socket,
                path: "/page",
                token: String::new(),
            },
            pgbench: Pgbench {
                program: course.pgbench.clone(),
                url: self.url.clone(),
            },
        };
        let before = server.resident();
        let rates = races(&bench, &yardsticks, course).await?;
        Ok(Answered {
            rates,
            resident: [before, server.resident()],
        })
    }

    /// Starts the server, which runs until it is dropped.
    async fn start(&self) -> anyhow::Result<(Bench, Program)> {
        let client = connect(&self.url).await?;
        client.batch_execute("vacuum (analyze)").await?;
        let biggest = "select account_id::text from tasks group by 1 order by count(*) desc, 1 limit 1";
        let account: String = one(&client, biggest).await?;
        let user = format!(
            "select id::text from users where account_id = '{account}' and active and role = 1 limit 1"
        );
        let user: String = one(&client, &user).await?;
        let token = [
            "token",
            "create",
            "--account",
            &account,
            "--user",
            &user,
            "--name",
            "bench",
        ];
        let token = printed(&self.server, &token, &self.variables()).await?;
        let server = Program::start(&self.server, &["serve"], &self.variables()).await?;
        let bench = Bench {
            url: self.url.clone(),
            server: Address {
                socket: server.socket,
                path: "/graphql",
                token: token.trim().to_owned(),
            },
            account,
            user,
        };
        Ok((bench, server))
    }

    fn variables(&self) -> [(&str, &str); 3] {
        [
            ("DATABASE_URL", &self.url),
            ("RATE_LIMIT", "0"),
            ("LOG_LEVEL", "warn"),
        ]
    }
}

async fn races(bench: &Bench, yardsticks: &Yardsticks, course: &Course) -> anyhow::Result<Vec<Rates>> {
    let pages = Pages::find(bench).await.context("no pages")?;
    pages.check(bench, yardsticks).await?;
    let mut all = Vec::new();
    for clients in CLIENTS {
        let load = Load {
            clients,
            lasts: course.slice,
        };
        let mut races = pages.races(bench, yardsticks)?;
        let completions = Completions::prepare(bench).await?;
        races.extend(completions.races(bench, &yardsticks.pgbench)?);
        races.push(mix::race(bench, &pages, &completions));
        if clients != USUAL {
            for (_, goal) in races.iter_mut().flat_map(|race| &mut race.compared) {
                *goal = None;
            }
        }
        let mut measured = run(races, load, course.rounds).await?;
        completions.check(bench).await?;
        if let Some(mixed) = measured.last_mut() {
            mix::predict(mixed);
        }
        all.extend(measured);
    }
    Ok(all)
}
