//! Archives as the release site has them, made of the PostgreSQL that is installed on this machine.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use local_postgres::{BinarySearch, Release};
use sha2::{Digest as _, Sha256};
use tar::{Builder, Header};

/// How much of PostgreSQL an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Enough to tell the version: what is fetched is tried with it.
    Programs,
    /// Enough to run a server.
    Server,
}

pub(crate) type Archive = Builder<GzEncoder<Vec<u8>>>;

/// The directory that holds everything.
pub(crate) const TOP: &str = "postgresql-of-this-machine";

/// An archive of the installed PostgreSQL, and the release it is.
pub(crate) async fn of_this_machine(extent: Extent) -> (Release, Vec<u8>) {
    let programs = installed().await;
    let version = version(&programs);
    // Stored rather than deflated: a debug build takes long for nothing.
    let mut archive = empty();
    for program in ["postgres", "initdb"] {
        let path = programs.join(program);
        archive
            .append_path_with_name(path, format!("{TOP}/bin/{program}"))
            .unwrap();
    }
    // All keep their places beside the programs, where PostgreSQL looks for them after a move. What is elsewhere, such as
    // Debian's share, it finds where it was installed.
    let prefix = programs.parent().unwrap();
    let [modules, share] = ["--pkglibdir", "--sharedir"].map(|option| told(&programs, option));
    append_libraries(&mut archive, prefix, modules.as_deref());
    if extent == Extent::Server {
        let further = [
            modules.unwrap_or_else(|| prefix.join("lib")),
            share.unwrap_or_else(|| prefix.join("share")),
        ];
        for directory in further {
            if let Ok(place) = directory.strip_prefix(prefix) {
                append(&mut archive, &directory, &format!("{TOP}/{}", place.display()));
            }
        }
    }
    let bytes = finish(archive);
    (release(&version, &bytes), bytes)
}

pub(crate) fn release(version: &str, archive: &[u8]) -> Release {
    let mut digits = String::new();
    for byte in Sha256::digest(archive) {
        write!(digits, "{byte:02x}").unwrap();
    }
    Release {
        version: version.to_owned(),
        target: "this-machine".to_owned(),
        sha256: digits,
    }
}

/// The directory of the installed programs.
pub(crate) async fn installed() -> PathBuf {
    let pg_bin = std::env::var_os("PG_BIN").map(PathBuf::from);
    let search = BinarySearch::new(pg_bin, std::env::var_os("PATH").unwrap_or_default());
    search.programs().await.unwrap()
}

pub(crate) fn empty() -> Archive {
    let mut archive = Builder::new(GzEncoder::new(Vec::new(), Compression::none()));
    archive.follow_symlinks(true);
    archive
}

pub(crate) fn finish(archive: Archive) -> Vec<u8> {
    archive.into_inner().unwrap().finish().unwrap()
}

/// A file under any name, such as one that the library would refuse to write.
pub(crate) fn append_file(archive: &mut Archive, name: &str, mode: u32, content: &[u8]) {
    let mut header = Header::new_gnu();
    header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(content.len().try_into().unwrap());
    header.set_mode(mode);
    header.set_cksum();
    archive.append(&header, content).unwrap();
}

/// As three numbers, which is how the site calls versions.
fn version(programs: &Path) -> String {
    let output = Command::new(programs.join("postgres"))
        .arg("--version")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let number = text.split_once("(PostgreSQL) ").unwrap().1;
    let number: String = number
        .chars()
        .take_while(|it| it.is_ascii_digit() || *it == '.')
        .collect();
    format!("{number}.0")
}

/// What `pg_config` says; not every build has one.
fn told(programs: &Path, option: &str) -> Option<PathBuf> {
    let output = Command::new(programs.join("pg_config"))
        .arg(option)
        .output()
        .ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).unwrap().trim()))
}

/// Those that a build brings along, beside its modules; the system's own stay where they are.
fn append_libraries(archive: &mut Archive, prefix: &Path, modules: Option<&Path>) {
    let libraries = prefix.join("lib");
    let is_the_systems = ["/usr", "/usr/local"].map(Path::new).contains(&prefix);
    if is_the_systems || modules == Some(&*libraries) {
        return;
    }
    for entry in fs::read_dir(libraries).into_iter().flatten().flatten() {
        let (path, file) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_file() && (file.contains(".so") || file.contains(".dylib")) {
            archive
                .append_path_with_name(path, format!("{TOP}/lib/{file}"))
                .unwrap();
        }
    }
}

/// Without what only compilers and the just-in-time compiler need.
fn append(archive: &mut Archive, directory: &Path, name: &str) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let (path, file) = (entry.path(), entry.file_name().into_string().unwrap());
        let name = format!("{name}/{file}");
        if ["bitcode", "man", "pgxs", "llvmjit.so"].contains(&file.as_str())
            || path.extension().is_some_and(|it| it == "a")
        {
            continue;
        }
        if path.is_dir() {
            append(archive, &path, &name);
        } else if path.is_file() {
            archive.append_path_with_name(&path, &name).unwrap();
        }
    }
}
