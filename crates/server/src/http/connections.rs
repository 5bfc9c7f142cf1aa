//! Takes connections and serves each of them: heads must come soon, and at the end what is under way gets its time.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::Patience;
use crate::background;
use crate::patient::Patient;

/// Bytes of the head of a request; more is answered with 431. Buffers of a connection are no larger.
const LARGEST_HEAD: usize = 64 * 1024;

/// How long nothing is accepted after there was no room for a connection, such as no file descriptor.
const BREATH: Duration = Duration::from_millis(500);

/// Serves until `stop` ends, with patience for requests, and for clients that take nothing; then takes no new connections, and returns when those that are open have nothing under way.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    (patience, taking): (Patience, Duration),
    stop: impl Future<Output = ()> + Send,
) {
    let (say_stop, hear_stop) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let stream = tokio::select! {
            stream = accept(&listener) => stream,
            () = &mut stop => break,
        };
        let served = connection(stream, router.clone(), (patience, taking), hear_stop.clone());
        background::spawn("connection", served);
    }
    drop((listener, hear_stop));
    // Without receivers there are no connections.
    let _ = say_stop.send(());
    say_stop.closed().await;
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if is_of_the_client(&error) => (),
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// The client has left before it was accepted.
fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

async fn connection(
    stream: TcpStream,
    router: Router,
    (patience, taking): (Patience, Duration),
    mut hear_stop: watch::Receiver<()>,
) {
    // Answers are written as a whole: waiting for more to send only delays them.
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(
            TokioIo::new(Patient::new(stream, taking)),
            TowerToHyperService::new(router),
        )
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = hear_stop.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
