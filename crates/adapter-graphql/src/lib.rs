//! The GraphQL API: names, nullability, descriptions, batching and limits. A resolver parses, calls one use case, maps.

#![expect(
    unreachable_pub,
    reason = "derives of the GraphQL library make public items of types that only the schema names"
)]
#![expect(
    clippy::too_many_arguments,
    reason = "the arguments of a connection are those of its resolver"
)]
#![expect(clippy::unused_async, reason = "resolvers are asynchronous, whatever they do")]
#![expect(
    clippy::large_enum_variant,
    reason = "user errors are few and live for one answer"
)]

mod account;
mod activity;
mod api_token;
mod completion;
mod contact;
mod context;
mod deal;
mod errors;
mod execute;
mod ids;
mod limits;
mod loaders;
mod mutation;
mod node;
mod outcome;
mod page;
mod payload;
mod query;
mod rate_limit;
mod scalars;
mod schema;
mod settings;
mod shared;
mod subject;
mod task;
mod task_overview;
mod task_type;
mod text;
mod user;
mod user_errors;

pub use context::{Language, RequestScope};
pub use errors::ApiError;
pub use execute::{Answer, Ending, GraphQlRequest, execute, execute_stream};
pub use ids::encode as global_id;
pub use rate_limit::{Balance, Bucket, Overdrawn};
pub use schema::{Schema, schema, sdl};
pub use task_overview::{link::report_of_link, types::CSV_PATH};
