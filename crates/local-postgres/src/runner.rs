//! As whom PostgreSQL runs: as us, or as an unprivileged user when we are root.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use tokio::process::Command;

use crate::error::LocalPostgresError;

/// Whether this process runs as root, which PostgreSQL refuses.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The users that own nothing else than PostgreSQL's files, best first.
const UNPRIVILEGED: [&str; 3] = ["postgres", "_postgres", "nobody"];

/// Who runs PostgreSQL and owns its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Runner {
    Ourselves,
    Other { name: String, uid: u32, gid: u32 },
}

impl Runner {
    /// An existing cluster keeps its owner.
    pub(crate) fn for_cluster(cluster: &Path) -> Result<Self, LocalPostgresError> {
        let owner = fs::metadata(cluster).ok().map(|found| (found.uid(), found.gid()));
        match owner {
            Some((uid, gid)) if is_root() && uid != 0 => Ok(Self::Other {
                name: format!("with uid {uid}"),
                uid,
                gid,
            }),
            Some((uid, _)) if !is_root() && uid != rustix::process::geteuid().as_raw() => {
                Err(LocalPostgresError::ForeignCluster {
                    path: cluster.to_owned(),
                    owner: uid,
                })
            }
            _ if is_root() => Self::unprivileged(),
            _ => Ok(Self::Ourselves),
        }
    }

    fn unprivileged() -> Result<Self, LocalPostgresError> {
        let path = Path::new("/etc/passwd");
        let users = fs::read_to_string(path).map_err(LocalPostgresError::file("read", path))?;
        UNPRIVILEGED
            .iter()
            .find_map(|name| lookup(&users, name))
            .ok_or(LocalPostgresError::NoUnprivilegedUser)
    }

    /// A command that runs as this user, deaf to our environment: variables such as `PGDATA` or `LC_ALL` would change
    /// what PostgreSQL does.
    pub(crate) fn command(&self, program: &Path, directory: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .env("TZ", "UTC");
        command.current_dir(directory).stdin(std::process::Stdio::null());
        if let Self::Other { uid, gid, .. } = self {
            command.uid(*uid).gid(*gid);
        }
        command
    }

    /// Makes this user the owner of a directory that nobody else may enter.
    pub(crate) fn own(&self, directory: &Path) -> Result<(), LocalPostgresError> {
        fs::set_permissions(directory, fs::Permissions::from_mode(0o700))
            .map_err(LocalPostgresError::file("set the permissions of", directory))?;
        if let Self::Other { uid, gid, .. } = self {
            chown(directory, Some(*uid), Some(*gid)).map_err(LocalPostgresError::file(
                "give to PostgreSQL's user the directory",
                directory,
            ))?;
        }
        Ok(())
    }

    /// Tries what PostgreSQL is about to do, because no reading of mode bits knows all of a system's rules.
    pub(crate) async fn check_enter(&self, directory: &Path) -> Result<(), LocalPostgresError> {
        let Self::Other { name, .. } = self else {
            return Ok(());
        };
        let refused = || LocalPostgresError::NotEnterable {
            user: name.clone(),
            path: directory.to_owned(),
        };
        let shell = Path::new("/bin/sh");
        let status = self
            .command(shell, directory)
            .args(["-c", ":"])
            .status()
            .await
            .map_err(|_| refused())?;
        if status.success() { Ok(()) } else { Err(refused()) }
    }
}

fn lookup(passwd: &str, name: &str) -> Option<Runner> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (found, _, uid, gid) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let (uid, gid) = (uid.parse().ok()?, gid.parse().ok()?);
        (found == name && uid != 0).then(|| Runner::Other {
            name: name.to_owned(),
            uid,
            gid,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_by_their_exact_name() {
        let passwd =
            "root:x:0:0:root:/root:/bin/sh\npostgres2:x:7:7::/:\npostgres:x:101:104:,,,:/var:/bin/sh\n";
        let expected = Runner::Other {
            name: "postgres".to_owned(),
            uid: 101,
            gid: 104,
        };
        assert_eq!(lookup(passwd, "postgres"), Some(expected));
        assert_eq!(lookup(passwd, "nobody"), None);
    }

    #[test]
    fn a_user_that_is_root_by_another_name_does_not_count() {
        assert_eq!(lookup("postgres:x:0:0:::\n", "postgres"), None);
    }
}
