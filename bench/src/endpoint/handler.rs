//! The yardstick over HTTP: a handler that sends the JSON of the best single SQL statement as it is. It knows no
//! accounts, no tokens and no rules, and keeps its connections and its statement.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio_postgres::{Client, Statement};

use super::pages::JSON_OF_A_PAGE;
use crate::plain::connect;

/// As many as the server's pool has.
const CONNECTIONS: usize = 16;

/// A page that is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PageOf {
    pub(crate) owner: String,
    /// Due time and id of the task before the page, as PostgreSQL writes them.
    pub(crate) after: (String, String),
}

struct Keeper {
    account: String,
    free: Mutex<mpsc::Receiver<Kept>>,
    back: mpsc::Sender<Kept>,
}

struct Kept {
    client: Client,
    statement: Statement,
}

/// Answers at this address until the process ends.
pub async fn serve(url: &str, account: String, listen: SocketAddr) -> anyhow::Result<()> {
    let (back, free) = mpsc::channel(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        let client = connect(url).await?;
        client
            .batch_execute("set plan_cache_mode = force_generic_plan")
            .await?;
        let statement = client.prepare(JSON_OF_A_PAGE).await?;
        back.send(Kept { client, statement }).await?;
    }
    let keeper = Keeper {
        account,
        free: Mutex::new(free),
        back,
    };
    let router = Router::new()
        .route("/page", post(page))
        .with_state(Arc::new(keeper));
    let listener = axum::serve::ListenerExt::tap_io(TcpListener::bind(listen).await?, |stream| {
        // Without it the yardstick would wait for nothing, and be slower than it can be.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).await?;
    Ok(())
}

async fn page(State(keeper): State<Arc<Keeper>>, body: Bytes) -> Response {
    match read(&keeper, &body).await {
        Ok(json) => ([(CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response(),
    }
}

async fn read(keeper: &Keeper, body: &[u8]) -> anyhow::Result<String> {
    let page: PageOf = serde_json::from_slice(body)?;
    let (due, id) = page.after;
    let kept = keeper.free.lock().await.recv().await;
    let kept = kept.ok_or_else(|| anyhow::anyhow!("no connection"))?;
    let row = kept
        .client
        .query_one(&kept.statement, &[&keeper.account, &page.owner, &due, &id])
        .await;
    keeper.back.send(kept).await?;
    Ok(row?.try_get(0)?)
}
