//! The contract of the store, kept in PostgreSQL: each behaviour in a database of its own.

testkit::store_contract!(testkit::postgres::fresh_postgres());
