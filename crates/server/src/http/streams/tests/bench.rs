//! A server over memory whose operations are made up, and an account with tokens that end.

use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use adapter_graphql::{GraphQlRequest, Schema, SchemaOptions};
use adapter_memory::MemoryStore;
use application::{
    Commands, Queries,
    commands::{Authority, CreateAccount, CreateToken, CreateUser, RevokeToken},
    confirmation::ConfirmationKey,
    ports::{Clock as _, Ids as _},
};
use axum::{
    Router,
    extract::{Request, State},
    routing::post,
};
use domain::{AccountId, Actor, ApiTokenId, Role, UserId};
use futures_util::stream::{self, StreamExt as _};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use crate::http::streams::{AT_ONCE, Caller, PER_TOKEN, Run, StreamOptions, Streams, Written};
use crate::http::{LARGEST_BODY, Patience, Site, serve, sse, websocket};
use crate::{auth, clock, rate_limit::RateLimits};

/// Short where that is what is tested, and else long enough for a machine that is busy with something else.
pub(super) const OPTIONS: StreamOptions = StreamOptions {
    heartbeat: Duration::from_secs(10),
    initialised_within: Duration::from_secs(3),
    looked_at_every: Duration::from_millis(100),
    patience: Duration::from_secs(10),
    at_once: AT_ONCE,
    per_token: PER_TOKEN,
};

/// The same, for silent and slow clients.
pub(super) const IMPATIENT: StreamOptions = StreamOptions {
    heartbeat: Duration::from_millis(500),
    patience: Duration::from_millis(500),
    ..OPTIONS
};

/// More than anything here takes, even on a machine that is busy with something else.
const LONG: Duration = Duration::from_secs(30);

/// What must happen, and does so before long.
pub(super) async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(LONG, what).await.expect("this happens before long")
}

pub(super) struct Bench {
    pub(super) site: Arc<Site>,
    pub(super) address: SocketAddr,
    account: AccountId,
    user: UserId,
}

impl Bench {
    pub(super) async fn start(options: StreamOptions) -> Self {
        let store = Arc::new(MemoryStore::new());
        let (clock, ids) = (Arc::new(clock::SystemClock), Arc::new(clock::RandomIds));
        let queries = Queries::new(
            Arc::<MemoryStore>::clone(&store),
            Arc::<clock::SystemClock>::clone(&clock),
        );
        let commands = Commands::new(
            Arc::<MemoryStore>::clone(&store),
            Arc::<clock::SystemClock>::clone(&clock),
            Arc::<clock::RandomIds>::clone(&ids),
        );
        let account = AccountId::new(ids.next());
        let user = founded(&commands, account).await;
        let site = Arc::new(Site {
            commands,
            queries: queries.clone(),
            reads: store,
            ids,
            schema: Arc::new(Schema::new(SchemaOptions::default())),
            largest_body: LARGEST_BODY,
            patience: Patience::default(),
            cors_origins: Vec::new(),
            exports: Arc::new(Semaphore::new(1)),
            rate_limits: Arc::new(RateLimits::new(None)),
            streams: Streams::new(options, queries, clock),
            graphiql_token: None,
            is_draining: AtomicBool::new(false),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = router(Arc::clone(&site));
        crate::background::spawn(
            "bench",
            serve(
                listener,
                router,
                (Patience::default(), options.patience),
                pending(),
            ),
        );
        Self {
            site,
            address,
            account,
            user,
        }
    }

    /// A token that works until it is revoked, or for this time.
    pub(super) async fn token(&self, for_time: Option<Duration>) -> (String, ApiTokenId) {
        let (text, secret_hash) = auth::issue(self.account).unwrap();
        let cmd = CreateToken {
            expires_at: for_time.map(|time| clock::SystemClock.now() + time),
            by: Authority::Operator(self.account),
            user: self.user,
            name: "Test".to_owned(),
            secret_hash,
        };
        (text, self.site.commands.create_token(cmd).await.unwrap().id)
    }

    /// Waits until so many streams are there.
    pub(super) async fn until(&self, streams: usize) {
        let all = usize::try_from(AT_ONCE.get()).unwrap();
        while self.site.streams.room.available_permits() + streams != all {
            sleep(Duration::from_millis(10)).await;
        }
    }

    pub(super) async fn revoke(&self, token: ApiTokenId) {
        let actor = Actor {
            account: self.account,
            user: self.user,
            role: Role::Admin,
        };
        let revoked = self
            .site
            .commands
            .revoke_token(&actor, RevokeToken { token })
            .await;
        revoked.unwrap();
    }
}

async fn founded(commands: &Commands, account: AccountId) -> UserId {
    let cmd = CreateAccount {
        id: account,
        name: "Nordwind".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        confirmation_key: ConfirmationKey::new([1; 64]),
    };
    commands.create_account(cmd).await.unwrap();
    let cmd = CreateUser {
        by: Authority::Operator(account),
        name: "Anna".to_owned(),
        email: "anna@nordwind.example".to_owned(),
        role: Role::Admin,
    };
    commands.create_user(cmd).await.unwrap().id
}

fn router(site: Arc<Site>) -> Router {
    let sockets = async |State(site): State<Arc<Site>>, request: Request| {
        websocket::open_to(site, request, made_up).await
    };
    let events =
        async |State(site): State<Arc<Site>>, request: Request| sse::answer(site, request, made_up).await;
    Router::new()
        .route("/graphql", post(events).get(sockets))
        .with_state(site)
}

/// What the document calls for: `silent` answers nothing, `flood` without end, `slow` once after half a second which
/// must not be broken off, `one` at once.
fn made_up(caller: &Arc<Caller>, request: GraphQlRequest, _: String) -> Run {
    let GraphQlRequest { query, .. } = request;
    let held = Arc::clone(caller);
    let answers = match query.as_deref().unwrap_or_default() {
        "silent" => stream::pending().boxed(),
        "flood" => stream::repeat_with(|| result(&"x".repeat(100_000))).boxed(),
        "slow" => stream::once(async {
            sleep(Duration::from_millis(500)).await;
            result("slow")
        })
        .boxed(),
        _ => stream::iter([result("one")]).boxed(),
    };
    let is_slow = query.as_deref() == Some("slow");
    let answers = answers.inspect(move |_| {
        let _held = &held;
    });
    Run::new(answers, move || is_slow)
}

fn result(text: &str) -> Written {
    Written::Result(serde_json::json!({ "data": text }).to_string())
}
