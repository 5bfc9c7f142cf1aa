//! The directory in which all that was fetched is kept: what is where, and whose turn it is to write.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::fault::FetchFault;
use super::release::Release;
use super::{Fetch, unpack};
use crate::data_directory;
use crate::error::FileFault;

/// What a directory is called as long as it is not complete.
const STAGING: &str = ".new";

/// The place of one release. As long as this value lives nobody else writes there, in this process or another.
pub(crate) struct Place {
    directory: PathBuf,
    name: String,
    archive: String,
    // The operating system releases the lock with the file, however we end.
    _lock: File,
}

impl Place {
    /// Waits for its turn.
    pub(crate) fn open(
        fetch: &Fetch,
        release: &Release,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Self, FetchFault> {
        let directory = &fetch.directory;
        if let Some(parent) = directory.parent() {
            data_directory::create(parent)?;
        }
        data_directory::create(directory)?;
        Ok(Self {
            directory: directory.clone(),
            name: release.name(),
            archive: release.archive(),
            _lock: lock(&directory.join("fetch.lock"), fetch.announce, stopped)?,
        })
    }

    /// The directory of a release's programs, whether they are there or not.
    pub(crate) fn programs(directory: &Path, release: &Release) -> PathBuf {
        directory.join(release.name()).join("bin")
    }

    pub(crate) fn is_filled(&self) -> bool {
        self.directory.join(&self.name).exists()
    }

    /// The archive, as far as it has come.
    pub(crate) fn part(&self) -> PathBuf {
        self.directory.join(format!("{}.part", self.archive))
    }

    /// Unpacks the complete archive beside its place and moves it there: it is there whole or not at all.
    pub(crate) fn fill(&self, stopped: &dyn Fn() -> bool) -> Result<(), FetchFault> {
        let staging = self.directory.join(format!("{}{STAGING}", self.name));
        remove(&staging)?;
        let unpacked = unpack::unpack(&self.part(), &staging, stopped).and_then(|top| {
            let home = self.directory.join(&self.name);
            let moved = fs::rename(top, &home).map_err(FileFault::of("create", &home));
            moved.map_err(FetchFault::from)
        });
        // Half a tree is of no use to anybody, and on a full disk its room is.
        let removed = remove(&staging);
        unpacked?;
        removed?;
        let part = self.part();
        fs::remove_file(&part).map_err(FileFault::of("remove", &part))?;
        Ok(())
    }
}

/// The directories of programs of all releases that are there.
pub(crate) fn all_programs(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| !entry.file_name().to_string_lossy().ends_with(STAGING))
        .map(|entry| entry.path().join("bin"))
        .filter(|programs| programs.is_dir())
        .collect()
}

fn remove(directory: &Path) -> Result<(), FileFault> {
    if directory.exists() {
        fs::remove_dir_all(directory).map_err(FileFault::of("remove", directory))?;
    }
    Ok(())
}

fn lock(path: &Path, announce: fn(&str), stopped: &dyn Fn() -> bool) -> Result<File, FetchFault> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    let file = options.open(path).map_err(FileFault::of("write", path))?;
    let mut announced = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => (),
            Err(TryLockError::Error(cause)) => return Err(FileFault::of("lock", path)(cause).into()),
        }
        if stopped() {
            return Err(FetchFault::Stopped);
        }
        if !announced {
            announce("another program is fetching PostgreSQL: waiting for it");
            announced = true;
        }
        thread::sleep(Duration::from_millis(100));
    }
}
