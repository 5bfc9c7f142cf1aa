//! Why a PostgreSQL could not be fetched, each with what can be done about it.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use crate::error::FileFault;

/// Why a PostgreSQL could not be fetched. A site is named by its host only: an address may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum FetchFault {
    /// No network, no such host, nobody listening.
    #[error("{site} cannot be reached ({cause}); start again when this machine has a network")]
    Unreachable {
        /// The site's host.
        site: String,
        /// What the operating system said.
        cause: String,
    },
    /// Nothing came for as long as a site may keep silent.
    #[error("{site} does not answer; start again later, which goes on from there")]
    Silent {
        /// The site's host.
        site: String,
    },
    /// The connection broke off, again and again.
    #[error("the connection to {site} breaks off; start again, which goes on from there")]
    BrokenOff {
        /// The site's host.
        site: String,
    },
    /// The certificate of the site was not accepted.
    #[error(
        "{site} does not prove who it is ({cause}); install this system's `ca-certificates` and start again"
    )]
    Untrusted {
        /// The site's host.
        site: String,
        /// What is wrong with the certificate.
        cause: String,
    },
    /// The site does not have it, or does not give it.
    #[error(
        "{site} answers with status {status}; start again later, or name another site with PG_RELEASES_URL"
    )]
    Status {
        /// The site's host.
        site: String,
        /// The status of HTTP.
        status: u16,
    },
    /// The answer cannot be understood.
    #[error("{site} gives no proper answer ({cause}); name another site with PG_RELEASES_URL")]
    Improper {
        /// The site's host.
        site: String,
        /// What is wrong with it.
        cause: String,
    },
    /// What came is not what is pinned.
    #[error(
        "what {site} sent has the wrong checksum and was thrown away; start again later, or name another site with \
         PG_RELEASES_URL"
    )]
    Checksum {
        /// The site's host.
        site: String,
    },
    /// The disk is full.
    #[error("there is no room for it in {}; make some and start again", directory.display())]
    NoRoom {
        /// The directory it is kept in.
        directory: PathBuf,
    },
    /// The operating system refused something to do with a file.
    #[error("{0}; mend that and start again")]
    File(FileFault),
    /// The archive ends early, or is none.
    #[error("its archive is damaged ({cause}); name another site with PG_RELEASES_URL")]
    Damaged {
        /// What is wrong with it.
        cause: String,
    },
    /// The archive holds something that does not belong into it, such as a way out of its directory.
    #[error("its archive holds {entry:?}, which is refused; name another site with PG_RELEASES_URL")]
    Refused {
        /// The entry.
        entry: PathBuf,
    },
    /// The programs do not run on this machine.
    #[error(
        "it does not run on this system ({reason}; the programs are in {}); install what is missing and start again",
        programs.display()
    )]
    DoesNotRun {
        /// What the system said.
        reason: String,
        /// The directory of the programs.
        programs: PathBuf,
    },
    /// Nobody waits for it any more.
    #[error("it was stopped; start again, which goes on from there")]
    Stopped,
}

impl FetchFault {
    /// Whether trying again at once may help.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::BrokenOff { .. } => true,
            Self::Status { status, .. } => matches!(*status, 408 | 429 | 500..=599),
            Self::Unreachable { .. }
            | Self::Silent { .. }
            | Self::Untrusted { .. }
            | Self::Improper { .. }
            | Self::Checksum { .. }
            | Self::NoRoom { .. }
            | Self::File(_)
            | Self::Damaged { .. }
            | Self::Refused { .. }
            | Self::DoesNotRun { .. }
            | Self::Stopped => false,
        }
    }
}

impl From<FileFault> for FetchFault {
    fn from(fault: FileFault) -> Self {
        if !is_no_room(&fault.cause) {
            return Self::File(fault);
        }
        let directory = fault.path.parent().unwrap_or(&fault.path).to_owned();
        Self::NoRoom { directory }
    }
}

/// A full disk, a used-up quota, or a limit on the size of files.
pub(crate) fn is_no_room(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}
