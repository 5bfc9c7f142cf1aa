//! The rows of the matrix: for each entry point an input that succeeds for whoever may, on what is made anew for it.

use acceptance::{Value, json};

/// One entry point, tried in one way.
pub(crate) struct Row {
    /// Name of the field of the root type.
    pub(crate) field: &'static str,
    /// What it is tried on, where that matters.
    pub(crate) note: &'static str,
    pub(crate) ask: Ask,
}

/// Texts that begin with `@` name what the stage is to make.
pub(crate) enum Ask {
    /// The field with its arguments and selection.
    Query(&'static str),
    /// The input.
    Mutation(Value),
    /// The field with its arguments and selection.
    Subscription(&'static str),
}

/// All rows, in the order in which they are tried.
pub(crate) fn all() -> Vec<Row> {
    let parts = [
        queries(),
        subscriptions(),
        tasks(),
        outcomes(),
        task_types(),
        records(),
        switching(),
    ];
    parts.into_iter().flatten().collect()
}

fn queries() -> Vec<Row> {
    vec![
        query("activities", "activities { totalCount }"),
        query("contacts", "contacts { totalCount }"),
        query("deals", "deals { totalCount }"),
        query("node", "node(id: \"@contact\") { id }"),
        query("nodes", "nodes(ids: [\"@deal\"]) { id }"),
        query("taskOutcomes", "taskOutcomes { totalCount }"),
        query(
            "taskOverviewReport",
            "taskOverviewReport { totals { completedCount } }",
        ),
        query("taskTypes", "taskTypes { totalCount }"),
        query("rateLimit", "rateLimit { cost }"),
        query("tasks", "tasks { totalCount }"),
        query("users", "users { totalCount }"),
        query(
            "viewer",
            "viewer { user { name } account { taskOutcomeSettings { status } } }",
        ),
    ]
}

fn subscriptions() -> Vec<Row> {
    let following = |field, selection| Row {
        field,
        note: "",
        ask: Ask::Subscription(selection),
    };
    vec![
        following("taskChanged", "taskChanged { action }"),
        following("taskOutcomeChanged", "taskOutcomeChanged { action }"),
        following(
            "taskOutcomeSettingsChanged",
            "taskOutcomeSettingsChanged { status }",
        ),
        following(
            "taskOverviewReportChanged",
            "taskOverviewReportChanged { totals { completedCount } }",
        ),
    ]
}

fn tasks() -> Vec<Row> {
    let subject = json!({ "contactId": "@contact" });
    vec![
        mutation(
            "taskCreate",
            "",
            json!({ "title": "@word", "taskTypeId": "@call", "subject": subject }),
        ),
        mutation(
            "taskUpdate",
            "of someone else",
            json!({ "id": "@task", "title": "@word" }),
        ),
        mutation(
            "taskUpdate",
            "of one's own",
            json!({ "id": "@own task", "title": "@word" }),
        ),
        mutation(
            "taskComplete",
            "of someone else",
            json!({ "id": "@task", "outcomeId": "@offered" }),
        ),
        mutation(
            "taskComplete",
            "of one's own",
            json!({ "id": "@own task", "outcomeId": "@offered" }),
        ),
        mutation(
            "tasksComplete",
            "",
            json!({ "ids": ["@task", "@own task"], "outcomeId": "@offered" }),
        ),
        mutation(
            "tasksReassign",
            "",
            json!({ "ids": ["@task", "@own task"], "ownerId": null }),
        ),
        mutation(
            "taskCompletionCorrect",
            "of someone else",
            json!({ "id": "@done task", "notes": "@word" }),
        ),
        mutation(
            "taskCompletionCorrect",
            "of one's own",
            json!({ "id": "@own done task", "notes": "@word" }),
        ),
        mutation("taskDelete", "of someone else", json!({ "id": "@task" })),
        mutation("taskDelete", "of one's own", json!({ "id": "@own task" })),
        mutation(
            "taskDelete",
            "done, of one's own",
            json!({ "id": "@own done task" }),
        ),
        mutation("taskReopen", "of someone else", json!({ "id": "@done task" })),
        mutation("taskReopen", "of one's own", json!({ "id": "@own done task" })),
    ]
}

fn outcomes() -> Vec<Row> {
    let list = json!([{ "taskTypeId": "@call", "outcomeIds": ["@offered"] }]);
    vec![
        mutation("taskOutcomeCreate", "", json!({ "label": "@word" })),
        mutation(
            "taskOutcomeUpdate",
            "",
            json!({ "id": "@outcome", "label": "@word" }),
        ),
        mutation("taskOutcomeArchive", "", json!({ "id": "@outcome" })),
        mutation("taskOutcomeUnarchive", "", json!({ "id": "@archived outcome" })),
        mutation(
            "taskOutcomeMerge",
            "",
            json!({ "id": "@outcome", "intoId": "@offered" }),
        ),
        mutation("taskOutcomeDelete", "", json!({ "id": "@outcome" })),
        mutation("taskTypeOutcomesSave", "", json!({ "assignments": list })),
    ]
}

fn task_types() -> Vec<Row> {
    vec![
        mutation(
            "taskTypeCreate",
            "",
            json!({ "name": "@word", "outcomeIds": ["@offered"] }),
        ),
        mutation("taskTypeUpdate", "", json!({ "id": "@type", "name": "@word" })),
        mutation("taskTypeArchive", "", json!({ "id": "@type" })),
        mutation(
            "taskTypeUnarchive",
            "",
            json!({ "id": "@archived type", "outcomeIds": ["@offered"] }),
        ),
        mutation("taskTypeDelete", "", json!({ "id": "@type" })),
        mutation("taskTypesReorder", "", json!({ "ids": "@types" })),
    ]
}

fn records() -> Vec<Row> {
    vec![
        mutation("userCreate", "", json!({ "name": "@word", "email": "@address" })),
        mutation("userUpdate", "", json!({ "id": "@user", "name": "@word" })),
        mutation("accountUpdate", "", json!({ "name": "@word" })),
        mutation("apiTokenCreate", "for oneself", json!({ "name": "@word" })),
        mutation(
            "apiTokenCreate",
            "for someone else",
            json!({ "name": "@word", "userId": "@user" }),
        ),
        mutation("apiTokenRevoke", "of someone else", json!({ "id": "@token" })),
        mutation("contactCreate", "", json!({ "name": "@word" })),
        mutation("contactErase", "", json!({ "id": "@new contact" })),
        mutation(
            "contactsImport",
            "",
            json!({ "contacts": [{ "externalId": "@word", "name": "@word" }] }),
        ),
        mutation(
            "dealsImport",
            "",
            json!({ "deals": [{ "externalId": "@word", "name": "@word" }] }),
        ),
        mutation(
            "contactUpdate",
            "",
            json!({ "id": "@contact", "company": "@word" }),
        ),
        mutation("dealCreate", "", json!({ "name": "@word" })),
        mutation("dealUpdate", "", json!({ "id": "@deal", "stage": "@word" })),
    ]
}

/// Last: what comes before needs outcomes in force.
fn switching() -> Vec<Row> {
    vec![
        mutation(
            "taskOutcomesDisable",
            "",
            json!({ "confirmationToken": "@confirmation" }),
        ),
        mutation("taskOutcomesEnable", "", json!({})),
    ]
}

fn query(field: &'static str, selection: &'static str) -> Row {
    Row {
        field,
        note: "",
        ask: Ask::Query(selection),
    }
}

fn mutation(field: &'static str, note: &'static str, input: Value) -> Row {
    Row {
        field,
        note,
        ask: Ask::Mutation(input),
    }
}
