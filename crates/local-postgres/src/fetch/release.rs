//! What is fetched: one version, pinned, with a checksum for each kind of machine.

/// A built PostgreSQL that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The version as the site calls it, such as `18.6.0`.
    pub version: String,
    /// The kind of machine it was built for.
    pub target: String,
    /// The SHA-256 of the archive, in hexadecimal digits.
    pub sha256: String,
}

/// Of <https://github.com/theseus-rs/postgresql-binaries>, which builds PostgreSQL for programs that bring their own.
const VERSION: &str = "18.6.0";

/// One row for each kind of machine: architecture, system, its name at the site, and the SHA-256 that the site published
/// for the archive. They were not measured here but read in public repositories that pin the same archives and say
/// where theirs came from; what was compared with what is told in `docs/adr/0009`. A wrong row refuses a good archive;
/// it never accepts a bad one.
const CHECKSUMS: [(&str, &str, &str, &str); 4] = [
    (
        "x86_64",
        "linux",
        "x86_64-unknown-linux-gnu",
        "bb3d09f876b2383e25a8c9ce09e32d185a03656a23d074f5195542b1b1b3ca61",
    ),
    (
        "aarch64",
        "linux",
        "aarch64-unknown-linux-gnu",
        "5d2b5e8be9e96bfc3d7f22090057a836ec36d5d092542d8d3b93cc145cf4ee13",
    ),
    (
        "x86_64",
        "macos",
        "x86_64-apple-darwin",
        "f8918fbe747e0d79bda58ad8f8afcf23ac384b847ff3af18856f0825ba54b031",
    ),
    (
        "aarch64",
        "macos",
        "aarch64-apple-darwin",
        "a257bcdb8aa3301a13d6a5bcec48f8c9517045b7cbae71e50788b2615539e95b",
    ),
];

impl Release {
    /// The pinned one, if there is one for machines of this kind.
    pub fn for_this_machine() -> Option<Self> {
        let uses_other_libc = cfg!(target_os = "linux") && !cfg!(target_env = "gnu");
        if uses_other_libc {
            return None;
        }
        Self::pinned_for(std::env::consts::ARCH, std::env::consts::OS)
    }

    fn pinned_for(architecture: &str, system: &str) -> Option<Self> {
        let (.., target, sha256) = CHECKSUMS.iter().find(|(for_architecture, for_system, ..)| {
            (*for_architecture, *for_system) == (architecture, system)
        })?;
        Some(Self {
            version: VERSION.to_owned(),
            target: (*target).to_owned(),
            sha256: (*sha256).to_owned(),
        })
    }

    /// The major version of PostgreSQL; 0, which never suits, for what is no version.
    pub(crate) fn major(&self) -> u32 {
        let major = self.version.split('.').next();
        major.and_then(|major| major.parse().ok()).unwrap_or_default()
    }

    /// What tells it from others in one directory.
    pub(crate) fn name(&self) -> String {
        format!("{}-{}", self.version, self.target)
    }

    /// The file's name at the site.
    pub(crate) fn archive(&self) -> String {
        format!("postgresql-{}.tar.gz", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_checksum_is_one() {
        for (architecture, system, target, sha256) in CHECKSUMS {
            assert!(target.starts_with(architecture), "{target}");
            assert_eq!(sha256.len(), 64, "{system}");
            assert!(
                sha256.bytes().all(|digit| b"0123456789abcdef".contains(&digit)),
                "{target}"
            );
        }
    }

    #[test]
    fn a_machine_nobody_builds_for_gets_nothing() {
        assert_eq!(Release::pinned_for("riscv64", "linux"), None);
        assert_eq!(Release::pinned_for("x86_64", "linux").unwrap().major(), 18);
    }
}
