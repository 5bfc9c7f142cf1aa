//! An account for one column of the matrix, which makes whatever a row is to be tried on.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use acceptance::{Client, RateLimits, Subscription, Team, Value, all, json, steps::*, text};
use futures_util::future::BoxFuture;

/// Who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Persona {
    Admin,
    Member,
    Inactive,
    Nobody,
}

impl Persona {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Inactive => "inactive user",
            Self::Nobody => "nobody",
        }
    }
}

/// An account with Task Outcomes in force, and the person who tries.
pub(crate) struct Stage {
    team: Team,
    /// Signed in as the person who tries.
    pub(crate) caller: Client,
    /// Who makes what is the person's own: an admin where the person cannot.
    maker: Client,
    next: AtomicU32,
}

impl Stage {
    pub(crate) async fn new(team: Team, persona: Persona) -> Self {
        team.put_in_force().await;
        let admin = team.admin().clone();
        let (caller, maker) = match persona {
            Persona::Admin => (
                team.account.second_admin.clone(),
                team.account.second_admin.clone(),
            ),
            Persona::Member => (team.member().clone(), team.member().clone()),
            Persona::Inactive => {
                let (account, user) = (team.account.id, team.account.member_user);
                team.server.set_active(account, user, false).await;
                (team.member().clone(), admin)
            }
            Persona::Nobody => (team.server.client(""), admin),
        };
        Self {
            team,
            caller,
            maker,
            next: AtomicU32::new(1),
        }
    }

    /// What the person follows, if they may ask at all.
    pub(crate) async fn follow(&self, query: &str) -> Option<Subscription> {
        let limits = Arc::new(RateLimits::new(None));
        let server = &self.team.server;
        server
            .subscribe_paying(&self.caller, limits, query, json!({}))
            .await
    }

    /// The input with something new for every text that begins with `@`.
    pub(crate) fn filled<'a>(&'a self, template: &'a Value) -> BoxFuture<'a, Value> {
        Box::pin(async move {
            match template {
                Value::String(text) => match text.strip_prefix('@') {
                    Some(what) => self.make(what).await,
                    None => template.clone(),
                },
                Value::Array(items) => {
                    let mut filled = Vec::new();
                    for item in items {
                        filled.push(self.filled(item).await);
                    }
                    filled.into()
                }
                Value::Object(fields) => {
                    let mut filled = serde_json::Map::new();
                    for (name, value) in fields {
                        filled.insert(name.clone(), self.filled(value).await);
                    }
                    filled.into()
                }
                Value::Null | Value::Bool(_) | Value::Number(_) => template.clone(),
            }
        })
    }

    /// The same for a text with one `"@…"` at most.
    pub(crate) async fn filled_text(&self, template: &str) -> String {
        let Some((before, rest)) = template.split_once("\"@") else {
            return template.to_owned();
        };
        let (what, after) = rest.split_once('"').unwrap();
        format!("{before}{}{after}", self.make(what).await)
    }

    async fn user(&self) -> Value {
        let input = json!({ "name": self.word(), "email": format!("{}@nord.example", self.number()) });
        let made = create_user(self.team.admin(), input).await;
        succeeded(&made)["user"]["id"].clone()
    }

    async fn make(&self, what: &str) -> Value {
        let admin = self.team.admin();
        match what {
            "word" => json!(format!("Something {}", self.number())),
            "contact" => json!(self.team.contact),
            "new contact" => Self::made(
                &create_contact(admin, json!({ "name": self.word() })).await,
                "contact",
            ),
            "deal" => json!(self.team.deal),
            "task" => self.task(admin).await,
            "own task" => self.task(&self.maker).await,
            "done task" => self.done(admin).await,
            "own done task" => self.done(&self.maker).await,
            "offered" => json!(self.team.outcome_id("No answer").await),
            "outcome" => json!(self.team.outcome(&self.word(), "NEUTRAL").await),
            "archived outcome" => {
                let id = self.team.outcome(&self.word(), "NEUTRAL").await;
                succeeded(&archive_outcome(admin, json!({ "id": id })).await);
                json!(id)
            }
            "call" => json!(self.team.type_id("Call").await),
            "type" => self.task_type().await,
            "address" => json!(format!("{}@nord.example", self.number())),
            "user" => self.user().await,
            "token" => {
                let input = json!({ "name": self.word(), "userId": self.user().await });
                succeeded(&create_token(admin, input).await)["apiToken"]["id"].clone()
            }
            "types" => {
                let data = admin
                    .query("{ taskTypes(first: 100) { nodes { id } } }", json!({}))
                    .await;
                json!(all(&data["taskTypes"]["nodes"], "id"))
            }
            "archived type" => {
                let id = self.task_type().await;
                succeeded(&archive_type(admin, json!({ "id": id })).await);
                id
            }
            "confirmation" => self.confirmation().await,
            other => panic!("the stage cannot make `{other}`"),
        }
    }
}

/// How each thing is made.
impl Stage {
    fn number(&self) -> u32 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn word(&self) -> String {
        format!("Thing {}", self.number())
    }

    fn made(payload: &Value, what: &str) -> Value {
        json!(text(&succeeded(payload)[what]["id"]))
    }

    async fn task(&self, maker: &Client) -> Value {
        let call = self.team.type_id("Call").await;
        let subject = json!({ "contactId": self.team.contact });
        let input = json!({ "title": self.word(), "taskTypeId": call, "subject": subject });
        Self::made(&create_task(maker, input).await, "task")
    }

    async fn done(&self, maker: &Client) -> Value {
        let task = self.task(maker).await;
        // Rows that switch off come last, and need no completed tasks after that.
        let outcome = self.team.outcome_id("No answer").await;
        succeeded(&complete(maker, json!({ "id": task, "outcomeId": outcome })).await);
        task
    }

    /// The person's own where it may have one.
    async fn confirmation(&self) -> Value {
        let query = "{ viewer { account { taskOutcomeSettings { disableImpact { confirmationToken } } } } }";
        let data = self.maker.query(query, json!({})).await;
        data["viewer"]["account"]["taskOutcomeSettings"]["disableImpact"]["confirmationToken"].clone()
    }

    async fn task_type(&self) -> Value {
        let outcome = self.team.outcome_id("No answer").await;
        let input = json!({ "name": self.word(), "outcomeIds": [outcome] });
        Self::made(&create_type(self.team.admin(), input).await, "taskType")
    }
}
