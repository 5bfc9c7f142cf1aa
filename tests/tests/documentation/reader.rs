//! Somebody who follows a page from top to bottom: asks what it asks, and writes down what is answered.

use std::sync::Arc;

use acceptance::{Client, Team, TestServer, Value, json};
use jiff::SignedDuration;
use testkit::FixedClock;

use crate::{
    conversation::Conversation,
    curl::{self, Curl},
    layout,
    markdown::Part,
    names::Names,
};

/// When every page begins: a Monday morning.
const BEGIN: &str = "2026-11-23T09:00:00Z";

/// What a block of a page answers to.
enum Asked {
    Operation {
        document: String,
        variables: Option<Value>,
    },
    Curl(String),
}

/// A reader at a place of a page.
pub(crate) struct Reader {
    team: Team,
    clock: Arc<FixedClock>,
    names: Names,
    who: Client,
    asked: Option<Asked>,
    conversation: Option<Conversation>,
}

impl Reader {
    /// Before the first line, with an account of their own, where Task Outcomes is off.
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(FixedClock::at(BEGIN));
        let team = Team::on(TestServer::start_at(clock.clone()).await).await;
        let mut reader = Self {
            who: team.admin().clone(),
            team,
            clock,
            names: Names::default(),
            asked: None,
            conversation: None,
        };
        reader.look_around().await;
        reader
    }

    /// Learns the names of what is there.
    async fn look_around(&mut self) {
        let query = "{ users { nodes { id name } } taskTypes { nodes { id name } } taskOutcomes { nodes { id label } }
            contacts { nodes { id name } } deals { nodes { id name } } tasks { nodes { id title } } }";
        let there = self.team.admin().query(query, json!({})).await;
        self.names.learn(&there);
    }

    /// Reads a part, and gives it as it should be.
    pub(crate) async fn read(&mut self, part: Part) -> Part {
        match part {
            Part::Prose(_) => part,
            Part::Aside { ref name, ref value } => {
                self.turn(name, value).await;
                part
            }
            Part::Block { line, language, text } => {
                let text = self.block(line, &language, text).await;
                Part::Block { line, language, text }
            }
        }
    }

    /// Does what is not told to readers, or told in other words.
    async fn turn(&mut self, name: &str, value: &str) {
        match (name, value) {
            ("as", "Anna") => self.who = self.team.admin().clone(),
            ("as", "Malik") => self.who = self.team.member().clone(),
            ("language", "de") => self.who = self.who.in_language("de"),
            ("language", "en") => self.who = self.who.in_language("en"),
            ("now", moment) => self.clock.set(moment),
            ("account", "in force") => {
                self.team.put_in_force().await;
                self.look_around().await;
            }
            ("tasks", titles) => {
                for title in titles.split(", ") {
                    self.clock.advance(SignedDuration::from_mins(1));
                    self.team.task("Call", title).await;
                }
                self.look_around().await;
            }
            _ => panic!("no reader understands {name}: {value}"),
        }
    }

    /// What the block should hold.
    async fn block(&mut self, line: usize, language: &str, text: String) -> String {
        match (language, self.asked.take()) {
            ("graphql", None) if text.starts_with("type ") => (),
            ("graphql", None) => {
                let (document, variables) = (text.clone(), None);
                self.asked = Some(Asked::Operation { document, variables });
            }
            ("sh", None) if text.starts_with("curl ") => self.asked = Some(Asked::Curl(text.clone())),
            (
                "json",
                Some(Asked::Operation {
                    document,
                    variables: None,
                }),
            ) if is_input(&text) => {
                let variables = serde_json::from_str(&self.names.revealed(&text));
                let variables = Some(variables.unwrap_or_else(|error| panic!("line {line}: {error}")));
                self.asked = Some(Asked::Operation { document, variables });
            }
            ("json", Some(Asked::Operation { document, variables })) => {
                return self.answer(&document, variables.unwrap_or(json!({}))).await;
            }
            ("http", Some(Asked::Curl(command))) => return self.curled(&command).await,
            ("text", None) if text.starts_with(['>', '<']) => return self.talk(&text).await,
            (_, None) => (),
            (_, Some(_)) => panic!("line {line}: what was asked before has no answer on the page"),
        }
        text
    }

    async fn answer(&mut self, document: &str, variables: Value) -> String {
        self.clock.advance(SignedDuration::from_mins(1));
        let answer = self
            .who
            .send(self.names.revealed(document).trim_end(), variables)
            .await;
        self.names.learn(&answer.body);
        layout::lines(&self.names.hidden(&answer.body)) + "\n"
    }

    async fn curled(&mut self, command: &str) -> String {
        self.clock.advance(SignedDuration::from_mins(1));
        let command = self.names.revealed(command).replace("$TOKEN", self.who.token());
        let response = Curl::parse(&command).send(self.team.server.url()).await;
        curl::shown(response, &mut self.names).await
    }

    async fn talk(&mut self, lines: &str) -> String {
        let mut conversation = match self.conversation.take() {
            Some(conversation) => conversation,
            None => Conversation::open(&self.who).await,
        };
        let shown = conversation.go_on(lines, &self.team, &mut self.names).await;
        self.conversation = Some(conversation);
        shown
    }

    /// After the last line.
    pub(crate) fn end(self) {
        assert!(
            self.asked.is_none(),
            "what was asked last has no answer on the page"
        );
    }
}

/// Whether a block of JSON holds variables; what is neither is an answer that is still to be written.
fn is_input(text: &str) -> bool {
    let is_answer = |value: &Value| value.get("data").is_some() || value.get("errors").is_some();
    serde_json::from_str::<Value>(text).is_ok_and(|value| !is_answer(&value))
}
