//! The data directory: its layout, its permissions, and the lock that makes it ours.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::error::{FileFault, LocalPostgresError};
use crate::runner::is_root;

/// A data directory; locked, no other server uses it as long as this value lives.
#[derive(Debug)]
pub(crate) struct DataDirectory {
    root: PathBuf,
    // The operating system releases the lock with the file, however we end.
    lock: Option<File>,
}

impl DataDirectory {
    pub(crate) fn open(path: &Path) -> Result<Self, LocalPostgresError> {
        create(path)?;
        // One name for one directory: PostgreSQL's command line is compared with it at a takeover.
        let root = path
            .canonicalize()
            .map_err(LocalPostgresError::file("enter the data directory", path))?;
        let lock = lock(&root)?;
        Ok(Self {
            root,
            lock: Some(lock),
        })
    }

    /// That of another server, to look at.
    pub(crate) fn of_another(path: &Path) -> Result<Self, LocalPostgresError> {
        let root = path
            .canonicalize()
            .map_err(LocalPostgresError::file("enter the data directory", path))?;
        Ok(Self { root, lock: None })
    }

    pub(crate) fn is_ours(&self) -> bool {
        self.lock.is_some()
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn cluster(&self) -> PathBuf {
        self.root.join("postgres")
    }

    /// Where a cluster is made before it moves, complete, to its place.
    pub(crate) fn staging(&self) -> PathBuf {
        self.root.join("postgres.new")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.root.join("socket")
    }

    /// An empty log for the next run; the last run's is kept beside it.
    pub(crate) fn fresh_log(&self) -> Result<File, LocalPostgresError> {
        let log = self.log();
        // No earlier log is the usual case of a first start; any other fault shows at the next line.
        let _ = fs::rename(&log, self.root.join("postgres.log.1"));
        let mut options = OpenOptions::new();
        options.create(true).append(true).mode(0o600);
        options
            .open(&log)
            .map_err(LocalPostgresError::file("write", &log))
    }

    /// The major version that made the cluster, if there is one.
    pub(crate) fn cluster_major(&self) -> Result<Option<u32>, LocalPostgresError> {
        let cluster = self.cluster();
        let Ok(mut entries) = fs::read_dir(&cluster) else {
            return Ok(None);
        };
        if entries.next().is_none() {
            return Ok(None);
        }
        let version = fs::read_to_string(cluster.join("PG_VERSION")).ok();
        let major = version.and_then(|version| version.trim().parse().ok());
        major
            .map(Some)
            .ok_or(LocalPostgresError::NotACluster { path: cluster })
    }
}

/// Makes a directory for us alone, or, where we are root, for PostgreSQL's user to pass through.
pub(crate) fn create(path: &Path) -> Result<(), FileFault> {
    let mode = if is_root() { 0o755 } else { 0o700 };
    DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(path)
        .map_err(FileFault::of("create the directory", path))?;
    if is_root() {
        let_others_through(path)
    } else {
        Ok(())
    }
}

/// PostgreSQL's user has to pass through root's directory to reach its own; it need not list it.
fn let_others_through(path: &Path) -> Result<(), FileFault> {
    let known = fs::metadata(path).map_err(FileFault::of("read", path))?;
    if known.uid() != 0 || known.mode() & 0o001 != 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode((known.mode() & 0o7777) | 0o011))
        .map_err(FileFault::of("set the permissions of", path))
}

fn lock(root: &Path) -> Result<File, LocalPostgresError> {
    let path = root.join("server.lock");
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600);
    let mut file = options
        .open(&path)
        .map_err(LocalPostgresError::file("write", &path))?;
    match file.try_lock() {
        Ok(()) => (),
        Err(TryLockError::WouldBlock) => return Err(in_use(root, &path)),
        Err(TryLockError::Error(cause)) => return Err(LocalPostgresError::file("lock", &path)(cause)),
    }
    let written = file
        .set_len(0)
        .and_then(|()| writeln!(file, "{}", std::process::id()));
    written.map_err(LocalPostgresError::file("write", &path))?;
    Ok(file)
}

fn in_use(root: &Path, lock: &Path) -> LocalPostgresError {
    let pid = fs::read_to_string(lock).unwrap_or_default();
    let pid = pid.trim();
    let holder = if pid.is_empty() {
        String::new()
    } else {
        format!(" (process {pid})")
    };
    LocalPostgresError::InUse {
        path: root.to_owned(),
        holder,
    }
}
