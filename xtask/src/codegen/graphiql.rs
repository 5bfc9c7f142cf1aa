//! The files of `GraphiQL`: unmodified from pinned npm packages, known by their digests.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::files::{Mode, read_if_there, root, settle, write};
use crate::process::{command, output};

const DIRECTORY: &str = "crates/server/assets/graphiql/vendor";

/// One file of one package.
struct Vendored {
    package: &'static str,
    version: &'static str,
    /// Where it is in the package.
    path: &'static str,
    /// What it is called here.
    name: &'static str,
    sha256: &'static str,
}

/// To raise a version: change it here, run `cargo xtask codegen`, compare and enter the digests that it names.
const FILES: [Vendored; 10] = [
    graphiql(
        "graphiql.min.js",
        "graphiql.min.js",
        "867226ba8af5ce7949903fc53932f78dac9f4bfc6cc8da0fd3869b8bc6c5256b",
    ),
    graphiql(
        "graphiql.min.css",
        "graphiql.min.css",
        "30487e07635d312a63f647b140d37740a73c53332b0975bf4b1fe985ca6ec885",
    ),
    graphiql(
        "LICENSE",
        "graphiql.LICENSE",
        "4b18fbe55c4e8f9169cb702be138f4d858a2dad920c39857204ffdc9c1c9fdc4",
    ),
    explorer(
        "dist/index.umd.js",
        "explorer.umd.js",
        "50cf2c58e4b45daf722d8f39aba0a5874a45e2aa715fe4ce709e357e5102a81b",
    ),
    explorer(
        "dist/style.css",
        "explorer.css",
        "68909a4ae23bfadfc4591acb4e2b3c8d4f44153b9ae7fa3b7e7c319eba310ef1",
    ),
    // What the explorer is made of; its own package comes without the text, which is that of `graphiql`.
    Vendored {
        package: "graphiql-explorer",
        version: "0.9.0",
        path: "LICENSE",
        name: "explorer.LICENSE",
        sha256: "52412d7bc7ce4157ea628bbaacb8829e0a9cb3c58f57f99176126bc8cf2bfc85",
    },
    Vendored {
        package: "react",
        version: "18.3.1",
        path: "umd/react.production.min.js",
        name: "react.production.min.js",
        sha256: "d949f1c3687aedadcedac85261865f29b17cd273997e7f6b2bfc53b2f9d4c4dd",
    },
    Vendored {
        package: "react",
        version: "18.3.1",
        path: "LICENSE",
        name: "react.LICENSE",
        sha256: "52412d7bc7ce4157ea628bbaacb8829e0a9cb3c58f57f99176126bc8cf2bfc85",
    },
    Vendored {
        package: "react-dom",
        version: "18.3.1",
        path: "umd/react-dom.production.min.js",
        name: "react-dom.production.min.js",
        sha256: "35f4f974f4b2bcd44da73963347f8952e341f83909e4498227d4e26b98f66f0d",
    },
    Vendored {
        package: "react-dom",
        version: "18.3.1",
        path: "LICENSE",
        name: "react-dom.LICENSE",
        sha256: "52412d7bc7ce4157ea628bbaacb8829e0a9cb3c58f57f99176126bc8cf2bfc85",
    },
];

const fn graphiql(path: &'static str, name: &'static str, sha256: &'static str) -> Vendored {
    Vendored {
        package: "graphiql",
        version: "4.1.2",
        path,
        name,
        sha256,
    }
}

/// The last version for `@graphiql/react` 0.34, which is the one in `graphiql` 4.1.2.
const fn explorer(path: &'static str, name: &'static str, sha256: &'static str) -> Vendored {
    Vendored {
        package: "@graphiql/plugin-explorer",
        version: "4.0.6",
        path,
        name,
        sha256,
    }
}

/// Asks npm only where a committed file is not the pinned one; checking needs no network.
pub(super) async fn generate(mode: Mode) -> Result<()> {
    for file in &FILES {
        if has_digest(&target(file), file.sha256)? {
            continue;
        }
        if mode == Mode::Check {
            bail!(
                "{DIRECTORY}/{} is not the file of {}@{}; run `cargo xtask codegen` and commit it",
                file.name,
                file.package,
                file.version
            );
        }
        fetch(file).await?;
    }
    refuse_strangers()?;
    settle(&format!("{DIRECTORY}/README.md"), readme().as_bytes(), mode)
}

fn target(file: &Vendored) -> std::path::PathBuf {
    root().join(DIRECTORY).join(file.name)
}

fn has_digest(path: &Path, sha256: &str) -> Result<bool> {
    Ok(read_if_there(path)?.is_some_and(|content| digest(&content) == sha256))
}

fn digest(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

async fn fetch(file: &Vendored) -> Result<()> {
    let directory = tempfile::tempdir().context("cannot create a temporary directory")?;
    let package = format!("{}@{}", file.package, file.version);
    let mut pack = command("npm", ["pack", "--silent", "--pack-destination", ".", &package]);
    pack.current_dir(directory.path());
    let archive = String::from_utf8(output(pack).await?)?;
    let inside = format!("package/{}", file.path);
    let mut extract = command("tar", ["-xzf", archive.trim(), &inside]);
    extract.current_dir(directory.path());
    output(extract).await?;
    let content =
        fs::read(directory.path().join(&inside)).with_context(|| format!("no {inside} in {package}"))?;
    let found = digest(&content);
    if found != file.sha256 {
        bail!(
            "{} of {package} has the SHA-256 {found}, not the pinned {}",
            file.path,
            file.sha256
        );
    }
    write(&target(file), &content)?;
    println!("wrote {DIRECTORY}/{}", file.name);
    Ok(())
}

/// Only what is pinned lies here: everything in this directory is served.
fn refuse_strangers() -> Result<()> {
    for entry in fs::read_dir(root().join(DIRECTORY)).with_context(|| format!("cannot read {DIRECTORY}"))? {
        let name = entry?.file_name();
        if name != "README.md" && !FILES.iter().any(|file| name == file.name) {
            bail!(
                "{DIRECTORY}/{} belongs to no pinned package; remove it",
                name.to_string_lossy()
            );
        }
    }
    Ok(())
}

fn readme() -> String {
    let mut text = "# Files of others, unmodified\n
Written by `cargo xtask codegen` from the npm packages named here, verified by `cargo xtask codegen --check`; do not edit.
All are under the MIT licence, whose texts lie beside them.\n
| file | package | version | in the package | licence | SHA-256 |\n| --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for Vendored {
        package,
        version,
        path,
        name,
        sha256,
    } in &FILES
    {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| `{name}` | `{package}` | {version} | `{path}` | MIT | `{sha256}` |"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_as_usual() {
        assert_eq!(
            digest(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
