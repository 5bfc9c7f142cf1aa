//! `POST /graphql` with `Accept: text/event-stream`: each answer as an event (GraphQL over SSE, distinct connections).

mod event;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{future::Future, io, pin::pin};

use adapter_graphql::{GraphQlRequest, Language};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};
use tracing::Instrument as _;

use super::Site;
use super::answers::{Asked, Ending};
use super::graphql::{self, read};
use super::media::{self, Media};
use super::streams::{Ask, Caller, Next, Run, TooMany, Written};
use crate::{auth, background};

/// Events that wait for the client.
const WAITING: usize = 2;

/// Tells proxies of the usual kind to pass events on as they come.
const UNBUFFERED: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-accel-buffering"),
    HeaderValue::from_static("no"),
);

/// Answers with events where the client likes them best, and at once otherwise.
pub(super) async fn or_at_once(State(site): State<Arc<Site>>, request: Request) -> Response {
    if media::prefers_events(request.headers()) {
        answer(site, request, Caller::ask).await
    } else {
        graphql::answer(State(site), request).await
    }
}

/// What is wrong with the request of HTTP its status tells; what is wrong with the operation is an event.
pub(super) async fn answer(site: Arc<Site>, request: Request, ask: Ask) -> Response {
    let asked = Asked::of(request.extensions(), request.headers());
    match begin(site, request, asked.language).await {
        Ok((caller, graphql)) => {
            let run = ask(&caller, graphql, asked.id);
            events(caller, run).into_response()
        }
        Err(ending) => ending.alone(Media::Json, &asked),
    }
}

async fn begin(
    site: Arc<Site>,
    request: Request,
    language: Language,
) -> Result<(Arc<Caller>, GraphQlRequest), Ending> {
    if !media::is_json(request.headers()) {
        return Err(Ending::NotJson);
    }
    let token = auth::bearer_token(request.headers()).ok_or(Ending::Unauthenticated)?;
    let body = read(&site, request).await?;
    let graphql = graphql::parse(&body)?;
    let place = Arc::new(site.streams.enter().ok_or(Ending::Unavailable)?);
    let session = graphql::sign_in(&site, &token).await?;
    let seat = site.streams.seats().take(&token, &session);
    session.close().await;
    let seat = seat.map_err(|TooMany| Ending::TooManyStreams)?;
    let caller = Caller {
        site,
        token,
        language,
        seat,
        place,
    };
    Ok((Arc::new(caller), graphql))
}

/// The seat is taken until the client has left, however little it reads.
fn events(caller: Arc<Caller>, run: Run) -> impl IntoResponse {
    let (send, mut receive) = mpsc::channel(WAITING);
    let is_cut = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&is_cut);
    let pump = Pump {
        send,
        language: caller.language,
        heartbeat: caller.site.streams.options().heartbeat,
        patience: caller.site.streams.options().patience,
    };
    let (draining, signed_out) = (caller.place.draining(), caller.seat.signed_out());
    let work = async move {
        let ended = pump.until_end(run, draining, signed_out).await;
        // Before the sender is dropped, which ends the body.
        is_cut.store(ended == Err(Cut::Slow), Ordering::Release);
        drop(pump);
    };
    background::spawn("events", work.instrument(tracing::Span::current()));
    let body = Body::from_stream(stream::poll_fn(move |cx| {
        let _seat = &caller;
        receive.poll_recv(cx).map(|event| match event {
            Some(event) => Some(Ok(event)),
            None if told.load(Ordering::Acquire) => Some(Err(io::Error::other("the client took nothing"))),
            None => None,
        })
    }));
    let media = HeaderValue::from_static("text/event-stream; charset=utf-8");
    ([(header::CONTENT_TYPE, media), UNBUFFERED], body)
}

/// Why nothing more can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// The client took nothing for too long.
    Slow,
    /// The client has left.
    Left,
}

/// Why an operation is stopped.
enum Stop {
    /// The server is about to end, or the client has left.
    Silent,
    /// The token works no more.
    SignedOut,
}

/// Brings events on their way.
struct Pump {
    send: mpsc::Sender<Bytes>,
    language: Language,
    heartbeat: Duration,
    patience: Duration,
}

impl Pump {
    /// Tells what the operation answers. A drained stream ends without the event `complete`, so that its client connects again.
    async fn until_end(
        &self,
        mut run: Run,
        draining: impl Future<Output = ()>,
        signed_out: impl Future<Output = ()>,
    ) -> Result<(), Cut> {
        let gone = self.send.clone();
        let mut stop = pin!(async {
            tokio::select! {
                () = draining => Stop::Silent,
                () = gone.closed() => Stop::Silent,
                () = signed_out => Stop::SignedOut,
            }
        });
        let mut why = Stop::Silent;
        self.put(event::sign_of_life()).await?;
        loop {
            let stopped = async { why = stop.as_mut().await };
            let next = tokio::select! {
                next = run.next(stopped) => Some(next),
                () = sleep(self.heartbeat) => None,
            };
            match next {
                None => self.put(event::sign_of_life()).await?,
                Some(Next::Answer(answer)) => self.put(event::next(&answer)).await?,
                Some(Next::Finished) => return self.put(event::complete()).await,
                Some(Next::Stopped) => return self.stopped(why).await,
            }
        }
    }

    async fn stopped(&self, why: Stop) -> Result<(), Cut> {
        match why {
            Stop::Silent => Ok(()),
            Stop::SignedOut => {
                self.put(event::next(&Written::signed_out(self.language))).await?;
                self.put(event::complete()).await
            }
        }
    }

    async fn put(&self, event: Bytes) -> Result<(), Cut> {
        match timeout(self.patience, self.send.send(event)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Cut::Left),
            Err(_) => Err(Cut::Slow),
        }
    }
}
