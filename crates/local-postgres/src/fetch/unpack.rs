//! Unpacks an archive into a directory of its own, and lets nothing in it lead out of there.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, BufReader, ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;
use tar::{Archive, Entry, EntryType};

use super::fault::{FetchFault, is_no_room};
use crate::error::FileFault;

/// Gives the one directory that the archive consists of, readable by every user of the machine: PostgreSQL may have to
/// run as another one than we.
pub(crate) fn unpack(archive: &Path, into: &Path, stopped: &dyn Fn() -> bool) -> Result<PathBuf, FetchFault> {
    let made = DirBuilder::new().mode(0o755).create(into);
    made.map_err(FileFault::of("create", into))?;
    let file = File::open(archive).map_err(FileFault::of("read", archive))?;
    let mut archive = Archive::new(GzDecoder::new(BufReader::new(file)));
    archive.set_preserve_mtime(false);
    let fault = |cause| fault(into, cause);
    for entry in archive.entries().map_err(fault)? {
        if stopped() {
            return Err(FetchFault::Stopped);
        }
        let mut entry = entry.map_err(fault)?;
        let name = entry.path().map_err(fault)?.into_owned();
        let is_inside = stays_inside(&name) && leads_inside(&name, &entry).map_err(fault)?;
        if !is_inside || !entry.unpack_in(into).map_err(fault)? {
            return Err(FetchFault::Refused { entry: name });
        }
    }
    let top = top(into)?;
    open_to_all(&top)?;
    Ok(top)
}

/// What goes wrong between an archive and a disk is the one's fault or the other's.
fn fault(into: &Path, cause: io::Error) -> FetchFault {
    let is_of_the_archive = matches!(
        cause.kind(),
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof | ErrorKind::Other
    );
    if is_of_the_archive && !is_no_room(&cause) {
        let cause = cause.to_string();
        return FetchFault::Damaged { cause };
    }
    FileFault::of("unpack into", &into.join("."))(cause).into()
}

fn stays_inside(name: &Path) -> bool {
    name.components()
        .all(|component| matches!(component, Component::Normal(_) | Component::CurDir))
}

/// Files and directories, and links to others of the archive; no devices and the like.
fn leads_inside<R: Read>(name: &Path, entry: &Entry<'_, R>) -> io::Result<bool> {
    let target = entry.link_name()?;
    Ok(match (entry.header().entry_type(), target) {
        (EntryType::Link, Some(target)) => stays_inside(&target),
        (EntryType::Symlink, Some(target)) => ends_inside(name, &target),
        (kind, _) => kind.is_file() || kind.is_dir() || kind.is_contiguous(),
    })
}

/// Whether a symbolic link ends below the directory that holds everything.
fn ends_inside(link: &Path, target: &Path) -> bool {
    let parent = link.parent().into_iter().flat_map(Path::components);
    let mut depth = parent
        .filter(|component| matches!(component, Component::Normal(_)))
        .count();
    for component in target.components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::CurDir => (),
            Component::ParentDir if depth > 1 => depth -= 1,
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return false,
        }
    }
    true
}

fn top(directory: &Path) -> Result<PathBuf, FetchFault> {
    let entries = fs::read_dir(directory).map_err(FileFault::of("read", directory))?;
    let found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    match found.as_slice() {
        [top] if top.join("bin").is_dir() => Ok(top.clone()),
        _ => Err(FetchFault::Damaged {
            cause: "it is not one directory with PostgreSQL's programs".to_owned(),
        }),
    }
}

/// Whatever the archive or our own mask for new files says.
fn open_to_all(directory: &Path) -> Result<(), FileFault> {
    set_mode(directory, 0o755)?;
    let entries = fs::read_dir(directory).map_err(FileFault::of("read", directory))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let known = fs::symlink_metadata(&path).map_err(FileFault::of("read", &path))?;
        if known.is_dir() {
            open_to_all(&path)?;
        } else if known.is_file() {
            let is_program = known.permissions().mode() & 0o100 != 0;
            set_mode(&path, if is_program { 0o755 } else { 0o644 })?;
        }
    }
    Ok(())
}

fn set_mode(path: &Path, mode: u32) -> Result<(), FileFault> {
    fs::set_permissions(path, Permissions::from_mode(mode))
        .map_err(FileFault::of("set the permissions of", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_may_go_up_as_far_as_the_top_directory() {
        let ends = |link: &str, target: &str| ends_inside(Path::new(link), Path::new(target));
        assert!(ends("top/lib/libpq.so", "libpq.so.5.18"));
        assert!(ends("top/lib/libpq.so", "../share/./x"));
        assert!(!ends("top/lib/libpq.so", "../../other"));
        assert!(!ends("top/lib/libpq.so", "/etc/passwd"));
        assert!(!ends("top", ".."));
    }
}
