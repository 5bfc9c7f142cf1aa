//! The protocol `graphql-transport-ws` as states and messages: what follows what. Knows neither sockets nor GraphQL.

use adapter_graphql::{GraphQlRequest, Language, RequestFault};

use super::close::Close;
use super::message::{self, Heard, Payload};
use crate::http::streams::Written;

/// Operations of a socket at once.
pub(super) const AT_ONCE: usize = 100;

/// What the socket is to do next.
#[derive(Debug)]
pub(super) enum Step {
    /// Nothing.
    Nothing,
    /// To send this text.
    Send(String),
    /// To sign in with what came along.
    SignIn(Payload),
    /// To start an operation, which is called by this number from now on: clients may use an id again.
    Start(u64, Box<GraphQlRequest>),
    /// To stop an operation.
    Stop(u64),
    /// To end.
    Close(Close),
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    New,
    SigningIn,
    Ready,
    /// No operation starts any more.
    Draining,
}

/// Where a socket stands.
pub(super) struct Protocol {
    state: State,
    operations: Vec<(u64, String)>,
    next: u64,
    /// Of whoever signed in.
    language: Language,
}

impl Protocol {
    /// Before the first message.
    pub(super) fn new() -> Self {
        Self {
            state: State::New,
            operations: Vec::new(),
            next: 0,
            language: Language::default(),
        }
    }

    /// A message of the client.
    pub(super) fn hear(&mut self, text: &str) -> Step {
        match Heard::parse(text) {
            Err(fault) => Step::Close(Close::Invalid(fault)),
            Ok(Heard::Init(payload)) => self.init(payload),
            Ok(Heard::Ping(payload)) => Step::Send(message::pong(payload)),
            Ok(Heard::Pong) => Step::Nothing,
            Ok(Heard::Subscribe { id, request }) => self.subscribe(id, request),
            Ok(Heard::Complete { id }) => self.complete(&id),
        }
    }

    fn init(&mut self, payload: Payload) -> Step {
        match self.state {
            State::New => {
                self.state = State::SigningIn;
                Step::SignIn(payload)
            }
            State::SigningIn | State::Ready | State::Draining => Step::Close(Close::TooManyInitialisations),
        }
    }

    fn subscribe(&mut self, id: String, request: Box<GraphQlRequest>) -> Step {
        match self.state {
            State::New | State::SigningIn => Step::Close(Close::Unauthorized),
            State::Draining => Step::Nothing, // the end of the socket says that it was not started
            State::Ready if self.operations.iter().any(|(_, known)| *known == id) => {
                Step::Close(Close::SubscriberExists(id))
            }
            State::Ready if self.operations.len() >= AT_ONCE => Step::Send(too_many(&id, self.language)),
            State::Ready => {
                let number = self.next;
                self.next += 1;
                self.operations.push((number, id));
                Step::Start(number, request)
            }
        }
    }

    /// What is over already may be completed: the messages may have met on their way.
    fn complete(&mut self, id: &str) -> Step {
        let place = self.operations.iter().position(|(_, known)| known == id);
        place.map_or(Step::Nothing, |place| {
            Step::Stop(self.operations.swap_remove(place).0)
        })
    }

    /// The sign-in has succeeded.
    pub(super) fn signed_in(&mut self, language: Language) -> String {
        self.language = language;
        if self.state == State::SigningIn {
            self.state = State::Ready;
        }
        message::acknowledgement()
    }

    /// An operation has an answer; nothing is to be said about those that the client has completed.
    pub(super) fn answered(&mut self, number: u64, answer: &Written) -> Option<String> {
        match answer {
            Written::Result(result) => self.id(number).map(|id| message::next(id, result)),
            Written::Refusal(errors) => self.forget(number).map(|id| message::error(&id, errors)),
        }
    }

    /// An operation has given all its answers.
    pub(super) fn finished(&mut self, number: u64) -> Option<String> {
        self.forget(number).map(|id| message::complete(&id))
    }

    /// An operation was stopped by the server: the end of the socket tells so.
    pub(super) fn stopped(&mut self, number: u64) {
        self.forget(number);
    }

    /// From now on no operation starts.
    pub(super) fn drain(&mut self) {
        self.state = State::Draining;
    }

    /// Whether it is drained.
    pub(super) fn is_drained(&self) -> bool {
        self.state == State::Draining && self.operations.is_empty()
    }

    fn id(&self, number: u64) -> Option<&str> {
        let found = self.operations.iter().find(|(known, _)| *known == number);
        found.map(|(_, id)| id.as_str())
    }

    fn forget(&mut self, number: u64) -> Option<String> {
        let place = self.operations.iter().position(|(known, _)| *known == number);
        place.map(|place| self.operations.swap_remove(place).1)
    }
}

fn too_many(id: &str, language: Language) -> String {
    let fault = RequestFault::TooManyOperations { maximum: AT_ONCE };
    match Written::refusal(fault, language) {
        Written::Result(json) | Written::Refusal(json) => message::error(id, &json),
    }
}

#[cfg(test)]
mod tests;
