//! The handle of a running cluster: start, addresses, stop.

use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::data_directory::DataDirectory;
use crate::error::LocalPostgresError;
use crate::launch::{self, Running};
use crate::options::LocalPostgresOptions;
use crate::process::Process;
use crate::runner::Runner;
use crate::socket::SocketDirectory;
use crate::wire::{self, WireError};
use crate::{binaries, initialise};

/// The role that owns the cluster.
pub const SUPERUSER: &str = "postgres";

const DUPLICATE_DATABASE: &str = "42P04";

/// A PostgreSQL of our own. [`Self::stop`] it; a handle that is merely dropped does the same, but blocks its thread.
#[derive(Debug)]
pub struct LocalPostgres {
    process: Process,
    socket: SocketDirectory,
    // Last, because it holds the lock: whoever gets it next finds the cluster stopping.
    data: DataDirectory,
}

impl LocalPostgres {
    /// Takes over, recovers, starts or creates the cluster of the data directory, whatever is needed.
    pub async fn start(options: LocalPostgresOptions) -> Result<Self, LocalPostgresError> {
        let data = DataDirectory::open(&options.data_dir)?;
        let Running { process, socket } = match launch::take_over(&data, options.startup_timeout).await? {
            Some(running) => running,
            None => start_cluster(&data, &options).await?,
        };
        let cluster = Self {
            process,
            socket,
            data,
        };
        cluster.create_database(&options.database).await?;
        Ok(cluster)
    }

    /// The same, or, where another server has the data directory, a guest of its cluster: for commands beside a server.
    pub async fn start_or_join(options: LocalPostgresOptions) -> Result<Self, LocalPostgresError> {
        let deadline = Instant::now() + options.startup_timeout;
        loop {
            let in_use = match Self::start(options.clone()).await {
                Err(in_use @ LocalPostgresError::InUse { .. }) => in_use,
                other => return other,
            };
            let data = DataDirectory::of_another(&options.data_dir)?;
            if let Some(Running { process, socket }) = launch::join(&data).await {
                return Ok(Self {
                    process,
                    socket,
                    data,
                });
            }
            if deadline < Instant::now() {
                return Err(in_use);
            }
            // The other one is on its way up or down.
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// An address for a database of this cluster, as its superuser, without password.
    pub fn database_url(&self, database: &str) -> String {
        let (database, host) = (
            percent_encode(database.as_bytes()),
            self.socket.path().as_os_str().as_bytes(),
        );
        format!(
            "postgresql:///{database}?host={}&user={SUPERUSER}",
            percent_encode(host)
        )
    }

    /// Makes a database unless it is there.
    pub async fn create_database(&self, name: &str) -> Result<(), LocalPostgresError> {
        match self
            .execute("postgres", &format!("create database {}", quoted(name)))
            .await
        {
            Err(LocalPostgresError::Refused { sqlstate }) if sqlstate == DUPLICATE_DATABASE => Ok(()),
            other => other,
        }
    }

    /// Throws a database away, whoever is connected to it, and makes it anew.
    pub async fn recreate_database(&self, name: &str) -> Result<(), LocalPostgresError> {
        self.execute(
            "postgres",
            &format!("drop database if exists {} with (force)", quoted(name)),
        )
        .await?;
        self.create_database(name).await
    }

    /// Runs one statement, as the superuser, whose rows do not matter.
    pub async fn execute(&self, database: &str, sql: &str) -> Result<(), LocalPostgresError> {
        let socket = self.socket.socket();
        wire::execute(&socket, SUPERUSER, database, sql)
            .await
            .map_err(|error| match error {
                WireError::Io(cause) => LocalPostgresError::Connection { socket, cause },
                WireError::Refused(sqlstate) => LocalPostgresError::Refused { sqlstate },
            })
    }

    /// The directory it lives in, as the system calls it.
    pub fn data_dir(&self) -> &Path {
        self.data.root()
    }

    /// The number of the server process.
    pub fn process_id(&self) -> i32 {
        self.process.number()
    }

    /// Shuts the cluster down in order and waits for its end; a guest leaves it to its server.
    pub async fn stop(mut self) -> Result<(), LocalPostgresError> {
        if !self.data.is_ours() {
            return Ok(());
        }
        self.process.stop().await // what else is to be done is `drop`'s
    }
}

impl Drop for LocalPostgres {
    fn drop(&mut self) {
        if self.data.is_ours() && self.process.stop_blocking() {
            self.socket.remove();
        }
    }
}

async fn start_cluster(
    data: &DataDirectory,
    options: &LocalPostgresOptions,
) -> Result<Running, LocalPostgresError> {
    let made_by = data.cluster_major()?;
    let binaries = binaries::find_or_fetch(&options.search, made_by).await?;
    let runner = Runner::for_cluster(&data.cluster())?;
    tracing::debug!(directory = %binaries.directory.display(), major = binaries.major, ?runner, "using PostgreSQL");
    if made_by.is_none() {
        initialise::initialise(data, &binaries, &runner, options.durable).await?;
    }
    launch::launch(data, &binaries, &runner, options).await
}

fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

fn percent_encode(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_survive_any_path() {
        assert_eq!(percent_encode("/tmp/a b&c/ü".as_bytes()), "/tmp/a%20b%26c/%C3%BC");
    }

    #[test]
    fn identifiers_are_quoted() {
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
