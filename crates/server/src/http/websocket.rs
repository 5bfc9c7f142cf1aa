//! `GET /graphql` with `Upgrade: websocket`: the way in for the protocol `graphql-transport-ws`.

mod alarms;
mod close;
mod coming;
mod message;
mod protocol;
mod socket;

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts as _, Request, State, WebSocketUpgrade},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use tracing::Instrument as _;

use self::socket::{Arrival, Socket};
use super::answers::{Asked, Ending};
use super::media::{self, Media};
use super::streams::{Ask, Caller};
use super::{LARGEST_BODY, Site};
use crate::{auth, background};

/// The protocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";

/// Of each socket, so that thousands of silent ones take little; larger messages get what they need while they pass.
const BUFFER: usize = 4 * 1024;

/// Takes a socket, or says why not. Whoever asks otherwise than by POST without wanting one is told how to ask.
pub(super) async fn open(State(site): State<Arc<Site>>, request: Request) -> Response {
    open_to(site, request, Caller::ask).await
}

/// The same, with operations that are begun so.
pub(super) async fn open_to(site: Arc<Site>, request: Request, ask: Ask) -> Response {
    let asked = Asked::of(request.extensions(), request.headers());
    if request.method() != Method::GET || !wants_socket(request.headers()) {
        let allow = [(header::ALLOW, HeaderValue::from_static("POST"))];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let (Some(place), Some(turn)) = (site.streams.enter(), site.streams.wait()) else {
        return Ending::Unavailable.alone(Media::Json, &asked);
    };
    let arrival = Arrival {
        token: auth::bearer_token(request.headers()),
        language: asked.language,
        place,
        turn,
    };
    let (mut parts, _) = request.into_parts();
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &site).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let span = tracing::info_span!("socket", id = asked.id);
    bounded(upgrade).on_upgrade(async move |wire| {
        background::spawn(
            "socket",
            Socket::new(wire, site, arrival, ask).serve().instrument(span),
        );
    })
}

fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(LARGEST_BODY)
        .max_frame_size(LARGEST_BODY)
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
}

fn wants_socket(headers: &HeaderMap) -> bool {
    media::listed(headers, header::UPGRADE)
        .iter()
        .any(|(protocol, _)| protocol == "websocket")
}
