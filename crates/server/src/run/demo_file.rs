//! `demo.json` in the data directory: what scripts need to use the demo. It holds tokens, so only its owner reads it.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

const NAME: &str = "demo.json";

/// Its content.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct DemoFile {
    pub(super) endpoint: String,
    pub(super) graphiql: String,
    pub(super) tokens: DemoTokens,
}

/// One token per guest.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DemoTokens {
    pub(super) admin: String,
    pub(super) member: String,
    pub(super) other_admin: String,
}

impl DemoFile {
    /// The tokens of the last run; empty where the file is lost or not ours.
    pub(super) fn tokens_in(data_dir: &Path) -> DemoTokens {
        let text = fs::read(data_dir.join(NAME)).unwrap_or_default();
        serde_json::from_slice::<Self>(&text)
            .map(|file| file.tokens)
            .unwrap_or_default()
    }

    /// Writes it in one step: whoever reads sees the old or the new one.
    pub(super) fn write(&self, data_dir: &Path) -> anyhow::Result<()> {
        let path = data_dir.join(NAME);
        let text = serde_json::to_string_pretty(self).context("cannot write JSON")?;
        let fresh = data_dir.join(format!("{NAME}.{}", std::process::id()));
        let written = DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(data_dir)
            .and_then(|()| {
                let mut file = OpenOptions::new()
                    .write(true)
                    .create(true)
                    .truncate(true)
                    .mode(0o600)
                    .open(&fresh)?;
                writeln!(file, "{text}")?;
                fs::rename(&fresh, &path)
            });
        written.with_context(|| format!("cannot write {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn tokens_are_read_back_and_only_by_the_owner() {
        let directory = tempfile::tempdir().unwrap();
        let tokens = DemoTokens {
            admin: "a".into(),
            member: "m".into(),
            other_admin: "o".into(),
        };
        let file = DemoFile {
            endpoint: "e".into(),
            graphiql: "g".into(),
            tokens,
        };
        file.write(directory.path()).unwrap();
        file.write(directory.path()).unwrap();
        let path = directory.path().join("demo.json");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let text: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(
            text["tokens"],
            serde_json::json!({ "admin": "a", "member": "m", "otherAdmin": "o" })
        );
        assert_eq!(DemoFile::tokens_in(directory.path()).other_admin, "o");
        assert_eq!(DemoFile::tokens_in(&directory.path().join("none")).admin, "");
    }
}
