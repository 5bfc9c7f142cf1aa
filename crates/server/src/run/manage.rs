//! The commands of whoever runs the installation: migrations, accounts, users, tokens.

use anyhow::{anyhow, bail};
use application::{
    commands::{
        Authority, CreateAccount, CreateAccountError, CreateToken, CreateTokenError, CreateUser,
        CreateUserError,
    },
    confirmation::ConfirmationKey,
    ports::Ids,
};
use domain::{AccountId, UserId};

use super::opened::{connect, migrate as bring_up, with_database};
use super::refusals::{input, store};
use crate::app::App;
use crate::auth;
use crate::clock::RandomIds;
use crate::config::{self, CreateAccountConfig, CreateTokenConfig, CreateUserConfig, DatabaseConfig};

/// Whoever runs the installation needs no role; were it so, that would be said.
const NOT_BY_OPERATORS: &str = "this is for admins of the account only";

/// Brings the database to this version and tells what was done.
pub(super) async fn migrate(config: DatabaseConfig) -> anyhow::Result<()> {
    let done = with_database(&config, async |database| bring_up(database).await).await?;
    if done.is_empty() {
        println!("nothing to migrate");
    }
    for migration in done {
        println!("migrated {migration}");
    }
    Ok(())
}

/// Opens an account and prints its id.
pub(super) async fn create_account(config: CreateAccountConfig) -> anyhow::Result<()> {
    let cmd = CreateAccount {
        id: AccountId::new(RandomIds.next()),
        name: config.name,
        time_zone: config.time_zone,
        confirmation_key: ConfirmationKey::new(auth::random_bytes()?),
    };
    let account = with_app(&config.database, async |app| {
        app.commands()
            .create_account(cmd)
            .await
            .map_err(|error| match error {
                CreateAccountError::Input(faults) => input(&faults),
                CreateAccountError::Exists => anyhow!("there is an account with this id already"),
                CreateAccountError::Store(error) => store(&error),
            })
    });
    println!("{}", account.await?.id.uuid());
    Ok(())
}

/// Adds a user and prints its id.
pub(super) async fn create_user(config: CreateUserConfig) -> anyhow::Result<()> {
    let cmd = CreateUser {
        by: Authority::Operator(AccountId::new(config.account)),
        name: config.name.expose().to_owned(),
        email: config.email.expose().to_owned(),
        role: match config.role {
            config::Role::Admin => domain::Role::Admin,
            config::Role::Member => domain::Role::Member,
        },
    };
    let user = with_app(&config.database, async |app| {
        app.commands()
            .create_user(cmd)
            .await
            .map_err(|error| match error {
                CreateUserError::Forbidden(_) => anyhow!(NOT_BY_OPERATORS),
                CreateUserError::Input(faults) => input(&faults),
                CreateUserError::NoAccount => anyhow!("there is no account with the id {}", config.account),
                CreateUserError::Taken(other) => {
                    anyhow!("the user {} has this e-mail address already", other.id.uuid())
                }
                CreateUserError::Store(error) => store(&error),
            })
    });
    println!("{}", user.await?.id.uuid());
    Ok(())
}

/// Issues a token and prints it, and nothing else.
pub(super) async fn create_token(config: CreateTokenConfig) -> anyhow::Result<()> {
    let (account, user) = (AccountId::new(config.account), UserId::new(config.user));
    let (token, secret_hash) = auth::issue(account)?;
    let cmd = CreateToken {
        expires_at: None,
        by: Authority::Operator(account),
        user,
        name: config.name,
        secret_hash,
    };
    with_app(&config.database, async |app| {
        match app.commands().create_token(cmd).await {
            Ok(_) => Ok(()),
            Err(CreateTokenError::Forbidden(_)) => bail!(NOT_BY_OPERATORS),
            Err(CreateTokenError::Input(faults)) => Err(input(&faults)),
            Err(CreateTokenError::NoUser) => bail!(
                "there is no user {} in the account {}",
                config.user,
                config.account
            ),
            Err(CreateTokenError::InactiveUser) => bail!("the user {} is not active", config.user),
            Err(CreateTokenError::Store(error)) => Err(store(&error)),
        }
    })
    .await?;
    println!("{token}");
    Ok(())
}

async fn with_app<T>(
    config: &DatabaseConfig,
    work: impl AsyncFnOnce(&App) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    with_database(config, async |database| {
        bring_up(database).await?;
        work(&connect(database, config).await?).await
    })
    .await
}
