//! The directory of the Unix socket: private to PostgreSQL's user, with a path short enough for the kernel.

use std::fs::{self, DirBuilder};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::data_directory::DataDirectory;
use crate::error::LocalPostgresError;
use crate::runner::Runner;

/// What a socket's path may take; Linux ends at 107 bytes, macOS and the BSDs at 103.
const LONGEST: usize = 103;
/// The directory is ours alone, so the number only names the file.
pub(crate) const PORT: &str = "5432";

/// Where a cluster listens.
#[derive(Debug, Clone)]
pub(crate) struct SocketDirectory {
    path: PathBuf,
    temporary: bool,
}

impl SocketDirectory {
    /// In the data directory where the path is short and plain enough, else under `/tmp` with a name nobody can guess
    /// and therefore nobody can occupy.
    pub(crate) fn create(data: &DataDirectory, runner: &Runner) -> Result<Self, LocalPostgresError> {
        let inside = data.socket();
        if !fits(&inside) {
            return Self::temporary(runner);
        }
        match DirBuilder::new().mode(0o700).create(&inside) {
            Err(cause) if cause.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(LocalPostgresError::file("create", &inside)(cause));
            }
            _ => runner.own(&inside)?,
        }
        Ok(Self {
            path: inside,
            temporary: false,
        })
    }

    /// That of a cluster that is running already.
    pub(crate) fn of_running(data: &DataDirectory, path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            temporary: path != data.socket(),
        }
    }

    fn temporary(runner: &Runner) -> Result<Self, LocalPostgresError> {
        let chance = getrandom::u64().map_err(|_| LocalPostgresError::NoRandomness)?;
        let path = PathBuf::from(format!("{TEMPORARY}{chance:016x}"));
        // Fails if it exists, whoever made it.
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(LocalPostgresError::file("create", &path))?;
        runner.own(&path)?;
        Ok(Self {
            path,
            temporary: true,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn socket(&self) -> PathBuf {
        socket_in(&self.path)
    }

    /// Leaves nothing behind under `/tmp`, once PostgreSQL has ended.
    pub(crate) fn remove(&self) {
        if self.temporary && self.path.as_os_str().as_bytes().starts_with(TEMPORARY.as_bytes()) {
            // What is left after a crash is the socket and its lock.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

const TEMPORARY: &str = "/tmp/task-outcomes-";

fn socket_in(directory: &Path) -> PathBuf {
    directory.join(format!(".s.PGSQL.{PORT}"))
}

/// PostgreSQL reads the option as a list, so that only plain characters are safe in it.
fn fits(directory: &Path) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    let bytes = directory.as_os_str().as_bytes();
    bytes.iter().all(plain) && socket_in(directory).as_os_str().as_bytes().len() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_or_unusual_paths_do_not_fit() {
        assert!(fits(Path::new("/var/lib/task-outcomes/socket")));
        assert!(!fits(Path::new("/var/lib/a, b/socket")));
        let exact = format!("/{}", "x".repeat(LONGEST - "/.s.PGSQL.5432".len() - 1));
        assert!(fits(Path::new(&exact)));
        assert!(!fits(Path::new(&format!("{exact}x"))));
    }
}
