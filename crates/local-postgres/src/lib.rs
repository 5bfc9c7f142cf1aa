//! Runs a private PostgreSQL as a child process: knows files, users and processes, and nothing of the business.
//!
//! The cluster lives in `<data_dir>/postgres`, listens on a Unix socket only, in a directory that only its user may
//! enter, and is ours alone: a lock file keeps a second server out of the data directory, a cluster that an earlier,
//! killed server left running is taken over, a crashed one recovers. PostgreSQL refuses to run as root; when we are
//! root it runs as an unprivileged user instead. Where no PostgreSQL is installed one is fetched, unless the feature `fetch`
//! is left out.

mod advice;
mod binaries;
mod data_directory;
mod default_data_dir;
mod error;
#[cfg(feature = "fetch")]
mod fetch;
mod initialise;
mod launch;
mod local_postgres;
mod options;
mod places;
mod postmaster;
mod process;
mod runner;
mod socket;
mod wire;

pub use binaries::OLDEST_MAJOR;
pub use default_data_dir::default_data_dir;
pub use error::{FileFault, LocalPostgresError};
#[cfg(feature = "fetch")]
pub use fetch::{Fetch, FetchFault, Release, ReleasesUrl, ReleasesUrlError};
pub use local_postgres::{LocalPostgres, SUPERUSER};
pub use options::{BinarySearch, LocalPostgresOptions};
pub use runner::is_root;
