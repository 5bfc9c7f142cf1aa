//! Prepares what no migration can do for itself: the two roles of the cluster and their place in this database.

use diesel::{QueryableByName, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::MigrateError;

/// Owns the tables; migrations run as this role.
pub const OWNER_ROLE: &str = "task_outcomes_owner";
/// What the server serves as; owns nothing.
pub const SERVER_ROLE: &str = "task_outcomes_server";

/// What is there already.
#[derive(QueryableByName)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one finding per statement that may be missing"
)]
struct Present {
    #[diesel(sql_type = sql_types::Text)]
    login: String,
    #[diesel(sql_type = sql_types::Bool)]
    owner: bool,
    #[diesel(sql_type = sql_types::Bool)]
    server: bool,
    #[diesel(sql_type = sql_types::Bool)]
    owner_member: bool,
    #[diesel(sql_type = sql_types::Bool)]
    server_member: bool,
    #[diesel(sql_type = sql_types::Bool)]
    schema: bool,
}

impl Present {
    async fn read(connection: &mut AsyncPgConnection) -> Result<Self, MigrateError> {
        // From version 16 on, a member may lack just the right to `set role`.
        let may =
            "case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end";
        let member = |role| {
            format!("coalesce((select pg_has_role(oid, {may}) from roles where rolname = '{role}'), false)")
        };
        let query = format!(
            "with roles as (select oid, rolname from pg_roles where rolname in ('{OWNER_ROLE}', '{SERVER_ROLE}'))
             select session_user::text as login,
                    exists (select from roles where rolname = '{OWNER_ROLE}') as owner,
                    exists (select from roles where rolname = '{SERVER_ROLE}') as server,
                    {} as owner_member,
                    {} as server_member,
                    coalesce((select has_schema_privilege(oid, 'public', 'create with grant option')
                                 and has_schema_privilege(oid, 'public', 'usage with grant option')
                              from roles where rolname = '{OWNER_ROLE}'), false) as schema",
            member(OWNER_ROLE),
            member(SERVER_ROLE),
        );
        sql_query(query)
            .get_result(connection)
            .await
            .map_err(|error| MigrateError::failed("preparation", error))
    }

    /// The statements that are missing, as an administrator would type them.
    fn missing(&self) -> Vec<String> {
        let login = quoted(&self.login);
        let schema = format!("grant usage, create on schema public to {OWNER_ROLE} with grant option");
        let all = [
            (self.owner, format!("create role {OWNER_ROLE} nologin")),
            (self.server, format!("create role {SERVER_ROLE} nologin")),
            (self.owner_member, format!("grant {OWNER_ROLE} to {login}")),
            (self.server_member, format!("grant {SERVER_ROLE} to {login}")),
            (self.schema, schema),
        ];
        all.into_iter()
            .filter(|(present, _)| !present)
            .map(|(_, statement)| statement)
            .collect()
    }
}

/// Creates and grants what is missing. Roles belong to the cluster: another database of it may be prepared at the
/// same moment, so losing that race is success.
pub(super) async fn prepare(connection: &mut AsyncPgConnection) -> Result<(), MigrateError> {
    for statement in Present::read(connection).await?.missing() {
        let racing = format!(
            "do $prepare$ begin {statement};
             exception when duplicate_object or unique_violation or internal_error then null; end $prepare$"
        );
        if connection.batch_execute(&racing).await.is_err() {
            break;
        }
    }
    let present = Present::read(connection).await?;
    let missing = present.missing();
    if missing.is_empty() {
        return Ok(());
    }
    Err(MigrateError::NeedsAdministrator {
        login: present.login,
        sql: format!("{};", missing.join("; ")),
    })
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
