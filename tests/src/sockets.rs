//! A client of `graphql-transport-ws` that says what it is told to, also what no client should.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use testkit::server::Client;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest as _,
        http::{HeaderName, HeaderValue},
        protocol::WebSocketConfig,
    },
};

/// More than anything takes, even on a machine that is busy with something else.
const LONG: Duration = Duration::from_mins(1);

/// The protocol that is spoken.
pub const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

/// How a socket has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The code; none where the connection was cut.
    pub code: Option<u16>,
    /// The reason.
    pub reason: String,
}

/// A client's end of a socket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Comes with these headers; otherwise gives the status of the refusal.
    pub async fn open(url: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let url = url.replacen("http", "ws", 1);
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            let name = HeaderName::try_from(*name).unwrap();
            let value = HeaderValue::try_from(*value).unwrap();
            request.headers_mut().insert(name, value);
        }
        // Little, so that what thousands of sockets take is the server's.
        let config = WebSocketConfig::default()
            .read_buffer_size(4096)
            .write_buffer_size(4096);
        match connect_async_with_config(request, Some(config), false).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(other) => panic!("{other}"),
        }
    }

    /// Comes as a browser does: without a header to sign in with.
    pub async fn connect(client: &Client) -> Self {
        Self::open(client.url(), &[PROTOCOL]).await.unwrap()
    }

    /// Comes and signs in.
    pub async fn signed_in(client: &Client) -> Self {
        let mut socket = Self::connect(client).await;
        let bearer = format!("Bearer {}", client.token());
        socket.init(json!({ "Authorization": bearer })).await;
        socket.acknowledged().await;
        socket
    }

    /// Says who it is.
    pub async fn init(&mut self, payload: Value) {
        self.say(json!({ "type": "connection_init", "payload": payload }))
            .await;
    }

    /// Hears that it is signed in.
    pub async fn acknowledged(&mut self) {
        assert_eq!(self.hear().await, Ok(json!({ "type": "connection_ack" })));
    }

    /// Asks for an operation.
    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(json!({ "id": id, "type": "subscribe", "payload": payload }))
            .await;
    }

    /// Says something.
    pub async fn say(&mut self, message: Value) {
        self.send(Message::text(message.to_string())).await;
    }

    /// Sends a message of any kind.
    pub async fn send(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    /// Sends as much of it as the server takes, which may close before the end.
    pub async fn send_too_much(&mut self, message: Message) {
        let _ = self.0.send(message).await;
    }

    /// The next message, or how it ended.
    pub async fn hear(&mut self) -> Result<Value, End> {
        loop {
            match self.frame().await? {
                Message::Text(text) => return Ok(serde_json::from_str(&text).unwrap()),
                Message::Ping(_) | Message::Pong(_) => (),
                other => panic!("{other:?}"),
            }
        }
    }

    /// The next frame, or how it ended.
    pub async fn frame(&mut self) -> Result<Message, End> {
        match timeout(LONG, self.0.next()).await.expect("something before long") {
            Some(Ok(Message::Close(frame))) => Err(End {
                code: frame.as_ref().map(|frame| frame.code.into()),
                reason: frame.map(|frame| frame.reason.to_string()).unwrap_or_default(),
            }),
            Some(Ok(frame)) => Ok(frame),
            Some(Err(_)) | None => Err(End {
                code: None,
                reason: String::new(),
            }),
        }
    }

    /// The code it ends with, whatever comes before.
    pub async fn end(&mut self) -> End {
        loop {
            if let Err(end) = self.hear().await {
                return end;
            }
        }
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        self.0.close(None).await.unwrap();
        while let Ok(Some(Ok(_))) = timeout(LONG, self.0.next()).await {}
    }
}
