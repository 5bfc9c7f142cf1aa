//! `demo`: the API with demo data, and all one needs to try it out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use adapter_postgres::{PgPool, PgStore, PoolOptions};
use anyhow::{anyhow, bail};
use application::{
    commands::{Authority, CreateToken},
    confirmation::ConfirmationKey,
    ports::Clock,
};
use tokio::net::TcpListener;

use super::demo_file::{DemoFile, DemoTokens};
use super::opened;
use super::serve::{listen, open, signals, until_stopped};
use crate::app::{App, AppOptions};
use crate::auth::{self, BearerToken};
use crate::clock::SystemClock;
use crate::config::{DatabaseConfig, DatabaseSource, DemoConfig, DemoStore};
use crate::database::Database;
use crate::demo::{self, Destination, Guest, STREAMS, State, TASKS};

/// Serves with demo data, which are loaded at the first start only, or at every one where they are in memory.
pub(super) async fn demo(config: DemoConfig) -> anyhow::Result<()> {
    let mut shutdown = signals()?;
    let listener = listen(config.http.listen).await?;
    let database = match &config.store {
        DemoStore::Memory => None,
        DemoStore::Postgres(database) => match open(database, &mut shutdown).await? {
            Some(opened) => Some((&**database, opened)),
            None => return Ok(()),
        },
    };
    let prepared = tokio::select! {
        prepared = prepare(&config, database.as_ref(), &listener) => prepared.map(Some),
        signal = shutdown.requested() => {
            tracing::info!(signal, "stopped while starting");
            Ok(None)
        }
    };
    let served = match prepared {
        Ok(Some(app)) => until_stopped(listener, &app, shutdown).await,
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    match database {
        None => served,
        Some((_, database)) => opened::close(database, served).await,
    }
}

/// Everything up to the first answer.
async fn prepare(
    config: &DemoConfig,
    database: Option<&(&DatabaseConfig, Database)>,
    listener: &TcpListener,
) -> anyhow::Result<App> {
    let (app, last) = match database {
        None => (in_memory().await?, DemoTokens::default()),
        Some((how, database)) => {
            let app = on_postgres(config.reset, how, database).await?;
            (app, DemoFile::tokens_in(&config.data_dir))
        }
    };
    let tokens = tokens(&app, last).await?;
    let address = reachable(listener.local_addr()?);
    let file = DemoFile {
        endpoint: format!("http://{address}/graphql"),
        graphiql: format!("http://{address}/graphiql"),
        tokens,
    };
    file.write(&config.data_dir)?;
    print(&file, &config.data_dir, database.is_some());
    Ok(app
        .with_points_per_minute(config.http.points_per_minute)
        .with_streams(config.http.streams)
        .with_graphiql_token(file.tokens.admin))
}

/// Loads the data into memory; units of an account take turns there, so one stream is as fast as many.
async fn in_memory() -> anyhow::Result<App> {
    let app = App::in_memory(AppOptions::default());
    println!("Loading demo data into memory …");
    load(&Destination {
        store: app.store(),
        reads: app.reads(),
        streams: 1,
        tasks: TASKS,
    })
    .await?;
    Ok(app)
}

/// The data in PostgreSQL, loaded unless they are there.
async fn on_postgres(reset: bool, config: &DatabaseConfig, database: &Database) -> anyhow::Result<App> {
    if reset {
        database.reset().await?;
    }
    opened::migrate(database).await?;
    let app = opened::connect(database, config).await?;
    with_data(config, database, app).await
}

/// Loads the data unless they are there; half data are thrown away where the database is our own.
async fn with_data(config: &DatabaseConfig, database: &Database, app: App) -> anyhow::Result<App> {
    let is_ours = matches!(config.source, DatabaseSource::Local { .. });
    let app = match demo::state(&app.reads(), &app.clock()).await? {
        State::Complete => return Ok(app),
        State::Missing => app,
        State::Partial if is_ours => {
            println!("Loading the demo data broke off last time: starting afresh.");
            drop(app);
            database.reset().await?;
            opened::migrate(database).await?;
            opened::connect(database, config).await?
        }
        State::Partial => bail!(
            "loading the demo data into this database broke off before: drop and create the database, then start again"
        ),
    };
    println!("Loading demo data, once …");
    load(&hasty(database).await?).await?;
    Ok(app)
}

/// The database, written without waiting for the disk at each step: what breaks off is loaded anew.
async fn hasty(database: &Database) -> anyhow::Result<Destination> {
    let pool = PoolOptions {
        size: u32::try_from(STREAMS).unwrap_or(8) + 1,
        durable: false,
        ..PoolOptions::new(database.url().expose())
    };
    let store = Arc::new(PgStore::new(PgPool::open(pool).await?));
    Ok(Destination {
        store: Arc::<PgStore>::clone(&store),
        reads: store,
        streams: STREAMS,
        tasks: TASKS,
    })
}

async fn load(to: &Destination) -> anyhow::Result<()> {
    let begin = Instant::now();
    let keys = [
        ConfirmationKey::new(auth::random_bytes()?),
        ConfirmationKey::new(auth::random_bytes()?),
    ];
    demo::load(to, demo::today(SystemClock.now())?, keys).await?;
    println!("Loaded in {:.1} s.", begin.elapsed().as_secs_f64());
    Ok(())
}

/// The tokens of the last run, and new ones for those that do not work any more. Storing the first new one also waits
/// until all that was loaded is on the disk.
async fn tokens(app: &App, last: DemoTokens) -> anyhow::Result<DemoTokens> {
    Ok(DemoTokens {
        admin: token(app, Guest::Admin, last.admin).await?,
        member: token(app, Guest::Member, last.member).await?,
        other_admin: token(app, Guest::OtherAdmin, last.other_admin).await?,
    })
}

async fn token(app: &App, guest: Guest, last: String) -> anyhow::Result<String> {
    if works(app, guest, &last).await? {
        return Ok(last);
    }
    let user = guest.user(&app.queries()).await?;
    let (text, secret_hash) = auth::issue(guest.account())?;
    let cmd = CreateToken {
        expires_at: None,
        by: Authority::Operator(guest.account()),
        user: user.id,
        name: "Demo".to_owned(),
        secret_hash,
    };
    let created = app.commands().create_token(cmd).await;
    created.map_err(|error| anyhow!("cannot create a token for the demo: {error:?}"))?;
    Ok(text)
}

async fn works(app: &App, guest: Guest, text: &str) -> anyhow::Result<bool> {
    let Some(token) = BearerToken::parse(text).filter(|token| token.account() == guest.account()) else {
        return Ok(false);
    };
    let session = auth::sign_in(&app.queries(), &token).await?;
    if let Some(session) = &session {
        session.close().await;
    }
    Ok(session.is_some())
}

/// An address that browsers of this machine can go to.
fn reachable(bound: SocketAddr) -> SocketAddr {
    let ip = match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, bound.port())
}

/// What most people ask first.
const TRY: &str = r#"{"query":"{ viewer { user { name } account { name } } tasks(first: 3) { nodes { title isOverdue type { name } } } }"}"#;

fn print(file: &DemoFile, data_dir: &Path, data_stay: bool) {
    let DemoFile {
        endpoint,
        graphiql,
        tokens,
    } = file;
    let DemoTokens {
        admin,
        member,
        other_admin,
    } = tokens;
    let place = data_dir.join("demo.json");
    let end = if data_stay {
        "; the data stay"
    } else {
        ", and the data with it"
    };
    println!(
        "
Task Outcomes is running, with demo data.

  GraphQL    {endpoint}
  GraphiQL   {graphiql}   (signed in as the first admin, with examples in its tabs)

Tokens, also in {}:

  Nordwind Vertrieb GmbH (German, Task Outcomes in force)
    admin    {admin}
    member   {member}
  Harbour Supplies Ltd (English, Task Outcomes off)
    admin    {other_admin}

Try it:

curl -sS {endpoint} -H 'Authorization: Bearer {admin}' -H 'Content-Type: application/json' -d '{TRY}'

Ctrl-C ends it{end}.",
        place.display(),
    );
}
