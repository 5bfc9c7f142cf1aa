//! `serve`: the API until somebody says stop.

use std::io;
use std::net::SocketAddr;

use anyhow::{Context, anyhow};
use tokio::net::TcpListener;

use super::opened;
use crate::app::{self, App};
use crate::config::{DatabaseConfig, ServeConfig};
use crate::database::Database;
use crate::shutdown::Shutdown;

/// Serves; what may fail fast comes first.
pub(super) async fn serve(config: ServeConfig) -> anyhow::Result<()> {
    let mut shutdown = signals()?;
    let listener = listen(config.http.listen).await?;
    let Some(database) = open(&config.database, &mut shutdown).await? else {
        return Ok(());
    };
    let served = async {
        opened::migrate(&database).await?;
        let app = opened::connect(&database, &config.database).await?;
        let app = app.with_http(&config.http);
        tracing::info!(address = %listener.local_addr()?, "serving");
        until_stopped(listener, &app, shutdown).await
    };
    let served = served.await;
    opened::close(database, served).await
}

/// Hears SIGINT and SIGTERM from here on.
pub(super) fn signals() -> anyhow::Result<Shutdown> {
    Shutdown::listen().context("cannot listen to signals")
}

/// Takes the address before anything is started.
pub(super) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => {
                anyhow!(
                    "another program listens at {address}: stop it or choose another address with --listen"
                )
            }
            io::ErrorKind::PermissionDenied => {
                anyhow!("not permitted to listen at {address}: choose a port from 1024 on with --listen")
            }
            io::ErrorKind::AddrNotAvailable => anyhow!("{address} is no address of this machine"),
            _ => anyhow!("cannot listen at {address}: {error}"),
        })
}

/// The database; none where somebody says stop before it is there.
pub(super) async fn open(
    config: &DatabaseConfig,
    shutdown: &mut Shutdown,
) -> anyhow::Result<Option<Database>> {
    tokio::select! {
        opened = Database::open(config) => Ok(Some(opened?)),
        signal = shutdown.requested() => {
            tracing::info!(signal, "stopped while starting");
            Ok(None)
        }
    }
}

/// Serves until a signal, finishes what is under way, and is impatient at a second signal.
pub(super) async fn until_stopped(
    listener: TcpListener,
    app: &App,
    mut shutdown: Shutdown,
) -> anyhow::Result<()> {
    app.check_descriptors();
    let (said, stop) = tokio::sync::oneshot::channel();
    let signals = async move {
        let signal = shutdown.requested().await;
        tracing::info!(signal, "finishing the requests under way");
        // Without a receiver the server has ended already.
        let _ = said.send(());
        shutdown.requested().await
    };
    let stop = async {
        // The sender lives as long as the server is awaited.
        let _ = stop.await;
    };
    tokio::select! {
        () = app::serve(listener, app, stop) => Ok(()),
        signal = signals => {
            tracing::warn!(signal, "ending at once");
            Ok(())
        }
    }
}
