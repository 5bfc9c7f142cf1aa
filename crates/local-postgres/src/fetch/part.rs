//! A download under way: the file that grows, and the checksum of what is in it.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::release::Release;
use crate::error::FileFault;

/// Survives its process: the next run goes on where this one ended.
pub(crate) struct Part {
    path: PathBuf,
    file: File,
    checksum: Sha256,
    length: u64,
}

impl Part {
    pub(crate) fn open(path: &Path) -> Result<Self, FileFault> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut part = Self {
            path: path.to_owned(),
            file: options.open(path).map_err(FileFault::of("write", path))?,
            checksum: Sha256::new(),
            length: 0,
        };
        part.read_what_is_there()?;
        Ok(part)
    }

    fn read_what_is_there(&mut self) -> Result<(), FileFault> {
        let mut buffer = vec![0; 128 * 1024];
        loop {
            let read = self.file.read(&mut buffer);
            let read = read.map_err(FileFault::of("read", &self.path))?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
                return Ok(());
            };
            self.count(bytes);
        }
    }

    fn count(&mut self, bytes: &[u8]) {
        self.checksum.update(bytes);
        self.length += u64::try_from(bytes.len()).unwrap_or_default(); // a slice is never longer
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), FileFault> {
        io::Write::write_all(&mut self.file, bytes).map_err(FileFault::of("write", &self.path))?;
        self.count(bytes);
        Ok(())
    }

    pub(crate) fn empty(&mut self) -> Result<(), FileFault> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(FileFault::of("write", &self.path))?;
        self.checksum = Sha256::new();
        self.length = 0;
        Ok(())
    }

    pub(crate) fn is(&self, release: &Release) -> bool {
        let mut digits = String::new();
        for byte in self.checksum.clone().finalize() {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        digits.eq_ignore_ascii_case(&release.sha256)
    }

    pub(crate) fn remove(self) -> Result<(), FileFault> {
        fs::remove_file(&self.path).map_err(FileFault::of("remove", &self.path))
    }
}
