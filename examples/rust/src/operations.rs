//! The operations of `operations.graphql`, each with the types that the schema gives it.

use graphql_client::GraphQLQuery;

use crate::client::Mutation;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../crates/adapter-graphql/schema.graphql",
    query_path = "src/operations.graphql",
    response_derives = "PartialEq"
)]
pub(crate) struct Start;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../crates/adapter-graphql/schema.graphql",
    query_path = "src/operations.graphql"
)]
pub(crate) struct Enable;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../crates/adapter-graphql/schema.graphql",
    query_path = "src/operations.graphql"
)]
pub(crate) struct CreateOutcome;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../crates/adapter-graphql/schema.graphql",
    query_path = "src/operations.graphql"
)]
pub(crate) struct CreateTaskType;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../crates/adapter-graphql/schema.graphql",
    query_path = "src/operations.graphql"
)]
pub(crate) struct SaveOutcomes;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../crates/adapter-graphql/schema.graphql",
    query_path = "src/operations.graphql",
    response_derives = "PartialEq"
)]
pub(crate) struct CreateTask;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../crates/adapter-graphql/schema.graphql",
    query_path = "src/operations.graphql"
)]
pub(crate) struct CompleteTask;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../crates/adapter-graphql/schema.graphql",
    query_path = "src/operations.graphql"
)]
pub(crate) struct Results;

impl Mutation for Enable {
    type Changed = enable::EnableTaskOutcomesEnableSettings;

    fn changed(data: Self::ResponseData) -> Option<Self::Changed> {
        data.task_outcomes_enable?.settings
    }
}

impl Mutation for CreateOutcome {
    type Changed = create_outcome::CreateOutcomeTaskOutcomeCreateTaskOutcome;

    fn changed(data: Self::ResponseData) -> Option<Self::Changed> {
        data.task_outcome_create?.task_outcome
    }
}

impl Mutation for CreateTaskType {
    type Changed = create_task_type::CreateTaskTypeTaskTypeCreateTaskType;

    fn changed(data: Self::ResponseData) -> Option<Self::Changed> {
        data.task_type_create?.task_type
    }
}

impl Mutation for SaveOutcomes {
    type Changed = save_outcomes::SaveOutcomesTaskTypeOutcomesSaveSettings;

    fn changed(data: Self::ResponseData) -> Option<Self::Changed> {
        data.task_type_outcomes_save?.settings
    }
}

impl Mutation for CreateTask {
    type Changed = create_task::CreateTaskTaskCreateTask;

    fn changed(data: Self::ResponseData) -> Option<Self::Changed> {
        data.task_create?.task
    }
}

impl Mutation for CompleteTask {
    type Changed = complete_task::CompleteTaskTaskCompleteTask;

    fn changed(data: Self::ResponseData) -> Option<Self::Changed> {
        data.task_complete?.task
    }
}
