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

mod account;
mod activity;
mod api_token;
mod codes;
mod completion;
mod contact;
mod context;
mod deal;
mod documents;
mod errors;
mod execute;
mod faults;
mod ids;
mod limits;
mod live;
mod loaders;
mod mutation;
mod node;
mod outcome;
mod page;
mod payload;
mod query;
mod rate_limit;
mod refused;
mod request;
mod scalars;
mod schema;
mod settings;
mod shared;
mod subject;
mod subscription;
mod task;
mod task_overview;
mod task_type;
mod text;
mod user;
mod user_errors;

pub use codes::Code;
pub use context::{Language, RequestScope};
pub use documents::{ManifestFault, TrustedDocuments};
pub use errors::ApiError;
pub use execute::{Answer, Ending, OperationKind, Prepared, execute_stream, is_known_to_write, prepare};
pub use faults::RequestFault;
pub use ids::encode as global_id;
pub use limits::Limits;
pub use rate_limit::{Balance, Bucket, Overdrawn};
pub use request::GraphQlRequest;
pub use schema::{Schema, SchemaOptions, sdl};
pub use task_overview::{link::report_of_link, types::CSV_PATH};
