//! A whole server per test, over a database of its own, and clients that speak GraphQL to it over HTTP.

use std::sync::Arc;

use adapter_postgres::PgPool;
use application::{
    commands::{Authority, CreateAccount, CreateToken, CreateUser, UpdateUser},
    confirmation::ConfirmationKey,
    ports::{Clock, Ids},
};
use domain::{AccountId, Role, UserId};
use serde_json::{Value, json};
use server::{
    app::{self, App, AppOptions},
    auth,
    clock::RandomIds,
};

use crate::postgres::fresh_database;

/// A server that ends with its test.
pub struct TestServer {
    app: App,
    url: String,
    database: String,
}

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

    #[expect(
        clippy::disallowed_methods,
        reason = "the server of a test, which ends with it"
    )]
    async fn start_with(options: AppOptions) -> Self {
        let database = fresh_database().await;
        let app = App::connect(&database, options)
            .await
            .expect("an app over the fresh database");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let served = app.clone();
        tokio::spawn(async move { app::serve(listener, &served, std::future::pending()).await });
        Self { app, url, database }
    }

    /// Where it serves, without a path.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL of its database, with a superuser's login.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Its pool, which counts statements.
    pub fn pool(&self) -> &PgPool {
        self.app.pool()
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

/// Speaks GraphQL over HTTP with one token.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
    language: &'static str,
}

/// An answer of the server.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code of HTTP.
    pub status: u16,
    /// The body: `data`, `errors`, `extensions`.
    pub body: Value,
}

impl Answer {
    /// The code of the first error; empty when there is none.
    pub fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_default()
    }
}

impl Client {
    /// The same, preferring another language.
    pub fn in_language(&self, language: &'static str) -> Self {
        Self {
            language,
            ..self.clone()
        }
    }

    /// Sends an operation and gives the whole answer.
    pub async fn send(&self, query: &str, variables: Value) -> Answer {
        let sent = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .header("accept-language", self.language)
            .json(&json!({ "query": query, "variables": variables }))
            .send();
        let response = sent.await.expect("an answer");
        let status = response.status().as_u16();
        Answer {
            status,
            body: response.json().await.expect("a JSON body"),
        }
    }

    /// Sends an operation that must succeed as a whole, and gives its `data`.
    ///
    /// # Panics
    ///
    /// When the answer has `errors`.
    pub async fn query(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.send(query, variables).await;
        assert!(answer.body.get("errors").is_none(), "{query}\n{:#}", answer.body);
        answer.body["data"].take()
    }

    /// Sends a mutation whose only field gives a payload, and gives that payload.
    pub async fn payload(&self, mutation: &str, variables: Value) -> Value {
        let mut data = self.query(mutation, variables).await;
        let fields = data.as_object_mut().expect("an object");
        fields.values_mut().next().expect("a field").take()
    }
}

/// The codes of the user errors of a payload, in order.
pub fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"]
        .as_array()
        .expect("`userErrors` in the payload");
    errors
        .iter()
        .map(|error| error["code"].as_str().expect("a `code`"))
        .collect()
}
