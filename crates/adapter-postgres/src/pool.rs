//! Keeps connections that have already taken the server's role; hands out none that could see more than one account.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use application::StoreError;
use diesel::{
    QueryableByName,
    connection::InstrumentationEvent,
    result::{ConnectionError, Error},
    sql_query, sql_types,
};
use diesel_async::{
    AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, PoolableConnection, RecyclingMethod, bb8,
    },
};
use futures_util::{FutureExt, future::ready};

use crate::{
    connect::{ConnectError, connect},
    history_index::Memory,
    migrate::SERVER_ROLE,
};

/// What a unit of work owns.
pub(crate) type PooledConnection = bb8::PooledConnection<'static, AsyncPgConnection>;

/// How to reach the database and how long to wait for it.
#[derive(Clone)]
pub struct PoolOptions {
    /// Whom to log in as and where: TCP, or a Unix socket (`postgres:///database?host=/directory`).
    pub url: String,
    /// The most connections at a time.
    pub size: u32,
    /// How long to wait for a free one.
    pub wait: Duration,
    /// How long a statement may take.
    pub statement_timeout: Duration,
    /// How long to wait for a lock.
    pub lock_timeout: Duration,
    /// How long a transaction may do nothing.
    pub idle_in_transaction_timeout: Duration,
    /// Whether a commit waits for the disk; only loading data that can be loaded again may do without.
    pub durable: bool,
    /// Who is told the text of each statement, without its values: for looking at plans.
    pub listener: Option<fn(&str)>,
}

impl PoolOptions {
    /// What suits a server of two to four cores.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            size: 16,
            wait: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(15),
            lock_timeout: Duration::from_secs(5),
            idle_in_transaction_timeout: Duration::from_secs(15),
            durable: true,
            listener: None,
        }
    }

    fn session(&self) -> String {
        let synchronous_commit = if self.durable {
            ""
        } else {
            "set synchronous_commit = off;"
        };
        // English texts tell a deadlock from other failures; without the privilege the cluster's language stays.
        let english =
            "do $$ begin set lc_messages = 'C'; exception when insufficient_privilege then null; end $$";
        format!(
            "{english}; set role {SERVER_ROLE}; {synchronous_commit}
             set plan_cache_mode = force_generic_plan;
             set statement_timeout = {}; set lock_timeout = {}; set idle_in_transaction_session_timeout = {}",
            self.statement_timeout.as_millis(),
            self.lock_timeout.as_millis(),
            self.idle_in_transaction_timeout.as_millis(),
        )
    }
}

/// Never shows the URL: it may hold a password.
impl fmt::Debug for PoolOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolOptions")
            .field("size", &self.size)
            .field("wait", &self.wait)
            .finish_non_exhaustive()
    }
}

/// Connections in the server's role.
#[derive(Clone)]
pub struct PgPool {
    connections: bb8::Pool<AsyncPgConnection>,
    statements: Arc<AtomicU64>,
    memory: Memory,
}

impl PgPool {
    /// Opens the first connection and refuses to serve with a role that row-level security does not bind.
    pub async fn open(options: PoolOptions) -> Result<Self, ConnectError> {
        drop(establish(&options).await?);
        let statements = Arc::new(AtomicU64::new(0));
        let manager =
            AsyncDieselConnectionManager::new_with_config(String::new(), config(&options, &statements));
        let connections = bb8::Pool::builder()
            .max_size(options.size)
            .connection_timeout(options.wait)
            .test_on_check_out(true)
            .build_unchecked(manager);
        Ok(Self {
            connections,
            statements,
            memory: Memory::new(),
        })
    }

    /// How many statements have been sent since the pool was opened, those that begin and end transactions included.
    pub fn statements(&self) -> u64 {
        AtomicU64::load(&self.statements, Ordering::Relaxed)
    }

    /// How many connections are open, and how many of them wait for work.
    pub fn usage(&self) -> (u32, u32) {
        let state = self.connections.state();
        (state.connections, state.idle_connections)
    }

    /// What searches on its connections share.
    pub(crate) fn memory(&self) -> Memory {
        self.memory.clone()
    }

    /// A connection; busy when none became free, or none could be opened, in the time there was.
    pub(crate) async fn get(&self) -> Result<PooledConnection, StoreError> {
        self.connections.get_owned().await.map_err(|_| StoreError::Busy)
    }
}

impl fmt::Debug for PgPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgPool")
            .field("usage", &self.usage())
            .finish_non_exhaustive()
    }
}

fn config(options: &PoolOptions, statements: &Arc<AtomicU64>) -> ManagerConfig<AsyncPgConnection> {
    let options = options.clone();
    let statements = Arc::clone(statements);
    let mut config = ManagerConfig::default();
    // Costs no round trip: whether the server has closed the connection is known here.
    config.recycling_method =
        RecyclingMethod::CustomFunction(Box::new(|connection: &mut AsyncPgConnection| {
            let is_broken = connection.is_broken();
            ready(if is_broken {
                Err(Error::BrokenTransactionManager)
            } else {
                Ok(())
            })
            .boxed()
        }));
    config.custom_setup = Box::new(move |_| {
        let options = options.clone();
        let statements = Arc::clone(&statements);
        async move {
            let mut connection = establish(&options).await.map_err(|error| {
                tracing::warn!(%error, "no connection to the database");
                ConnectionError::BadConnection(error.to_string())
            })?;
            let listener = options.listener;
            connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                let InstrumentationEvent::StartQuery { query, .. } = event else {
                    return;
                };
                statements.fetch_add(1, Ordering::Relaxed);
                if let Some(told) = listener {
                    let with_values = query.to_string();
                    told(with_values.split(" -- binds:").next().unwrap_or_default());
                }
            });
            Ok(connection)
        }
        .boxed()
    });
    config
}

/// Takes the server's role before anything else, then makes sure that it is bound by row-level security.
async fn establish(options: &PoolOptions) -> Result<AsyncPgConnection, ConnectError> {
    let mut connection = connect(&options.url).await?;
    connection
        .batch_execute(&options.session())
        .await
        .map_err(|_| ConnectError::NoServerRole)?;
    let powers: Powers = sql_query(POWERS)
        .get_result(&mut connection)
        .await
        .map_err(|_| ConnectError::NoServerRole)?;
    match powers.fault() {
        None => Ok(connection),
        Some(fault) => Err(ConnectError::Privileged { fault }),
    }
}

/// Asks about the role in effect, not about the login.
const POWERS: &str = "select rolsuper as superuser, rolbypassrls as bypasses,
    exists (select from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
              and pg_has_role(current_user, c.relowner, 'usage')) as owner
    from pg_roles where rolname = current_user";

#[derive(QueryableByName)]
struct Powers {
    #[diesel(sql_type = sql_types::Bool)]
    superuser: bool,
    #[diesel(sql_type = sql_types::Bool)]
    bypasses: bool,
    #[diesel(sql_type = sql_types::Bool)]
    owner: bool,
}

impl Powers {
    fn fault(&self) -> Option<&'static str> {
        match (self.superuser, self.bypasses, self.owner) {
            (true, _, _) => Some("is a superuser"),
            (_, true, _) => Some("has BYPASSRLS"),
            (_, _, true) => Some("owns tables"),
            (false, false, false) => None,
        }
    }
}
