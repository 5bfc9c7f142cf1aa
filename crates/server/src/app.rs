//! The wiring: one application over one store, and how it is served. Knows all rooms and decides nothing.

use std::future::Future;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use adapter_graphql::{Schema, SchemaOptions};
use adapter_memory::MemoryStore;
use adapter_postgres::{ConnectError, PgFeed, PgPool, PgStore, PoolOptions, Sealer};
use application::{
    Commands, Queries,
    ports::{Clock, Ids, Reads, Store},
};
use axum::{Router, http::HeaderValue};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};

use crate::background;
use crate::clock::{RandomIds, SystemClock};
use crate::config::HttpConfig;
use crate::descriptors;
use crate::housekeeping;
use crate::http::streams::{StreamOptions, Streams};
use crate::http::{self, Patience, Site, csv};
use crate::rate_limit::{self, RateLimits};
use crate::sealing;

/// How long requests may go on once the server is to end.
const GRACE: Duration = Duration::from_secs(30);

/// What can be chosen about an application; tests choose time and identities.
#[derive(Clone)]
pub struct AppOptions {
    /// Connections to PostgreSQL, at most.
    pub pool_size: u32,
    /// Where to listen to what other servers commit; where everything else is when none.
    pub listen_url: Option<String>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The identities.
    pub ids: Arc<dyn Ids>,
    /// Points that a token may spend in a minute; without a bound when there are none.
    pub points_per_minute: Option<NonZeroU32>,
    /// Origins whose pages may ask.
    pub cors_origins: Vec<HeaderValue>,
    /// Bytes of a body, at most.
    pub largest_body: usize,
    /// How long things may take.
    pub patience: Patience,
    /// What the schema lets through.
    pub schema: SchemaOptions,
    /// How many answers may go on, and for how long.
    pub streams: StreamOptions,
}

impl Default for AppOptions {
    fn default() -> Self {
        Self {
            pool_size: 16,
            listen_url: None,
            clock: Arc::new(SystemClock),
            ids: Arc::new(RandomIds),
            points_per_minute: NonZeroU32::new(rate_limit::POINTS_PER_MINUTE),
            cors_origins: Vec::new(),
            largest_body: http::LARGEST_BODY,
            patience: Patience::default(),
            schema: SchemaOptions::default(),
            streams: StreamOptions::default(),
        }
    }
}

/// The application over one store: a database, which is migrated before, or memory.
#[derive(Clone)]
pub struct App {
    pool: Option<PgPool>,
    /// What tells subscribers, and where it listens; memory needs none.
    feed: Option<(PgFeed, String)>,
    options: AppOptions,
    store: Arc<dyn Store>,
    reads: Arc<dyn Reads>,
    graphiql_token: Option<String>,
    /// Turns to write a file, whichever router it goes through.
    exports: Arc<Semaphore>,
}

impl App {
    /// Opens a pool, whose connections have taken the server's role.
    pub async fn connect(url: &str, options: AppOptions) -> Result<Self, ConnectError> {
        let pool = PoolOptions {
            size: options.pool_size,
            ..PoolOptions::new(url)
        };
        let pool = PgPool::open(pool).await?;
        let store = Arc::new(PgStore::new(pool.clone()));
        let listen_url = options.listen_url.clone().unwrap_or_else(|| url.to_owned());
        Ok(Self {
            pool: Some(pool),
            feed: Some((store.feed().clone(), listen_url)),
            ..Self::over(store, options)
        })
    }

    /// Keeps everything in memory, where nothing is yet and from where everything goes with the process.
    pub fn in_memory(options: AppOptions) -> Self {
        Self::over(Arc::new(MemoryStore::new()), options)
    }

    fn over<S: Store + Reads + 'static>(store: Arc<S>, options: AppOptions) -> Self {
        Self {
            pool: None,
            feed: None,
            options,
            store: Arc::<S>::clone(&store),
            reads: store,
            graphiql_token: None,
            exports: Arc::new(Semaphore::new(csv::AT_ONCE)),
        }
    }

    /// The same, with a token that `GraphiQL` signs in with: whoever can reach the page has it then.
    #[must_use]
    pub fn with_graphiql_token(self, token: String) -> Self {
        Self {
            graphiql_token: Some(token),
            ..self
        }
    }

    /// The same, served over HTTP as configured.
    #[must_use]
    pub fn with_http(mut self, http: &HttpConfig) -> Self {
        self.options.points_per_minute = http.points_per_minute;
        self.options.cors_origins.clone_from(&http.cors_origins);
        self.options.largest_body = http.largest_body;
        self.options.patience = http.patience;
        self.options.schema = http.schema.clone();
        self.options.streams = http.streams;
        self
    }

    /// The same, with other bounds on answers that go on.
    #[must_use]
    pub fn with_streams(mut self, streams: StreamOptions) -> Self {
        self.options.streams = streams;
        self
    }

    /// What one can do.
    pub fn commands(&self) -> Commands {
        let (clock, ids) = (Arc::clone(&self.options.clock), Arc::clone(&self.options.ids));
        Commands::new(self.store(), clock, ids)
    }

    /// What one can ask.
    pub fn queries(&self) -> Queries {
        Queries::new(self.reads(), Arc::clone(&self.options.clock))
    }

    /// The store, to write.
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store)
    }

    /// The store, to read.
    pub fn reads(&self) -> Arc<dyn Reads> {
        Arc::clone(&self.reads)
    }

    /// The time it works by.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.options.clock)
    }

    /// The pool, to count statements and connections; none in memory.
    pub fn pool(&self) -> Option<&PgPool> {
        self.pool.as_ref()
    }

    /// Prepares the process for as many connections as were chosen, and says so where it cannot have them.
    pub fn check_descriptors(&self) {
        descriptors::check(self.options.streams.at_once.get(), self.options.pool_size);
    }

    /// Everything over HTTP, to be called without a network.
    pub fn router(&self) -> Router {
        http::router(self.site())
    }

    fn site(&self) -> Arc<Site> {
        Arc::new(Site {
            commands: self.commands(),
            queries: self.queries(),
            reads: self.reads(),
            ids: Arc::clone(&self.options.ids),
            schema: Arc::new(Schema::new(self.options.schema.clone())),
            exports: Arc::clone(&self.exports),
            rate_limits: Arc::new(RateLimits::new(self.options.points_per_minute)),
            largest_body: self.options.largest_body,
            patience: self.options.patience,
            cors_origins: self.options.cors_origins.clone(),
            streams: Streams::new(self.options.streams, self.queries(), self.clock()),
            graphiql_token: self.graphiql_token.clone(),
            is_draining: AtomicBool::new(false),
        })
    }
}

/// Serves until `stop` ends; then takes no new connections and gives the requests that are under way their time.
pub async fn serve(listener: TcpListener, app: &App, stop: impl Future<Output = ()> + Send + 'static) {
    let site = app.site();
    let housekeeping = housekeeping::start(app.commands(), Arc::clone(&site.rate_limits));
    let sealing = app.pool().map(|pool| sealing::start(Sealer::new(pool.clone())));
    let feed = app.feed.clone().map(|(feed, url)| {
        let telling = async move { feed.run(&url).await };
        background::spawn("feed", telling)
    });
    let (draining, drains) = oneshot::channel();
    let announced = Arc::clone(&site);
    let stop = async move {
        stop.await;
        announced.is_draining.store(true, Ordering::Relaxed);
        announced.streams.drain();
        // Without a receiver the server has ended already.
        let _ = draining.send(());
    };
    let (patience, taking) = (site.patience, app.options.streams.patience);
    let router = http::router(Arc::clone(&site));
    let all = async {
        http::serve(listener, router, (patience, taking), stop).await;
        site.streams.ended().await; // sockets are no requests any more, and nobody else waits for them
    };
    tokio::select! {
        () = all => (),
        () = too_long(drains) => {
            tracing::warn!("requests were still under way after {} s and are broken off", GRACE.as_secs());
        }
    }
    housekeeping.cancel();
    for job in sealing.into_iter().chain(feed) {
        job.cancel();
    }
}

async fn too_long(drains: oneshot::Receiver<()>) {
    if drains.await.is_ok() {
        tokio::time::sleep(GRACE).await;
    } else {
        std::future::pending::<()>().await;
    }
}
