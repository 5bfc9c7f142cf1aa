//! What changed, as it stands in an entry of the history: a list in JSON.

use std::{borrow::Cow, io::Write as _};

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::Jsonb,
};
use domain::Change;
use serde::{Deserialize, Serialize};

/// The column.
#[derive(Debug, FromSqlRow, AsExpression)]
#[diesel(sql_type = Jsonb)]
pub(crate) struct Changes(pub(crate) Vec<Change>);

/// A change as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    field: Cow<'a, str>,
    before: Option<Cow<'a, str>>,
    after: Option<Cow<'a, str>>,
}

/// What the binary form of `jsonb` begins with.
const VERSION: u8 = 1;

impl FromSql<Jsonb, Pg> for Changes {
    /// Read as they are, without a tree of JSON between: a page has many of them.
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let Some((&VERSION, json)) = value.as_bytes().split_first() else {
            return Err("jsonb of another version".into());
        };
        let stored: Vec<Stored<'_>> = serde_json::from_slice(json)?;
        let changes = stored.into_iter().map(|change| Change {
            field: change.field.into_owned(),
            before: change.before.map(Cow::into_owned),
            after: change.after.map(Cow::into_owned),
        });
        Ok(Self(changes.collect()))
    }
}

impl ToSql<Jsonb, Pg> for Changes {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let stored = self.0.iter().map(|change| Stored {
            field: Cow::Borrowed(&change.field),
            before: change.before.as_deref().map(Cow::Borrowed),
            after: change.after.as_deref().map(Cow::Borrowed),
        });
        out.write_all(&[VERSION])?;
        serde_json::to_writer(out, &stored.collect::<Vec<_>>())?;
        Ok(IsNull::No)
    }
}
