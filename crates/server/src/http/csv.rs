//! `GET /reports/task-overview.csv`: the tasks of a report as a file that is written while it is read.

mod row;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use adapter_graphql::{Bucket as _, Language, Overdrawn, RequestFault};
use application::{
    Session, StoreError,
    queries::{
        QueryError,
        task_overview::{Export, PORTION, TaskOverview},
    },
};
use axum::{
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde::Deserialize;
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc},
    time::timeout,
};

use super::{Site, answers};
use crate::{auth, background};

/// Portions that wait for the client, each of at most 1,000 rows.
const WAITING: usize = 2;

/// How long a client may take nothing; the store gives a snapshot up about then, too.
const PATIENCE: Duration = Duration::from_secs(15);

/// The filter of the report, as its `csvPath` has it.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    filter: String,
}

/// Files that are written at once: each holds a connection to the store for as long as its client takes.
pub const AT_ONCE: usize = 4;

/// Held until the last portion is taken.
type Turn = OwnedSemaphorePermit;

/// Why there is no file.
#[derive(Debug, Clone, Copy)]
enum Refusal {
    Unauthenticated,
    RateLimited(Duration),
    BadLink(RequestFault),
    Unavailable,
    Failed,
}

/// Answers with the file, or says why there is none.
pub(super) async fn answer(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match export(&site, &asked.filter, &headers).await {
        Ok((export, turn)) => file(export, turn),
        Err(refusal) => refusal.told(answers::language(&headers)),
    }
}

/// Who exports is told in the history before the first byte is sent.
async fn export(site: &Site, link: &str, headers: &HeaderMap) -> Result<(Export, Turn), Refusal> {
    let token = auth::bearer_token(headers).ok_or(Refusal::Unauthenticated)?;
    let (conditions, period, zone) = adapter_graphql::report_of_link(link).map_err(Refusal::BadLink)?;
    let session = auth::sign_in(&site.queries, &token).await?;
    let session = session.ok_or(Refusal::Unauthenticated)?;
    let turn = match turn(site, &session) {
        Ok(turn) => turn,
        Err(refusal) => {
            session.close().await;
            return Err(refusal);
        }
    };
    let report = session.task_overview(conditions, period, zone).await;
    session.close().await; // the command must not wait for its connection
    let report = report?;
    site.commands.record_export(session.actor(), report.days).await?;
    Ok((begun(session.renewed(), report).await?, turn))
}

/// A turn, which is paid for.
fn turn(site: &Site, session: &Session) -> Result<Turn, Refusal> {
    let turn = Arc::clone(&site.exports).try_acquire_owned();
    let turn = turn.map_err(|_| Refusal::Unavailable)?;
    site.rate_limits.of(session.token()).take(PORTION.into())?;
    Ok(turn)
}

async fn begun(session: Session, report: TaskOverview) -> Result<Export, Refusal> {
    let held = session.clone();
    match session.export_task_overview(report).await {
        Ok(export) => Ok(export),
        Err(error) => {
            held.close().await;
            Err(error.into())
        }
    }
}

/// A task of its own reads ahead of the client by a few portions, and ends when the client leaves or takes nothing. Where
/// it could not write everything the connection is cut: a file that looks whole is whole.
fn file(mut export: Export, turn: Turn) -> Response {
    let (send, mut receive) = mpsc::channel(WAITING);
    let is_whole = Arc::new(AtomicBool::new(false));
    let is_written = Arc::clone(&is_whole);
    background::spawn("export", async move {
        is_written.store(write(&mut export, &send).await, Ordering::Release);
        drop(send);
        export.close().await;
        drop(turn);
    });
    let body = Body::from_stream(stream::poll_fn(move |cx| {
        receive.poll_recv(cx).map(|portion| match portion {
            Some(portion) => Some(Ok(portion)),
            None if is_whole.load(Ordering::Acquire) => None,
            None => Some(Err(io::Error::other("the export broke off"))),
        })
    }));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"task-overview.csv\"",
        ),
    ];
    (headers, body).into_response()
}

/// Writes all portions; tells whether that was possible.
async fn write(export: &mut Export, send: &mpsc::Sender<Bytes>) -> bool {
    let mut portion = row::header();
    loop {
        match timeout(PATIENCE, send.send(portion)).await {
            Ok(Ok(())) => (),
            Ok(Err(_)) | Err(_) => return false,
        }
        // Who leaves is noticed at once, and not when the next portion is read.
        let next = tokio::select! {
            next = export.next() => next,
            () = send.closed() => return false,
        };
        portion = match next {
            Ok(tasks) if tasks.is_empty() => return true,
            Ok(tasks) => row::lines(&tasks),
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "an export broke off");
                return false;
            }
        };
    }
}

impl From<Overdrawn> for Refusal {
    fn from(overdrawn: Overdrawn) -> Self {
        match overdrawn {
            Overdrawn::For(wait) => Self::RateLimited(wait),
            Overdrawn::Forever { .. } => Self::RateLimited(Duration::from_mins(1)),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Conflict => Self::Unavailable,
            StoreError::Broken(_) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "an export failed");
                Self::Failed
            }
        }
    }
}

impl From<QueryError> for Refusal {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Store(error) => error.into(),
            QueryError::Argument { .. } => Self::BadLink(RequestFault::ReportDays),
        }
    }
}

impl Refusal {
    /// One sentence, in the language of whoever asks.
    fn told(self, language: Language) -> Response {
        let (status, fault) = match self {
            Self::Unauthenticated => (StatusCode::UNAUTHORIZED, RequestFault::Unauthenticated),
            Self::RateLimited(wait) => (StatusCode::TOO_MANY_REQUESTS, RequestFault::RateLimited(wait)),
            Self::BadLink(fault) => (StatusCode::BAD_REQUEST, fault),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, RequestFault::Busy),
            Self::Failed => (StatusCode::INTERNAL_SERVER_ERROR, RequestFault::Failed),
        };
        let further = match self {
            Self::Unauthenticated => Some((
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"task-outcomes\""),
            )),
            Self::RateLimited(wait) => Some((header::RETRY_AFTER, (wait.as_secs() + 1).into())),
            Self::Unavailable => Some((header::RETRY_AFTER, HeaderValue::from_static("2"))),
            Self::BadLink(_) | Self::Failed => None,
        };
        let spoken = [(header::CONTENT_LANGUAGE, language.tag())];
        let sentence = format!("{}\n", fault.told(language));
        let mut response = (status, spoken, sentence).into_response();
        response.headers_mut().extend(further);
        response
    }
}
