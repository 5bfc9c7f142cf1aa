//! Opens connections and says in one sentence why one could not be opened; no text of the driver gets through.

use std::{error::Error as _, time::Duration};

use diesel_async::AsyncPgConnection;
use tokio_postgres::{
    Client, Config, Connection, NoTls, Socket, config::SslMode, error::SqlState, tls::NoTlsStream,
};

/// How long to wait for a server that does not answer, where the URL does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Why there is no connection to serve with. Each message is one sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The URL cannot be read.
    #[error("the database URL is not one of PostgreSQL, such as postgres://user@host:5432/database")]
    Url,
    /// The URL asks for TLS.
    #[error(
        "the database URL requires TLS, which this version does not speak yet: use a Unix socket or a private network"
    )]
    Tls,
    /// Nobody answers.
    #[error("no PostgreSQL answers at the address of the database URL")]
    Unreachable,
    /// User or password are wrong, or `pg_hba.conf` forbids it.
    #[error("PostgreSQL refuses the login of the database URL")]
    Login,
    /// The database does not exist.
    #[error("the database that the database URL names does not exist")]
    NoDatabase,
    /// It has no connection left.
    #[error(
        "PostgreSQL has no connection left for this server: lower its pool size or raise max_connections"
    )]
    TooMany,
    /// It starts up or shuts down.
    #[error("PostgreSQL is starting up or shutting down")]
    NotReady,
    /// The server's role cannot be taken.
    #[error(
        "the login of the database URL cannot take the role {role}: run `task-outcomes migrate` first, or have an \
         administrator run `grant {role} to` this login",
        role = crate::migrate::SERVER_ROLE
    )]
    NoServerRole,
    /// Row-level security would be void.
    #[error("refusing to serve: the role {role} {fault}, so it would see the data of every account", role = crate::migrate::SERVER_ROLE)]
    Privileged {
        /// What the role is or has.
        fault: &'static str,
    },
    /// Anything else, by its SQLSTATE.
    #[error("PostgreSQL refuses the connection (SQLSTATE {0})")]
    Other(String),
}

/// Opens a connection with the login of the URL: TCP, or a Unix socket (`postgres:///database?host=/directory`).
pub(crate) async fn connect(url: &str) -> Result<AsyncPgConnection, ConnectError> {
    let (client, connection) = log_in(url).await?;
    let connection = AsyncPgConnection::try_from_client_and_connection(client, connection).await;
    connection.map_err(|_| ConnectError::Unreachable)
}

/// The same without Diesel, for what it cannot do; the connection is to be polled.
pub(crate) async fn log_in(url: &str) -> Result<(Client, Connection<Socket, NoTlsStream>), ConnectError> {
    let mut config: Config = url.parse().map_err(|_| ConnectError::Url)?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(ConnectError::Tls);
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    config.application_name("task-outcomes");
    config.connect(NoTls).await.map_err(|error| reason(&error))
}

/// Asks the server, by a connection of its own, to give up the statement that runs on this one. Where nobody answers,
/// the statement ends by its timeout.
pub(crate) async fn give_up(connection: &AsyncPgConnection) {
    if connection.cancel_token().cancel_query(NoTls).await.is_err() {
        tracing::warn!("a statement that nobody waits for could not be given up");
    }
}

fn reason(error: &tokio_postgres::Error) -> ConnectError {
    let Some(code) = error.code() else {
        // A configuration that parses but names no host, or no user, fails here too; its cause is no I/O error.
        let io = error
            .source()
            .is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
        return if io || error.source().is_none() {
            ConnectError::Unreachable
        } else {
            ConnectError::Url
        };
    };
    match *code {
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION | SqlState::INVALID_PASSWORD => ConnectError::Login,
        SqlState::INVALID_CATALOG_NAME => ConnectError::NoDatabase,
        SqlState::TOO_MANY_CONNECTIONS => ConnectError::TooMany,
        SqlState::CANNOT_CONNECT_NOW | SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN => {
            ConnectError::NotReady
        }
        _ => ConnectError::Other(code.code().to_owned()),
    }
}
