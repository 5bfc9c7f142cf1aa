//! Rows on their way into one table, in the binary form that COPY reads: the values of Diesel's own insert statements.

use diesel::{
    pg::{Pg, PgMetadataLookup, PgQueryBuilder, PgTypeMetadata},
    query_builder::{QueryBuilder, QueryFragment, bind_collector::RawBytesBindCollector},
};

use super::BulkError;

/// What a binary COPY begins with: the signature, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with.
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

/// Rows of one table.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The table, as SQL.
    pub(super) table: String,
    /// Its columns that are given, as SQL.
    pub(super) columns: String,
    rows: Vec<u8>,
}

impl Sheet {
    /// Takes the row that the statement would insert. All statements of a sheet insert into the same columns.
    pub(super) fn add(&mut self, insert: &impl QueryFragment<Pg>) -> Result<(), BulkError> {
        if self.rows.is_empty() {
            (self.table, self.columns) = target(insert).ok_or(BulkError::Row)?;
            self.rows.extend_from_slice(HEADER);
        }
        let mut values = RawBytesBindCollector::<Pg>::new();
        let collected = insert.collect_binds(&mut values, &mut BuiltInTypes, &Pg);
        collected.map_err(|_| BulkError::Row)?;
        let number = i16::try_from(values.binds.len()).map_err(|_| BulkError::Row)?;
        self.rows.extend(number.to_be_bytes());
        for value in values.binds {
            let length = value.as_ref().map_or(Ok(-1), |value| i32::try_from(value.len()));
            self.rows
                .extend(length.map_err(|_| BulkError::Row)?.to_be_bytes());
            self.rows.extend(value.unwrap_or_default());
        }
        Ok(())
    }

    /// All of it, as COPY reads it; `None` when there is no row.
    pub(super) fn bytes(&mut self) -> Option<Vec<u8>> {
        if self.rows.is_empty() {
            return None;
        }
        self.rows.extend(TRAILER);
        Some(std::mem::take(&mut self.rows))
    }
}

/// Table and columns of an insert statement.
fn target(insert: &impl QueryFragment<Pg>) -> Option<(String, String)> {
    let mut sql = PgQueryBuilder::default();
    insert.to_sql(&mut sql, &Pg).ok()?;
    let sql = sql.finish();
    let (target, _) = sql.strip_prefix("INSERT INTO ")?.split_once(") VALUES ")?;
    let (table, columns) = target.split_once(" (")?;
    Some((table.to_owned(), columns.to_owned()))
}

/// No type of ours has to be looked up.
struct BuiltInTypes;

impl PgMetadataLookup for BuiltInTypes {
    fn lookup_type(&mut self, _: &str, _: Option<&str>) -> PgTypeMetadata {
        PgTypeMetadata::new(0, 0)
    }
}

#[cfg(test)]
mod tests {
    use diesel::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::schema::assignments;

    #[test]
    fn a_row_is_its_values_with_their_lengths() {
        let id = Uuid::from_u128(7);
        let insert = diesel::insert_into(assignments::table).values((
            assignments::account_id.eq(id),
            assignments::task_type_id.eq(id),
            assignments::position.eq(3_i16),
            assignments::outcome_id.eq(id),
        ));
        let mut sheet = Sheet::default();
        sheet.add(&insert).unwrap();
        assert_eq!(sheet.table, "\"assignments\"");
        assert_eq!(
            sheet.columns,
            "\"account_id\", \"task_type_id\", \"position\", \"outcome_id\""
        );
        let bytes = sheet.bytes().unwrap();
        let row = &bytes[HEADER.len()..];
        assert_eq!(row[..6], [0, 4, 0, 0, 0, 16]);
        assert_eq!(row[6..22], *id.as_bytes());
        assert_eq!(row[42..48], [0, 0, 0, 2, 0, 3], "two bytes that are three");
        assert_eq!(row[68..], TRAILER);
        assert_eq!(sheet.bytes(), None, "taken once");
    }
}
