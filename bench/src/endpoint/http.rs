//! A client that costs little: one connection, one request after the other, answers read whole.

use std::{net::SocketAddr, rc::Rc};

use anyhow::{Context as _, bail};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Method, Request,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header::{AUTHORIZATION, CONTENT_TYPE, HOST},
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::rates::{Contender, closed_loop};

/// Where to ask, and as whom.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) socket: SocketAddr,
    pub(crate) path: &'static str,
    pub(crate) token: String,
}

/// A connection that stays.
pub(crate) struct Connection {
    address: Address,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    #[expect(
        clippy::disallowed_methods,
        reason = "ends with the connection, whose user is told what goes wrong"
    )]
    pub(crate) async fn open(address: &Address) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address.socket).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            address: address.clone(),
            sender,
        })
    }

    /// The body of the answer to a body.
    pub(crate) async fn post(&mut self, body: Bytes) -> anyhow::Result<Bytes> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.address.path)
            .header(HOST, "localhost")
            .header(CONTENT_TYPE, "application/json")
            .header(AUTHORIZATION, format!("Bearer {}", self.address.token))
            .body(Full::new(body))?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if !status.is_success() {
            bail!("{status}: {}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }

    /// The same for a document, whose answer must be without errors of either kind.
    pub(crate) async fn graphql(&mut self, body: Bytes) -> anyhow::Result<Bytes> {
        let answer = self.post(body).await?;
        for fault in [&b"\"errors\":"[..], b"\"userErrors\":[{"] {
            if memchr::memmem::find(&answer, fault).is_some() {
                bail!("refused: {}", String::from_utf8_lossy(&answer));
            }
        }
        Ok(answer)
    }

    /// The `data` of a document's answer.
    pub(crate) async fn data(&mut self, document: &str, variables: Value) -> anyhow::Result<Value> {
        let answer = self.graphql(body(document, &variables)).await?;
        let mut answer: Value = serde_json::from_slice(&answer)?;
        let data = answer.get_mut("data").context("an answer without data")?;
        Ok(data.take())
    }
}

/// Asks again and again, each time with the next of these bodies, whichever client comes first.
pub(crate) fn asking(address: &Address, next: impl Fn() -> Option<Bytes> + 'static) -> Contender<'static> {
    let (address, next) = (address.clone(), Rc::new(next));
    Box::new(move |load| {
        let (address, next) = (address.clone(), Rc::clone(&next));
        Box::pin(async move {
            closed_loop(load, async || {
                let mut connection = Connection::open(&address).await?;
                let next = Rc::clone(&next);
                Ok(async move || {
                    let body = next().context("nothing is left to ask: prepare more of it")?;
                    connection.graphql(body).await.map(|_| ())
                })
            })
            .await
        })
    })
}

/// Any of these bodies.
pub(crate) fn any_of(bodies: &[Bytes]) -> Option<Bytes> {
    bodies.get(fastrand::usize(..bodies.len().max(1))).cloned()
}

/// The body of a request.
pub(crate) fn body(document: &str, variables: &Value) -> Bytes {
    json!({ "query": document, "variables": variables })
        .to_string()
        .into()
}
