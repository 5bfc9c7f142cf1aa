//! Command lines and what becomes of them. The variables of whoever runs the tests are switched off.

use std::path::{Path, PathBuf};

use clap::{CommandFactory as _, FromArgMatches as _};

use super::*;
use crate::http::streams::StreamOptions;

fn parse(line: &[&str]) -> Cli {
    let matches = deaf(Cli::command())
        .try_get_matches_from([&["task-outcomes"], line].concat())
        .unwrap();
    Cli::from_arg_matches(&matches).unwrap()
}

fn deaf(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| arg.env(None::<&str>))
        .mut_subcommands(deaf)
}

fn at_home() -> Surroundings {
    Surroundings {
        home: Some("/home/ada".into()),
        ..Surroundings::default()
    }
}

fn config(line: &[&str]) -> Config {
    Config::check(parse(line), &at_home()).unwrap()
}

fn faults(line: &[&str]) -> String {
    Config::check(parse(line), &at_home()).unwrap_err().to_string()
}

fn data_dir(surroundings: &Surroundings) -> PathBuf {
    match Config::check(parse(&["demo"]), surroundings).unwrap().action {
        Action::Demo(demo) => demo.data_dir,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn serve_needs_no_option() {
    let Action::Serve(serve) = config(&["serve"]).action else {
        panic!()
    };
    assert_eq!(serve.http.listen.to_string(), "127.0.0.1:8080");
    let DatabaseSource::Local { data_dir, .. } = serve.database.source else {
        panic!()
    };
    assert_eq!(data_dir, Path::new("/home/ada/.local/share/task-outcomes"));
}

#[test]
fn the_data_directory_follows_the_system() {
    let xdg = |path: &str| Surroundings {
        xdg_data_home: Some(path.into()),
        ..at_home()
    };
    assert_eq!(data_dir(&xdg("/data")), Path::new("/data/task-outcomes"));
    assert_eq!(
        data_dir(&xdg("relative")),
        Path::new("/home/ada/.local/share/task-outcomes")
    );
    let macos = Surroundings {
        is_macos: true,
        ..at_home()
    };
    assert_eq!(
        data_dir(&macos),
        Path::new("/home/ada/Library/Application Support/task-outcomes")
    );
    let root = Surroundings {
        is_root: true,
        home: Some("/root".into()),
        ..Surroundings::default()
    };
    assert_eq!(data_dir(&root), Path::new("/var/lib/task-outcomes"));
}

#[test]
fn without_a_home_the_data_directory_has_to_be_told() {
    let homeless = Surroundings::default();
    let told = Config::check(parse(&["serve"]), &homeless)
        .unwrap_err()
        .to_string();
    assert!(told.contains("--data-dir"), "{told}");
    assert!(Config::check(parse(&["serve", "--data-dir", "/data"]), &homeless).is_ok());
}

#[test]
fn all_faults_are_told_at_once() {
    let line = [
        "--log-level",
        "a=b=c",
        "serve",
        "--listen",
        "8080",
        "--rate-limit",
        "many",
        "--cors-origin",
        "https://crm.example,crm.example",
        "--streams",
        "0",
        "--streams-per-token",
        "none",
        "--heartbeat",
        "1h",
        "--pool-size",
        "0",
        "--database-url",
        "mysql://x",
    ];
    let told = faults(&line);
    assert_eq!(told.lines().count(), 9, "{told}");
}

#[test]
fn streams_are_bounded_as_somebody_chooses_or_as_usual() {
    let streams = |line: &[&str]| match config(line).action {
        Action::Serve(serve) => serve.http.streams,
        other => panic!("{other:?}"),
    };
    let usual = streams(&["serve"]);
    let default = StreamOptions::default();
    assert_eq!(
        (usual.at_once, usual.per_token, usual.heartbeat),
        (default.at_once, default.per_token, default.heartbeat)
    );
    let chosen = streams(&[
        "serve",
        "--streams",
        "7",
        "--streams-per-token",
        "2",
        "--heartbeat",
        "300",
    ]);
    assert_eq!(
        (
            chosen.at_once.get(),
            chosen.per_token.get(),
            chosen.heartbeat.as_secs()
        ),
        (7, 2, 300)
    );
}

#[test]
fn a_rate_limit_of_zero_is_none() {
    for (given, expected) in [("0", None), ("90", Some(90))] {
        let Action::Serve(serve) = config(&["serve", "--rate-limit", given]).action else {
            panic!()
        };
        assert_eq!(
            serve.http.points_per_minute.map(std::num::NonZeroU32::get),
            expected
        );
    }
}

#[test]
fn faults_of_ids_are_told_together() {
    let told = faults(&["token", "create", "--account", "1", "--user", "2"]);
    assert_eq!(
        told,
        "--account is \"1\", which is no id\n--user is \"2\", which is no id"
    );
}

#[test]
fn a_password_is_in_no_message_and_no_debug_output() {
    let url = "postgresql://ada:hunter2@host/tasks";
    let shown = format!("{:?}", config(&["serve", "--database-url", url]));
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(!faults(&["serve", "--database-url", "postgresql:ada:hunter2@host"]).contains("hunter2"));
    assert!(!faults(&["serve", "--database-url", "postgresql://ada:hunter2@host/"]).contains("hunter2"));
}

#[test]
fn personal_data_is_in_no_debug_output() {
    let account = Uuid::nil().to_string();
    let line = [
        "user",
        "create",
        "--account",
        &account,
        "--name",
        "Ada Byron",
        "--email",
        "ada@x.org",
        "--role",
        "admin",
    ];
    let shown = format!("{:?}", config(&line));
    assert!(!shown.contains("Byron") && !shown.contains("ada@"), "{shown}");
}

#[test]
fn migrations_and_listening_use_the_servers_address_unless_they_have_their_own() {
    let addresses = |line: &[&str]| match config(line).action {
        Action::Migrate(DatabaseConfig {
            source: DatabaseSource::Given(addresses),
            ..
        }) => [addresses.url, addresses.migration_url, addresses.listen_url]
            .map(|address| address.expose().to_owned()),
        other => panic!("{other:?}"),
    };
    let (server, owner) = (
        "postgres://server@host/tasks",
        "postgresql:///tasks?host=/run/postgresql&user=owner",
    );
    assert_eq!(
        addresses(&["migrate", "--database-url", server]),
        [server, server, server]
    );
    let given = ["migrate", "--database-url", server];
    let migrating = [&given[..], &["--migration-database-url", owner]].concat();
    assert_eq!(addresses(&migrating), [server, owner, server]);
    let listening = [&given[..], &["--listen-database-url", owner]].concat();
    assert_eq!(addresses(&listening), [server, server, owner]);
    for alone in ["--migration-database-url", "--listen-database-url"] {
        assert!(faults(&["migrate", alone, owner]).contains("without DATABASE_URL"));
        assert!(faults(&["migrate", "--database-url", server, alone, "mysql://host/tasks"]).contains(alone));
    }
}

#[test]
fn reset_spares_a_database_that_is_not_ours() {
    let Action::Demo(demo) = config(&["demo", "--reset"]).action else {
        panic!()
    };
    assert!(demo.reset);
    let told = faults(&["demo", "--reset", "--database-url", "postgres://host/tasks"]);
    assert!(told.starts_with("--reset throws a local database away"), "{told}");
}

#[test]
fn memory_needs_no_database_and_has_a_directory_of_its_own() {
    let line = [
        "demo",
        "--store",
        "memory",
        "--database-url",
        "nonsense",
        "--pool-size",
        "0",
    ];
    let Action::Demo(demo) = config(&line).action else {
        panic!()
    };
    assert!(matches!(demo.store, DemoStore::Memory));
    assert_eq!(
        demo.data_dir,
        Path::new("/home/ada/.local/share/task-outcomes/memory")
    );
}

#[test]
fn an_empty_variable_counts_as_none() {
    let Action::Serve(serve) = config(&["serve", "--database-url", "", "--data-dir", ""]).action else {
        panic!()
    };
    assert!(matches!(serve.database.source, DatabaseSource::Local { .. }));
}

#[test]
fn commands_are_quieter_than_servers() {
    let level = |line: &[&str]| config(line).logging.directives;
    assert_eq!(level(&["serve"]), "info");
    assert_eq!(level(&["migrate"]), "warn");
    assert_eq!(level(&["migrate", "--log-level", "debug"]), "debug");
}

#[cfg(feature = "fetch")]
mod fetching {
    use super::*;

    fn search(line: &[&str]) -> local_postgres::BinarySearch {
        let Action::Serve(serve) = config(line).action else {
            panic!()
        };
        match serve.database.source {
            DatabaseSource::Local { search, .. } => search,
            DatabaseSource::Given(_) => panic!(),
        }
    }

    #[test]
    fn a_missing_postgresql_is_fetched_into_the_data_directory() {
        let found = search(&["serve"]);
        assert!(found.usual_places, "what is installed wins");
        let fetch = found.fetch.unwrap();
        assert_eq!(
            fetch.directory,
            Path::new("/home/ada/.local/share/task-outcomes/postgresql")
        );
        assert_eq!(fetch.releases_url.site(), "github.com");
    }

    #[test]
    fn a_person_may_choose_when_and_from_where() {
        assert!(search(&["serve", "--pg-fetch", "never"]).fetch.is_none());
        let line = [
            "serve",
            "--pg-fetch",
            "always",
            "--pg-releases-url",
            "https://mirror.example/pg/",
        ];
        let found = search(&line);
        assert!(!found.usual_places && found.path.is_empty());
        assert_eq!(found.fetch.unwrap().releases_url.site(), "mirror.example");
    }

    #[test]
    fn an_address_that_is_none_is_refused_without_telling_it() {
        assert_eq!(
            faults(&["serve", "--pg-releases-url", "ftp://ada:secret@mirror.example"]),
            "--pg-releases-url (PG_RELEASES_URL) is no address of the form https://host/path"
        );
    }
}

#[test]
fn the_readme_lists_every_option_of_serving_with_its_variable() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let command = Cli::command();
    let serve = command.find_subcommand("serve").unwrap();
    let options = serve
        .get_arguments()
        .filter_map(|arg| Some((arg.get_long()?, arg.get_env()?)));
    let mut count = 0;
    for (option, variable) in options {
        let is_told = |line: &&str| {
            line.contains(&format!("`--{option}`")) && line.contains(&format!("`{}`", variable.display()))
        };
        assert!(readme.lines().any(|line| is_told(&line)), "--{option}");
        count += 1;
    }
    assert!(count >= 20, "{count} options");
}

#[test]
fn limits_have_their_defaults_and_can_be_chosen() {
    let http = |line: &[&str]| match config(line).action {
        Action::Serve(serve) => serve.http,
        other => panic!("{other:?}"),
    };
    let usual = http(&["serve"]);
    assert_eq!(usual.schema.limits, adapter_graphql::Limits::default());
    let (chosen, expected) = (usual.patience, crate::http::Patience::default());
    assert_eq!(
        (chosen.head, chosen.body, chosen.query, chosen.mutation),
        (expected.head, expected.body, expected.query, expected.mutation)
    );
    assert_eq!(usual.largest_body, crate::http::LARGEST_BODY);
    assert!(usual.schema.introspection && usual.schema.suggestions && usual.cors_origins.is_empty());
    let line = [
        "serve",
        "--max-depth",
        "7",
        "--max-cost",
        "99",
        "--query-timeout",
        "3",
        "--max-body",
        "2048",
        "--introspection",
        "off",
        "--suggestions",
        "off",
        "--cors-origin",
        "https://a.example,https://b.example",
    ];
    let other = http(&line);
    assert_eq!((other.schema.limits.depth, other.schema.limits.cost), (7, 99));
    assert_eq!((other.patience.query.as_secs(), other.largest_body), (3, 2048));
    assert!(!other.schema.introspection && !other.schema.suggestions);
    assert_eq!(other.cors_origins, ["https://a.example", "https://b.example"]);
    let told = faults(&[
        "serve",
        "--max-depth",
        "51",
        "--max-tokens",
        "0",
        "--query-timeout",
        "soon",
        "--max-body",
        "9",
    ]);
    assert_eq!(told.lines().count(), 4, "{told}");
    assert!(
        told.contains("--max-depth (MAX_DEPTH) is \"51\", which is no whole number from 1 to 50"),
        "{told}"
    );
}

#[test]
fn a_manifest_is_read_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("documents.json");
    let path = manifest.to_str().unwrap();
    let serve = ["serve", "--trusted-documents", path];
    assert!(faults(&serve).contains("it cannot be read"));
    std::fs::write(&manifest, "[]").unwrap();
    assert!(faults(&serve).contains("it is no manifest"));
    std::fs::write(&manifest, r#"{"1": "{ viewer { user { id } } "}"#).unwrap();
    assert!(faults(&serve).contains("its document \"1\" cannot be run"));
    std::fs::write(&manifest, r#"{"1": "{ viewer { user { id } } }"}"#).unwrap();
    let Action::Serve(serve) = config(&serve).action else {
        panic!()
    };
    assert_eq!(serve.http.schema.trusted.unwrap().len(), 1);
}
