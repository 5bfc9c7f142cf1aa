//! What can go wrong, each as one clear sentence for the person at the terminal.

use std::io;
use std::path::{Path, PathBuf};

/// Why a local PostgreSQL could not be run.
#[derive(Debug, thiserror::Error)]
pub enum LocalPostgresError {
    /// No directory holds suitable programs.
    #[error("no {wanted} was found (tried {tried}): {advice}")]
    NotFound {
        /// The versions that would do.
        wanted: String,
        /// The places looked at, with what they held.
        tried: String,
        /// The one command that helps on this system.
        advice: String,
    },
    /// The directory named by `PG_BIN` does not do.
    #[error("PG_BIN names {}, which {problem}", path.display())]
    UnsuitablePgBin {
        /// The directory named.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The lock is held.
    #[error(
        "the data directory {} is in use by another running server{holder}: stop that one or choose another data directory",
        path.display()
    )]
    InUse {
        /// The data directory.
        path: PathBuf,
        /// " (process 123)", where it is known.
        holder: String,
    },
    /// None is installed, and none could be fetched.
    #[cfg(feature = "fetch")]
    #[error("no {wanted} was found, and PostgreSQL {version} could not be fetched: {fault}, or {advice}")]
    Fetch {
        /// The versions that would do.
        wanted: String,
        /// The version on offer.
        version: String,
        /// Why, and what to do.
        fault: Box<crate::fetch::FetchFault>,
        /// The one command that helps on this system.
        advice: String,
    },
    /// The operating system refused something to do with a file.
    #[error(transparent)]
    File(#[from] FileFault),
    /// We are root and there is nobody to run PostgreSQL as.
    #[error(
        "PostgreSQL refuses to run as root, and this system has no user `postgres` or `nobody` to run it as"
    )]
    NoUnprivilegedUser,
    /// The user PostgreSQL is to run as cannot reach the data directory.
    #[error(
        "the user {user}, as whom PostgreSQL has to run, may not enter {}: choose a data directory that it may enter, \
         such as /var/lib/task-outcomes",
        path.display()
    )]
    NotEnterable {
        /// The user's name or number.
        user: String,
        /// The directory.
        path: PathBuf,
    },
    /// The cluster was made by another user.
    #[error("the cluster in {} belongs to another user (uid {owner}): start the server as that user", path.display())]
    ForeignCluster {
        /// The cluster's directory.
        path: PathBuf,
        /// Its owner.
        owner: u32,
    },
    /// Something that is no cluster is in the cluster's place.
    #[error("{} is not empty and holds no PostgreSQL cluster: move it away or choose another data directory", path.display())]
    NotACluster {
        /// The cluster's directory.
        path: PathBuf,
    },
    /// A program of PostgreSQL could not be run.
    #[error("cannot run {}: {cause}", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// `initdb` failed.
    #[error("initdb could not create a cluster in {}: {reason}", path.display())]
    Initialise {
        /// Where the cluster was to be.
        path: PathBuf,
        /// The decisive line of its output.
        reason: String,
    },
    /// `postgres` ended before it was ready.
    #[error("PostgreSQL did not start: {reason} (its log is {})", log.display())]
    Start {
        /// The decisive line of its log.
        reason: String,
        /// The log.
        log: PathBuf,
    },
    /// `postgres` was not ready in time; it goes on, and a later start takes it over.
    #[error("PostgreSQL was not ready after {seconds} s (its log is {})", log.display())]
    StartTimeout {
        /// How long we waited.
        seconds: u64,
        /// The log.
        log: PathBuf,
    },
    /// The process does not end.
    #[error("PostgreSQL (process {pid}) could not be stopped")]
    Stop {
        /// The process.
        pid: i32,
    },
    /// PostgreSQL refused a statement of ours.
    #[error("PostgreSQL refused a statement with SQLSTATE {sqlstate}")]
    Refused {
        /// The code; the text stays in PostgreSQL's log.
        sqlstate: String,
    },
    /// The connection to PostgreSQL broke.
    #[error("cannot speak to PostgreSQL through {}: {cause}", socket.display())]
    Connection {
        /// The socket.
        socket: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
}

impl LocalPostgresError {
    /// For `map_err` on operations of `std::fs`.
    pub(crate) fn file<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + use<'a> {
        move |cause| FileFault::of(action, path)(cause).into()
    }
}

/// The operating system refused something to do with a file.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}: {cause}", path.display())]
pub struct FileFault {
    /// What was tried.
    pub action: &'static str,
    /// On which file or directory.
    pub path: PathBuf,
    /// What the operating system said.
    pub cause: io::Error,
}

impl FileFault {
    /// For `map_err` on operations of `std::fs`.
    pub(crate) fn of<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + use<'a> {
        move |cause| Self {
            action,
            path: path.to_owned(),
            cause,
        }
    }
}
