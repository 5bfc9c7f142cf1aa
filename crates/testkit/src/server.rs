//! A whole server per test, over a database of its own, and clients that speak GraphQL to it over HTTP.

mod client;
mod demo;
mod late_clock;
mod subscription;
mod upkeep;

use std::env;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use adapter_postgres::PgPool;
use application::{
    commands::{Authority, CreateAccount, CreateToken, CreateUser, UpdateUser},
    confirmation::ConfirmationKey,
    ports::{Clock, Ids},
};
use axum::{body::Body, http::Request};
use domain::{AccountId, Role, UserId};
use server::{
    app::{self, App},
    auth,
    clock::RandomIds,
};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

pub use adapter_graphql::{Code, Limits, SchemaOptions, TrustedDocuments};
pub use client::{Answer, Client, File, codes};
pub use demo::Guest;
pub use late_clock::LateClock;
pub use server::{
    app::AppOptions,
    http::{Patience, streams::StreamOptions},
    rate_limit::RateLimits,
};
pub use subscription::Subscription;

use crate::postgres::fresh_database;

/// The variable that chooses the store of all servers: `postgres`, which it is without, or `memory`.
const STORE: &str = "TEST_STORE";

const ONLY_ON_POSTGRES: &str =
    "a test that looks into PostgreSQL has `on_postgres` in its path, so that it is left out over memory";

/// A server that ends with its test.
pub struct TestServer {
    app: App,
    url: String,
    database: Option<String>,
    serving: Mutex<Option<Serving>>,
}

/// The first has the second end.
type Serving = (oneshot::Sender<()>, JoinHandle<()>);

/// A tenant with its people, as an operator makes them.
pub struct TestAccount {
    /// Its id, as an operator names it.
    pub id: AccountId,
    /// Signed in as Anna Ahlers, an admin.
    pub admin: Client,
    /// Signed in as Malik Moser, a member.
    pub member: Client,
    /// Signed in as Berta Brandt, another admin.
    pub second_admin: Client,
    /// Malik's id, as an operator names him.
    pub member_user: UserId,
}

impl TestServer {
    /// Starts a server on a free port, with the system's clock.
    pub async fn start() -> Self {
        Self::start_with(AppOptions::default()).await
    }

    /// Starts a server that goes by this clock.
    pub async fn start_at(clock: Arc<dyn Clock>) -> Self {
        Self::start_with(AppOptions {
            clock,
            ..AppOptions::default()
        })
        .await
    }

    /// Starts a server where a token may spend this many points in a minute.
    pub async fn start_with_points(points: u32) -> Self {
        Self::start_with(AppOptions {
            points_per_minute: NonZeroU32::new(points),
            ..AppOptions::default()
        })
        .await
    }

    /// Starts a server with these bounds on answers that go on.
    pub async fn start_with_streams(streams: StreamOptions) -> Self {
        Self::start_with(AppOptions {
            streams,
            ..AppOptions::default()
        })
        .await
    }

    /// Starts a server with these options.
    #[expect(
        clippy::disallowed_methods,
        reason = "the server of a test, which ends with it"
    )]
    pub async fn start_with(options: AppOptions) -> Self {
        let (app, database) = match env::var(STORE).as_deref() {
            Ok("memory") => (App::in_memory(options), None),
            Err(_) | Ok("postgres") => {
                let database = fresh_database().await;
                let app = App::connect(&database, options).await;
                (app.expect("an app over the fresh database"), Some(database))
            }
            Ok(other) => panic!("{STORE} is {other:?}, which is neither `postgres` nor `memory`"),
        };
        Self::serve(app, database).await
    }

    /// Another server on the same database, with the system's clock.
    ///
    /// # Panics
    ///
    /// Over memory, which no two servers share.
    pub async fn another(&self) -> Self {
        let database = self.database().to_owned();
        let app = App::connect(&database, AppOptions::default()).await;
        Self::serve(app.expect("an app over the same database"), Some(database)).await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the server of a test, which ends with it"
    )]
    async fn serve(app: App, database: Option<String>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (served, (stop, stopped)) = (app.clone(), oneshot::channel());
        app.check_descriptors();
        let serving = tokio::spawn(async move {
            let stop = async {
                if stopped.await.is_err() {
                    std::future::pending::<()>().await; // a server that nobody stops ends with its test
                }
            };
            app::serve(listener, &served, stop).await;
        });
        Self {
            app,
            url,
            database,
            serving: Mutex::new(Some((stop, serving))),
        }
    }

    /// Ends it as a signal does, and waits for that.
    pub async fn stop(&self) {
        let serving = self.serving.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (stop, serving) = serving.expect("a server that was not stopped before");
        stop.send(()).expect("a server that serves");
        serving.await.expect("no panic");
    }

    /// Where it serves, without a path.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL of its database, with a superuser's login.
    pub fn database(&self) -> &str {
        self.database.as_deref().expect(ONLY_ON_POSTGRES)
    }

    /// Its pool, which counts statements.
    pub fn pool(&self) -> &PgPool {
        self.app.pool().expect(ONLY_ON_POSTGRES)
    }

    /// A file that a client asks for and takes nothing of, as over a network without any room.
    pub async fn untaken_file(&self, client: &Client, path: &str) -> impl Sized + use<> {
        let request = Request::get(path).header("authorization", format!("Bearer {}", client.token));
        let request = request.body(Body::empty()).expect("a request");
        self.app.router().oneshot(request).await.expect("an answer")
    }

    /// A new account in Berlin with two admins and a member; Task Outcomes is off.
    pub async fn account(&self) -> TestAccount {
        let id = AccountId::new(RandomIds.next());
        let confirmation_key = ConfirmationKey::new(auth::random_bytes().expect("random bytes"));
        let (name, time_zone) = ("Nordwind".to_owned(), "Europe/Berlin".to_owned());
        let cmd = CreateAccount {
            id,
            name,
            time_zone,
            confirmation_key,
        };
        self.app.commands().create_account(cmd).await.expect("an account");
        let (_, admin) = self.user(id, "Anna Ahlers", Role::Admin).await;
        let (_, second_admin) = self.user(id, "Berta Brandt", Role::Admin).await;
        let (member_user, member) = self.user(id, "Malik Moser", Role::Member).await;
        TestAccount {
            id,
            admin,
            member,
            second_admin,
            member_user,
        }
    }

    /// A new user, signed in; the address is made of the first name.
    pub async fn user(&self, account: AccountId, name: &str, role: Role) -> (UserId, Client) {
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        let (name, email) = (name.to_owned(), format!("{first}@nord.example"));
        let user = self
            .app
            .commands()
            .create_user(CreateUser {
                by: Authority::Operator(account),
                name,
                email,
                role,
            })
            .await;
        let user = user.expect("a user").id;
        (user, self.sign_in(account, user).await)
    }

    /// A client with a new token of a user.
    pub async fn sign_in(&self, account: AccountId, user: UserId) -> Client {
        let (token, secret_hash) = auth::issue(account).expect("a token");
        let cmd = CreateToken {
            expires_at: None,
            by: Authority::Operator(account),
            user,
            name: "Test".to_owned(),
            secret_hash,
        };
        self.app
            .commands()
            .create_token(cmd)
            .await
            .expect("a stored token");
        self.client(&token)
    }

    /// A client with any text for a token.
    pub fn client(&self, token: &str) -> Client {
        Client {
            http: reqwest::Client::new(),
            url: format!("{}/graphql", self.url),
            token: token.to_owned(),
            language: "en",
        }
    }

    /// What contradicts the invariants in an account, read as the application reads it.
    pub async fn contradictions(&self, account: AccountId) -> Vec<String> {
        let reading = self.app.reads().open(account);
        let found = crate::proof::contradictions(&*reading).await;
        reading.close().await;
        found.expect("a store that can be read")
    }

    /// Deactivates or activates a user, as an operator does.
    pub async fn set_active(&self, account: AccountId, user: UserId, is_active: bool) {
        let cmd = UpdateUser::activity(Authority::Operator(account), user, is_active);
        self.app
            .commands()
            .update_user(cmd)
            .await
            .expect("a changed user");
    }
}
