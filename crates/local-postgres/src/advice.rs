//! The one command that installs PostgreSQL on the system at hand.

/// A sentence part such as "install it with `apt-get install -y postgresql`".
pub(crate) fn advice(major: Option<u32>, root: bool) -> String {
    if cfg!(target_os = "macos") {
        return format!(
            "install it with `brew install postgresql@{}`",
            major.unwrap_or(NEWEST)
        );
    }
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    match command(&System::parse(&release), major) {
        Some(command) => format!("install it with `{}`", with_sudo(&command, root)),
        None => "install the PostgreSQL server with your package manager, or set PG_BIN to the directory of its programs"
            .to_owned(),
    }
}

const NEWEST: u32 = 17;

struct System {
    families: Vec<String>,
    version: u32,
}

impl System {
    fn parse(release: &str) -> Self {
        let value = |key: &str| {
            let line = release
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
            line.unwrap_or_default().trim_matches('"').to_owned()
        };
        let families = format!("{} {}", value("ID"), value("ID_LIKE"));
        let version = value("VERSION_ID");
        Self {
            families: families.split_whitespace().map(str::to_owned).collect(),
            version: version
                .split('.')
                .next()
                .and_then(|major| major.parse().ok())
                .unwrap_or(u32::MAX),
        }
    }

    fn is(&self, family: &str) -> bool {
        self.families.iter().any(|known| known == family)
    }
}

fn command(system: &System, major: Option<u32>) -> Option<String> {
    // What the distribution itself carries is older than 15 before these releases.
    let first_with_15 = if system.is("ubuntu") { 23 } else { 12 };
    if system.is("debian") || system.is("ubuntu") {
        if major.is_none() && system.version >= first_with_15 {
            return Some("apt-get install -y postgresql".to_owned());
        }
        let major = major.unwrap_or(NEWEST);
        return Some(format!(
            "apt-get install -y postgresql-common && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && \
             apt-get install -y postgresql-{major}"
        ));
    }
    if system.is("rhel") && system.version < 10 {
        return Some(format!(
            "dnf module install -y postgresql:{}/server",
            major.unwrap_or(16)
        ));
    }
    let fixed = [
        ("fedora", "dnf install -y postgresql-server"),
        ("rhel", "dnf install -y postgresql-server"),
        ("arch", "pacman -S --noconfirm postgresql"),
        ("alpine", "apk add postgresql"),
        ("suse", "zypper install -y postgresql-server"),
    ];
    fixed
        .iter()
        .find(|(family, _)| system.is(family))
        .map(|(_, command)| (*command).to_owned())
}

fn with_sudo(command: &str, root: bool) -> String {
    if root {
        return command.to_owned();
    }
    command
        .split(" && ")
        .map(|part| format!("sudo {part}"))
        .collect::<Vec<_>>()
        .join(" && ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn for_release(release: &str, major: Option<u32>) -> Option<String> {
        command(&System::parse(release), major)
    }

    #[test]
    fn a_release_that_carries_15_needs_one_package() {
        let debian = "ID=debian\nVERSION_ID=\"12\"\n";
        assert_eq!(
            for_release(debian, None).unwrap(),
            "apt-get install -y postgresql"
        );
    }

    #[test]
    fn an_older_release_gets_the_postgresql_repository() {
        let ubuntu = "ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"22.04\"\n";
        assert!(
            for_release(ubuntu, None)
                .unwrap()
                .ends_with("apt-get install -y postgresql-17")
        );
    }

    #[test]
    fn a_cluster_of_a_given_major_asks_for_that_major() {
        let debian = "ID=debian\nVERSION_ID=\"12\"\n";
        assert!(
            for_release(debian, Some(16))
                .unwrap()
                .ends_with("apt-get install -y postgresql-16")
        );
    }

    #[test]
    fn rhel_before_10_takes_the_module() {
        let rocky = "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.4\"\n";
        assert_eq!(
            for_release(rocky, None).unwrap(),
            "dnf module install -y postgresql:16/server"
        );
    }

    #[test]
    fn an_unknown_system_gets_no_invented_command() {
        assert_eq!(for_release("ID=plan9\n", None), None);
    }

    #[test]
    fn every_part_of_a_command_gets_its_sudo() {
        assert_eq!(with_sudo("a && b", false), "sudo a && sudo b");
    }
}
