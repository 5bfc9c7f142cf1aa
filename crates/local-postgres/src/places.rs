//! The usual homes of PostgreSQL's programs, by operating system.

use std::path::PathBuf;

/// A family of directories: `parent`/`prefix`*/`rest`.
struct Place {
    parent: &'static str,
    prefix: &'static str,
    rest: &'static str,
}

const PLACES: &[Place] = &[
    Place {
        parent: "/usr/lib/postgresql",
        prefix: "",
        rest: "bin",
    }, // Debian, Ubuntu
    Place {
        parent: "/usr",
        prefix: "pgsql-",
        rest: "bin",
    }, // Fedora, RHEL from postgresql.org
    Place {
        parent: "/usr",
        prefix: "bin",
        rest: "",
    }, // Fedora, RHEL, Arch
    Place {
        parent: "/usr/lib",
        prefix: "postgresql",
        rest: "bin",
    }, // openSUSE
    Place {
        parent: "/usr/libexec",
        prefix: "postgresql",
        rest: "",
    }, // Alpine
    Place {
        parent: "/opt/homebrew/opt",
        prefix: "postgresql",
        rest: "bin",
    }, // Homebrew, Apple silicon
    Place {
        parent: "/usr/local/opt",
        prefix: "postgresql",
        rest: "bin",
    }, // Homebrew, Intel
    Place {
        parent: "/home/linuxbrew/.linuxbrew/opt",
        prefix: "postgresql",
        rest: "bin",
    },
    Place {
        parent: "/opt/local/lib",
        prefix: "postgresql",
        rest: "bin",
    }, // MacPorts
    Place {
        parent: "/Applications/Postgres.app/Contents/Versions",
        prefix: "",
        rest: "bin",
    },
    Place {
        parent: "/usr/local",
        prefix: "pgsql",
        rest: "bin",
    }, // built from source
];

/// The patterns, for the message that nothing was found.
pub(crate) fn patterns() -> Vec<String> {
    PLACES.iter().map(Place::pattern).collect()
}

/// The directories that exist on this machine.
pub(crate) fn existing() -> Vec<PathBuf> {
    PLACES
        .iter()
        .flat_map(Place::expand)
        .filter(|directory| directory.is_dir())
        .collect()
}

impl Place {
    fn pattern(&self) -> String {
        let rest = if self.rest.is_empty() {
            String::new()
        } else {
            format!("/{}", self.rest)
        };
        let star = if self.prefix == "bin" { "" } else { "*" };
        format!("{}/{}{star}{rest}", self.parent, self.prefix)
    }

    fn expand(&self) -> Vec<PathBuf> {
        if self.prefix == "bin" {
            return vec![PathBuf::from(self.parent).join(self.prefix)];
        }
        let Ok(entries) = std::fs::read_dir(self.parent) else {
            return Vec::new();
        };
        entries
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(self.prefix))
            .map(|entry| entry.path().join(self.rest))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_read_like_globs() {
        let patterns = patterns();
        assert!(patterns.contains(&"/usr/lib/postgresql/*/bin".to_owned()));
        assert!(patterns.contains(&"/usr/bin".to_owned()));
        assert!(patterns.contains(&"/opt/homebrew/opt/postgresql*/bin".to_owned()));
    }
}
