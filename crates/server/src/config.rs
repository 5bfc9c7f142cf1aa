//! The one place that reads the command line and the environment; everything behind it is checked and typed.

mod cli;
mod data_dir;
mod database;
mod demo;
mod faults;
#[cfg(feature = "fetch")]
mod fetch;
mod http;
mod limits;
mod logging;
mod secret;
mod streams;
mod surroundings;

use std::ffi::OsString;

use clap::Parser;
use uuid::Uuid;

use self::cli::{Cli, Command};
pub use self::cli::{LogFormat, Role};
pub use self::database::{Addresses, DatabaseConfig, DatabaseSource};
pub use self::demo::{DemoConfig, DemoStore};
pub use self::faults::ConfigFaults;
use self::faults::Faults;
pub use self::http::HttpConfig;
pub use self::logging::Logging;
pub use self::secret::Secret;
pub use self::surroundings::Surroundings;

/// What one run of the program is to do, and with what.
#[derive(Debug)]
pub struct Config {
    /// What is logged, and how.
    pub logging: Logging,
    /// The command.
    pub action: Action,
}

/// One subcommand with its checked options.
#[derive(Debug)]
pub enum Action {
    /// Serve, with demo data and tokens to try it out.
    Demo(DemoConfig),
    /// Serve.
    Serve(ServeConfig),
    /// Bring the database to this version of the program.
    Migrate(DatabaseConfig),
    /// Look for what must not be.
    Check(DatabaseConfig),
    /// Make anew what is kept to answer faster.
    Rebuild(DatabaseConfig),
    /// Open an account.
    CreateAccount(CreateAccountConfig),
    /// Add a user to an account.
    CreateUser(CreateUserConfig),
    /// Issue an API token.
    CreateToken(CreateTokenConfig),
}

/// How to serve.
#[derive(Debug)]
pub struct ServeConfig {
    /// How HTTP is served.
    pub http: HttpConfig,
    /// Where the data is.
    pub database: DatabaseConfig,
}

/// A new account, in the words as typed: the use case parses them.
#[derive(Debug)]
pub struct CreateAccountConfig {
    /// Where the data is.
    pub database: DatabaseConfig,
    /// Its name.
    pub name: String,
    /// Its IANA time zone.
    pub time_zone: String,
}

/// A new user, in the words as typed; personal data, which no log shows.
#[derive(Debug)]
pub struct CreateUserConfig {
    /// Where the data is.
    pub database: DatabaseConfig,
    /// The account that gets the user.
    pub account: Uuid,
    /// The user's name.
    pub name: Secret,
    /// The user's e-mail address.
    pub email: Secret,
    /// What the user may do.
    pub role: Role,
}

/// A new API token.
#[derive(Debug)]
pub struct CreateTokenConfig {
    /// Where the data is.
    pub database: DatabaseConfig,
    /// The user's account.
    pub account: Uuid,
    /// The user it speaks for.
    pub user: Uuid,
    /// What it is called in lists.
    pub name: String,
}

impl Config {
    /// From this process's command line and environment. Ends the process for `--help` and for what is no command line
    /// at all, as command lines do.
    pub fn load() -> Result<Self, ConfigFaults> {
        Self::check(Cli::parse(), &Surroundings::of_this_process())
    }

    /// From a given command line; variables of the environment still stand in for options that are not given.
    pub fn from_args<I>(args: I, surroundings: &Surroundings) -> Result<Self, ConfigError>
    where
        I: IntoIterator,
        I::Item: Into<OsString> + Clone,
    {
        Ok(Self::check(Cli::try_parse_from(args)?, surroundings)?)
    }

    /// Goes through everything before it complains, so that all faults are told at once.
    fn check(cli: Cli, surroundings: &Surroundings) -> Result<Self, ConfigFaults> {
        let mut faults = Faults::default();
        let logging = logging::check(&cli.logging, cli.command.is_long_running(), &mut faults);
        let action = action(cli.command, surroundings, &mut faults);
        match (logging, action) {
            (Some(logging), Some(action)) => faults.none().map(|()| Self { logging, action }),
            _ => Err(faults.into()),
        }
    }
}

/// Why a command line does not do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It is none, or asks for help.
    #[error(transparent)]
    CommandLine(#[from] clap::Error),
    /// It is one, with values that do not do.
    #[error(transparent)]
    Faults(#[from] ConfigFaults),
}

fn action(command: Command, surroundings: &Surroundings, faults: &mut Faults) -> Option<Action> {
    match command {
        Command::Demo(args) => demo::check(&args, surroundings, faults).map(Action::Demo),
        Command::Serve(args) => serve(&args, surroundings, faults).map(Action::Serve),
        Command::Migrate(args) => database::check(&args.database, surroundings, faults).map(Action::Migrate),
        Command::Check(args) => database::check(&args.database, surroundings, faults).map(Action::Check),
        Command::Rebuild(args) => database::check(&args.database, surroundings, faults).map(Action::Rebuild),
        Command::Account(cli::AccountCommand::Create(args)) => {
            create_account(args, surroundings, faults).map(Action::CreateAccount)
        }
        Command::User(cli::UserCommand::Create(args)) => {
            create_user(args, surroundings, faults).map(Action::CreateUser)
        }
        Command::Token(cli::TokenCommand::Create(args)) => {
            create_token(args, surroundings, faults).map(Action::CreateToken)
        }
    }
}

fn create_account(
    args: cli::CreateAccountArgs,
    surroundings: &Surroundings,
    faults: &mut Faults,
) -> Option<CreateAccountConfig> {
    let database = database::check(&args.database, surroundings, faults)?;
    Some(CreateAccountConfig {
        database,
        name: args.name,
        time_zone: args.time_zone,
    })
}

fn create_user(
    args: cli::CreateUserArgs,
    surroundings: &Surroundings,
    faults: &mut Faults,
) -> Option<CreateUserConfig> {
    let database = database::check(&args.database, surroundings, faults);
    let account = faults.uuid("--account", &args.account);
    let (name, email) = (Secret::new(args.name), Secret::new(args.email));
    Some(CreateUserConfig {
        database: database?,
        account: account?,
        name,
        email,
        role: args.role,
    })
}

fn create_token(
    args: cli::CreateTokenArgs,
    surroundings: &Surroundings,
    faults: &mut Faults,
) -> Option<CreateTokenConfig> {
    let database = database::check(&args.database, surroundings, faults);
    let account = faults.uuid("--account", &args.account);
    let user = faults.uuid("--user", &args.user);
    Some(CreateTokenConfig {
        database: database?,
        account: account?,
        user: user?,
        name: args.name,
    })
}

fn serve(args: &cli::ServeArgs, surroundings: &Surroundings, faults: &mut Faults) -> Option<ServeConfig> {
    let http = http::check(args, faults);
    let database = database::check(&args.database, surroundings, faults);
    Some(ServeConfig {
        http: http?,
        database: database?,
    })
}

#[cfg(test)]
mod tests;
