//! The command line as people type it: names, help and environment variables; the values are checked elsewhere.

mod http;

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use self::http::{HttpArgs, LimitArgs, Switch};

/// Task Outcomes: ask how it went whenever a task is completed, find it again, and report on it. A GraphQL API over
/// PostgreSQL.
#[derive(Debug, Parser)]
#[command(
    name = "task-outcomes",
    version,
    propagate_version = true,
    max_term_width = 110
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) logging: LoggingArgs,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Logging")]
pub(super) struct LoggingArgs {
    /// Form of the log, which goes to standard error
    #[arg(long, env = "LOG_FORMAT", global = true, value_enum, default_value_t)]
    pub(super) log_format: LogFormat,
    /// What is logged: a level (error, warn, info, debug, trace) or directives such as `info,server=debug`
    /// [default: info when serving, else warn]
    #[arg(long, env = "LOG_LEVEL", global = true, value_name = "LEVEL")]
    pub(super) log_level: Option<String>,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people
    #[default]
    Human,
    /// One JSON object per line
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Try it out: serve with demo data, and print addresses, tokens and a request to paste
    Demo(DemoArgs),
    /// Serve the GraphQL API
    Serve(ServeArgs),
    /// Bring the database to this version and end
    Migrate(MigrateArgs),
    /// Look for what must not be: broken invariants, a history that does not end in what is, blocks of the report and a search index that differ from it; prints what differs
    Check(MigrateArgs),
    /// Make anew what is kept beside the data to answer faster; may run while servers serve
    Rebuild(MigrateArgs),
    /// Manage accounts
    #[command(subcommand)]
    Account(AccountCommand),
    /// Manage the users of an account
    #[command(subcommand)]
    User(UserCommand),
    /// Manage API tokens
    #[command(subcommand)]
    Token(TokenCommand),
}

impl Command {
    pub(super) fn is_long_running(&self) -> bool {
        matches!(self, Self::Demo(_) | Self::Serve(_))
    }
}

#[derive(Debug, Args)]
pub(super) struct DatabaseArgs {
    /// PostgreSQL to use (`postgresql://user:password@host/database`); better given by the environment, where other
    /// users of the machine do not see it [default: a PostgreSQL of our own in the data directory]
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        help_heading = "Database"
    )]
    pub(super) database_url: Option<String>,
    /// The same database as the role that owns the tables, for migrations only [default: that address]
    #[arg(
        long,
        env = "MIGRATION_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        help_heading = "Database"
    )]
    pub(super) migration_database_url: Option<String>,
    /// The same database without a pooler that lends connections for a transaction, to hear what other servers commit
    /// [default: that address]
    #[arg(
        long,
        env = "LISTEN_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        help_heading = "Database"
    )]
    pub(super) listen_database_url: Option<String>,
    /// Connections to PostgreSQL, at most
    #[arg(
        long,
        env = "POOL_SIZE",
        value_name = "N",
        default_value = "16",
        help_heading = "Database"
    )]
    pub(super) pool_size: String,
    /// Directory for all files of the server [default: `task-outcomes` in the user's data directory;
    /// /var/lib/task-outcomes for root]
    #[arg(long, env = "DATA_DIR", value_name = "DIR", help_heading = "Database")]
    pub(super) data_dir: Option<OsString>,
    /// Directory of PostgreSQL's programs, for a PostgreSQL of our own [default: the newest found on this machine]
    #[arg(long, env = "PG_BIN", value_name = "DIR", help_heading = "Database")]
    pub(super) pg_bin: Option<OsString>,
    #[cfg(feature = "fetch")]
    #[command(flatten)]
    pub(super) fetch: FetchArgs,
}

#[cfg(feature = "fetch")]
#[derive(Debug, Args)]
pub(super) struct FetchArgs {
    /// When a PostgreSQL is fetched into the data directory, for a PostgreSQL of our own
    #[arg(
        long,
        env = "PG_FETCH",
        value_name = "WHEN",
        value_enum,
        default_value_t,
        help_heading = "Database"
    )]
    pub(super) pg_fetch: FetchWhen,
    /// Site it is fetched from, such as a mirror of your own [default: the releases of theseus-rs/postgresql-binaries
    /// at GitHub]
    #[arg(
        long,
        env = "PG_RELEASES_URL",
        hide_env_values = true,
        value_name = "URL",
        help_heading = "Database"
    )]
    pub(super) pg_releases_url: Option<String>,
}

/// When a PostgreSQL is fetched.
#[cfg(feature = "fetch")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum FetchWhen {
    /// Where none is installed
    #[default]
    Missing,
    /// Even where one is installed: the same version everywhere
    Always,
    /// Never: it is installed by hand
    Never,
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) http: HttpArgs,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
    #[command(flatten)]
    pub(super) streams: StreamArgs,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
}

#[derive(Debug, Args)]
pub(super) struct StreamArgs {
    /// WebSockets and event streams at once, all together
    #[arg(long, env = "STREAMS", value_name = "N", default_value = "10000")]
    pub(super) streams: String,
    /// WebSockets and event streams at once with one API token
    #[arg(long, env = "STREAMS_PER_TOKEN", value_name = "N", default_value = "100")]
    pub(super) streams_per_token: String,
    /// Seconds of silence after which a WebSocket or event stream gets a sign of life
    #[arg(long, env = "HEARTBEAT", value_name = "SECONDS", default_value = "12")]
    pub(super) heartbeat: String,
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    #[command(flatten)]
    pub(super) serve: ServeArgs,
    /// Where the data are kept
    #[arg(long, value_enum, default_value_t)]
    pub(super) store: StoreChoice,
    /// Throw the local database away and load the demo data anew
    #[arg(long)]
    pub(super) reset: bool,
}

/// Where the demo keeps its data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum StoreChoice {
    /// In PostgreSQL, where they stay
    #[default]
    Postgres,
    /// In memory, without any PostgreSQL, until the demo ends; options of the database count for nothing then
    Memory,
}

#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum AccountCommand {
    /// Open an account and print its id
    Create(CreateAccountArgs),
}

#[derive(Debug, Args)]
pub(super) struct CreateAccountArgs {
    /// Name of the company
    #[arg(long)]
    pub(super) name: String,
    /// Time zone that decides what day it is for the account, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    pub(super) time_zone: String,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add a user to an account and print its id
    Create(CreateUserArgs),
}

#[derive(Debug, Args)]
pub(super) struct CreateUserArgs {
    /// Id of the account, as `account create` printed it
    #[arg(long, value_name = "ID")]
    pub(super) account: String,
    /// Name of the user
    #[arg(long)]
    pub(super) name: String,
    /// E-mail address, unique within the account
    #[arg(long)]
    pub(super) email: String,
    /// What the user may do
    #[arg(long, value_enum)]
    pub(super) role: Role,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
}

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Everything, the settings of the account included
    Admin,
    /// The team's daily work
    Member,
}

#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Issue a token for a user and print it, once and nothing else
    Create(CreateTokenArgs),
}

#[derive(Debug, Args)]
pub(super) struct CreateTokenArgs {
    /// Id of the account
    #[arg(long, value_name = "ID")]
    pub(super) account: String,
    /// Id of the user the token speaks for
    #[arg(long, value_name = "ID")]
    pub(super) user: String,
    /// What the token is called in lists
    #[arg(long, default_value = "Command line")]
    pub(super) name: String,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
}
