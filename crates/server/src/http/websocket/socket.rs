//! One socket from its arrival to its end: hears, has operations run beside it, and sends. Decides nothing about the protocol.

use std::collections::HashMap;
use std::convert::Infallible;
use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::Arc;
use std::time::Duration;

use adapter_graphql::{GraphQlRequest, Language};
use axum::{
    body::Bytes,
    extract::ws::{Message, WebSocket},
};
use futures_util::future::{BoxFuture, FutureExt as _};
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, oneshot},
    time::{sleep, timeout},
};
use tracing::Instrument as _;

use super::PROTOCOL;
use super::alarms::{Alarms, Event};
use super::close::Close;
use super::coming::Coming;
use super::message::Payload;
use super::protocol::{Protocol, Step};
use crate::auth::BearerToken;
use crate::background;
use crate::http::Site;
use crate::http::streams::{Ask, Caller, Next, Place, Run};

/// Answers that wait for the socket.
const WAITING: usize = 4;
/// Signs of life that may be missed.
const MISSED: u32 = 2;
/// The patience with a whole message: the connection is patient with each part of it, if something of it is taken.
const AT_SLOWEST: u32 = 8;
/// How long answers that are being made may take once the server is to end.
const FINISHING: Duration = Duration::from_secs(20);
/// How long the other end may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// What a socket brings along.
pub(super) struct Arrival {
    pub(super) token: Option<BearerToken>,
    pub(super) language: Language,
    pub(super) place: Place,
    /// Held until it has said who it is.
    pub(super) turn: OwnedSemaphorePermit,
}

/// Dropping it stops the operation.
type Handle = oneshot::Sender<Infallible>;

/// A socket.
pub(super) struct Socket {
    wire: WebSocket,
    site: Arc<Site>,
    token: Option<BearerToken>,
    language: Language,
    place: Arc<Place>,
    turn: Option<OwnedSemaphorePermit>,
    ask: Ask,
    protocol: Protocol,
    caller: Option<Arc<Caller>>,
    running: HashMap<u64, Handle>,
    send: mpsc::Sender<(u64, Next)>,
    came: mpsc::Receiver<(u64, Next)>,
    missed: u32,
}

impl Socket {
    /// A socket that has said nothing yet.
    pub(super) fn new(wire: WebSocket, site: Arc<Site>, arrival: Arrival, ask: Ask) -> Self {
        let (send, came) = mpsc::channel(WAITING);
        Self {
            wire,
            site,
            token: arrival.token,
            language: arrival.language,
            place: Arc::new(arrival.place),
            turn: Some(arrival.turn),
            ask,
            protocol: Protocol::new(),
            caller: None,
            running: HashMap::new(),
            send,
            came,
            missed: 0,
        }
    }

    /// Serves it to its end.
    pub(super) async fn serve(mut self) {
        tracing::debug!("a socket has come");
        let close = self.until_closed().await;
        self.running.clear();
        self.turn = None;
        tracing::debug!(code = close.code(), "a socket ends");
        goodbye(&mut self.wire, &close).await;
    }

    async fn until_closed(&mut self) -> Close {
        if self.wire.protocol().is_none_or(|protocol| protocol != PROTOCOL) {
            return Close::SubprotocolNotAcceptable;
        }
        let mut alarms = Alarms::new(self.site.streams.options(), &self.place);
        loop {
            let event = tokio::select! {
                heard = self.wire.recv() => Event::Heard(heard),
                Some((number, next)) = self.came.recv() => Event::Came(number, next),
                event = alarms.next() => event,
            };
            if let Break(close) = self.meet(event, &mut alarms).await {
                return close;
            }
        }
    }

    async fn meet(&mut self, event: Event, alarms: &mut Alarms) -> ControlFlow<Close> {
        match event {
            Event::Heard(heard) => {
                self.missed = 0;
                self.hear(heard, alarms).await
            }
            Event::Came(number, next) => self.pass_on(number, next).await,
            Event::SignedIn(signed_in) => self.welcome(*signed_in, alarms).await,
            Event::Tick if self.missed == MISSED => Break(Close::Gone),
            Event::Tick => {
                self.missed += 1;
                self.send(Message::Ping(Bytes::new())).await
            }
            Event::Draining => {
                self.protocol.drain();
                self.running.clear();
                alarms.end_after(FINISHING, Close::GoingAway);
                self.unless_drained()
            }
            Event::End(close) => Break(close),
        }
    }

    async fn hear(
        &mut self,
        heard: Option<Result<Message, axum::Error>>,
        alarms: &mut Alarms,
    ) -> ControlFlow<Close> {
        let step = match heard {
            None => return Break(Close::Gone),
            Some(Err(error)) => return Break(Close::of(error)),
            Some(Ok(Message::Text(text))) => self.protocol.hear(&text),
            Some(Ok(Message::Binary(_))) => return Break(Close::Invalid("Send texts".to_owned())),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Step::Nothing, // the library answers them
            Some(Ok(Message::Close(_))) => return Break(Close::ByClient),
        };
        match step {
            Step::Nothing => return Continue(()),
            Step::Send(text) => return self.send(Message::Text(text.into())).await,
            Step::Close(close) => return Break(close),
            Step::SignIn(payload) => alarms.sign_in(self.signing_in(payload)),
            Step::Start(number, request) => self.start(number, *request),
            Step::Stop(number) => drop(self.running.remove(&number)),
        }
        Continue(())
    }

    /// Goes on when the client leaves: a look-up that is broken off costs a connection to the database.
    fn signing_in(&self, payload: Payload) -> BoxFuture<'static, Result<Caller, Close>> {
        let (site, place) = (Arc::clone(&self.site), Arc::clone(&self.place));
        let coming = Coming::new(payload, self.token.clone(), self.language);
        let (done, result) = oneshot::channel();
        let sign_in = async move {
            // Without a receiver the socket has ended, and the seat is given back.
            let _ = done.send(coming.sign_in(site, place).await);
        };
        background::spawn("sign-in", sign_in.instrument(tracing::Span::current()));
        result.map(|result| result.unwrap_or(Err(Close::Failed))).boxed()
    }

    async fn welcome(&mut self, signed_in: Result<Caller, Close>, alarms: &mut Alarms) -> ControlFlow<Close> {
        let caller = match signed_in {
            Ok(caller) => caller,
            Err(close) => return Break(close),
        };
        alarms.signed_in(&caller);
        self.turn = None;
        let acknowledgement = self.protocol.signed_in(caller.language);
        self.caller = Some(Arc::new(caller));
        self.send(Message::Text(acknowledgement.into())).await
    }

    fn start(&mut self, number: u64, request: GraphQlRequest) {
        let Some(caller) = &self.caller else { return };
        let id = self.site.ids.next().to_string();
        let span = tracing::info_span!("operation", id);
        let run = (self.ask)(caller, request, id);
        let (handle, stop) = oneshot::channel();
        self.running.insert(number, handle);
        let carried = carry(run, number, stop, self.send.clone());
        background::spawn("operation", carried.instrument(span));
    }

    async fn pass_on(&mut self, number: u64, next: Next) -> ControlFlow<Close> {
        let text = match next {
            Next::Answer(answer) => self.protocol.answered(number, &answer),
            Next::Finished => {
                self.running.remove(&number);
                self.protocol.finished(number)
            }
            Next::Stopped => {
                self.protocol.stopped(number);
                None
            }
        };
        if let Some(text) = text {
            self.send(Message::Text(text.into())).await?;
        }
        self.unless_drained()
    }

    fn unless_drained(&self) -> ControlFlow<Close> {
        if self.protocol.is_drained() {
            return Break(Close::GoingAway);
        }
        Continue(())
    }

    /// A client that takes nothing holds up its own socket only, and not for ever.
    async fn send(&mut self, message: Message) -> ControlFlow<Close> {
        let patience = self.site.streams.options().patience;
        match timeout(patience * AT_SLOWEST, self.wire.send(message)).await {
            Ok(Ok(())) => Continue(()),
            Ok(Err(_)) | Err(_) => Break(Close::Gone),
        }
    }
}

/// Hands on what an operation answers, until it ends or the socket does.
async fn carry(
    mut run: Run,
    number: u64,
    mut stop: oneshot::Receiver<Infallible>,
    send: mpsc::Sender<(u64, Next)>,
) {
    loop {
        let stopped = (&mut stop).map(drop);
        let next = run.next(stopped).await;
        let is_last = match next {
            Next::Answer(_) => false,
            Next::Finished | Next::Stopped => true,
        };
        if send.send((number, next)).await.is_err() || is_last {
            return;
        }
    }
}

/// Tells why, and waits until the other end has heard it: where a socket is dropped before, the reason may get lost.
async fn goodbye(wire: &mut WebSocket, close: &Close) {
    if *close == Close::Gone {
        return;
    }
    let farewell = async {
        if let Some(frame) = close.frame() {
            wire.send(Message::Close(Some(frame))).await?;
        }
        while let Some(heard) = wire.recv().await {
            if heard.is_err() && close.is_of_what_came() {
                sleep(GOODBYE).await; // it cannot be read, and is still coming
            }
        }
        Ok::<(), axum::Error>(())
    };
    // Whoever does not say goodbye does not hear it either.
    let _ = timeout(GOODBYE, farewell).await;
}
