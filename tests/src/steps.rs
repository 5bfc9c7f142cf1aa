//! A team at work: an account, its people, and what they do again and again.

use std::sync::Arc;

use serde_json::{Value, json};
use testkit::server::{Client, TestAccount, TestServer, codes};

use crate::text;

/// The selection of user errors, with the members that the mutation's union has.
fn errors(members: &[&str]) -> String {
    let parts: Vec<String> = members
        .iter()
        .map(|member| match *member {
            "InvalidInput" => "... on InvalidInputError { minimum maximum }".into(),
            "NotFound" => "... on NotFoundError { missingId }".into(),
            "Stale" => "... on StaleObjectError { currentVersion }".into(),
            "State" => {
                "... on TaskStateError { task { id status completion { completedBy { name } } } }".into()
            }
            "Taken" => "... on TakenError { isExistingArchived existing { id } }".into(),
            "Types" => "... on TaskTypesWithoutOutcomesError { taskTypes { name } }".into(),
            "InUse" => "... on InUseError { taskCount }".into(),
            "Choice" => "... on TaskOutcomeChoiceError { availableOutcomes { id label } }".into(),
            "Forbidden" => "... on ForbiddenError { requiredRole }".into(),
            "Confirmation" => {
                "... on ConfirmationRequiredError { impact { confirmationToken assignmentCount \
                affectedTaskTypeCount openTaskCount completedTaskCount message } }"
                    .into()
            }
            other => panic!("no such member: {other}"),
        })
        .collect();
    format!(
        "userErrors {{ ... on UserError {{ code message path }} {} }}",
        parts.join(" ")
    )
}

/// Calls a mutation with its input and gives the payload.
async fn call(
    client: &Client,
    mutation: &str,
    input_type: &str,
    input: Value,
    wanted: &str,
    members: &[&str],
) -> Value {
    let errors = errors(members);
    let query =
        format!("mutation M($input: {input_type}!) {{ {mutation}(input: $input) {{ {wanted} {errors} }} }}");
    client.payload(&query, json!({ "input": input })).await
}

macro_rules! mutations {
    ($($(#[$doc:meta])* $name:ident = $mutation:literal($input:literal) { $wanted:literal } or $members:expr;)*) => {$(
        $(#[$doc])*
        pub async fn $name(client: &Client, input: Value) -> Value {
            call(client, $mutation, $input, input, $wanted, &$members).await
        }
    )*};
}

mutations! {
    /// `taskOutcomesEnable`.
    enable = "taskOutcomesEnable"("TaskOutcomesEnableInput") {
        "settings { status version enabledBy { name } suggestedAssignments { taskType { name } outcomes { label } } }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale", "Types"];
    /// `taskOutcomesDisable`.
    disable = "taskOutcomesDisable"("TaskOutcomesDisableInput") {
        "removedAssignmentCount settings { status version disableImpact { assignmentCount } }"
    } or ["Confirmation", "Forbidden"];
    /// `taskTypeOutcomesSave`.
    save = "taskTypeOutcomesSave"("TaskTypeOutcomesSaveInput") {
        "settings { status version } taskTypes { id name outcomes { id label } }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale", "Types"];
    /// `taskOutcomeCreate`.
    create_outcome = "taskOutcomeCreate"("TaskOutcomeCreateInput") {
        "taskOutcome { id label sentiment version taskTypes { name } } taskOutcomeEdge { cursor node { id } }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Taken"];
    /// `taskOutcomeUpdate`.
    update_outcome = "taskOutcomeUpdate"("TaskOutcomeUpdateInput") {
        "taskOutcome { id label description sentiment version }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale", "Taken"];
    /// `taskOutcomeArchive`.
    archive_outcome = "taskOutcomeArchive"("TaskOutcomeArchiveInput") {
        "taskOutcome { id archivedAt taskTypes { name } }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale", "Types"];
    /// `taskOutcomeUnarchive`.
    unarchive_outcome = "taskOutcomeUnarchive"("TaskOutcomeUnarchiveInput") {
        "taskOutcome { id archivedAt taskTypes { name } }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale"];
    /// `taskOutcomeMerge`.
    merge_outcome = "taskOutcomeMerge"("TaskOutcomeMergeInput") {
        "taskOutcome { id label taskTypes { name } usage { completedCount completedLast90DaysCount lastCompletedAt } }
         mergedTaskOutcome { id label archivedAt mergedInto { id } taskTypes { name } usage { completedCount } }"
    } or ["Forbidden", "InUse", "InvalidInput", "NotFound", "Stale"];
    /// `taskOutcomeDelete`.
    delete_outcome = "taskOutcomeDelete"("TaskOutcomeDeleteInput") {
        "deletedTaskOutcomeId"
    } or ["Forbidden", "InUse", "InvalidInput", "NotFound", "Stale", "Types"];
    /// `taskTypeCreate`.
    create_type = "taskTypeCreate"("TaskTypeCreateInput") {
        "taskType { id name version outcomes { label } } taskTypeEdge { cursor }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Taken"];
    /// `taskTypeUpdate`.
    update_type = "taskTypeUpdate"("TaskTypeUpdateInput") {
        "taskType { id name version }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale", "Taken"];
    /// `taskTypeArchive`.
    archive_type = "taskTypeArchive"("TaskTypeArchiveInput") {
        "movedTaskCount taskType { id archivedAt outcomes { label } }"
    } or ["Forbidden", "InUse", "InvalidInput", "NotFound", "Stale"];
    /// `taskTypeUnarchive`.
    unarchive_type = "taskTypeUnarchive"("TaskTypeUnarchiveInput") {
        "taskType { id archivedAt outcomes { label } }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale"];
    /// `taskTypeDelete`.
    delete_type = "taskTypeDelete"("TaskTypeDeleteInput") {
        "deletedTaskTypeId"
    } or ["Forbidden", "InUse", "InvalidInput", "NotFound", "Stale"];
    /// `taskTypesReorder`.
    reorder_types = "taskTypesReorder"("TaskTypesReorderInput") {
        "taskTypes { id name version }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale"];
    /// `contactCreate`.
    create_contact = "contactCreate"("ContactCreateInput") {
        "contact { id name version } contactEdge { cursor }"
    } or ["InvalidInput", "NotFound", "Taken"];
    /// `contactUpdate`.
    update_contact = "contactUpdate"("ContactUpdateInput") {
        "contact { id name email phone company version owner { name } }"
    } or ["InvalidInput", "NotFound", "Stale", "Taken"];
    /// `contactErase`.
    erase_contact = "contactErase"("ContactEraseInput") {
        "erasedContactId"
    } or ["Forbidden", "NotFound"];
    /// `contactsImport`.
    import_contacts = "contactsImport"("ContactsImportInput") {
        "contacts { id name email version externalId owner { name } }"
    } or ["Forbidden", "InvalidInput", "NotFound"];
    /// `dealsImport`.
    import_deals = "dealsImport"("DealsImportInput") {
        "deals { id name version externalId stage status value { amount currency } owner { name } contact { name } }"
    } or ["Forbidden", "InvalidInput", "NotFound"];
    /// `dealCreate`.
    create_deal = "dealCreate"("DealCreateInput") {
        "deal { id name status value { amount currency } contact { name } }"
    } or ["InvalidInput", "NotFound", "Taken"];
    /// `dealUpdate`.
    update_deal = "dealUpdate"("DealUpdateInput") {
        "deal { id name status stage version value { amount currency } }"
    } or ["InvalidInput", "NotFound", "Stale", "Taken"];
    /// `userCreate`.
    create_user = "userCreate"("UserCreateInput") {
        "user { id name email role isActive version } userEdge { cursor }"
    } or ["Forbidden", "InvalidInput", "Taken"];
    /// `userUpdate`.
    update_user = "userUpdate"("UserUpdateInput") {
        "user { id name role isActive version }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale"];
    /// `accountUpdate`.
    update_account = "accountUpdate"("AccountUpdateInput") {
        "account { id name timeZone }"
    } or ["Forbidden", "InvalidInput"];
    /// `apiTokenCreate`.
    create_token = "apiTokenCreate"("ApiTokenCreateInput") {
        "secret apiToken { id name expiresAt lastUsedAt revokedAt user { name } }"
    } or ["Forbidden", "InvalidInput", "NotFound"];
    /// `apiTokenRevoke`.
    revoke_token = "apiTokenRevoke"("ApiTokenRevokeInput") {
        "apiToken { id revokedAt }"
    } or ["Forbidden", "NotFound"];
    /// `taskCreate`.
    create_task = "taskCreate"("TaskCreateInput") {
        "task { id title status version owner { name } dueOn dueAt isOverdue isOutcomeRequired availableOutcomes { id label } }
         taskEdge { cursor }"
    } or ["InvalidInput", "NotFound", "Choice"];
    /// `taskUpdate`.
    update_task = "taskUpdate"("TaskUpdateInput") {
        "task { id title description version owner { name } dueOn dueAt type { name } }"
    } or ["InvalidInput", "NotFound", "Stale", "State"];
    /// `taskComplete`.
    complete = "taskComplete"("TaskCompleteInput") {
        "task { id status version completion { completedAt notes recordedLabel recordedSentiment outcome { label sentiment }
         completedBy { name } owner { name } } }
         followUpTask { id title status owner { name } type { name } dueOn subject { ... on Contact { id } ... on Deal { id } } }"
    } or ["InvalidInput", "NotFound", "Stale", "Choice", "State"];
    /// `tasksComplete`.
    complete_many = "tasksComplete"("TasksCompleteInput") {
        "tasks { id status completion { recordedLabel notes } }"
    } or ["InvalidInput", "NotFound", "Choice", "State"];
    /// `tasksReassign`.
    reassign = "tasksReassign"("TasksReassignInput") {
        "tasks { id version owner { name } }"
    } or ["InvalidInput", "NotFound", "State"];
    /// `taskCompletionCorrect`.
    correct = "taskCompletionCorrect"("TaskCompletionCorrectInput") {
        "task { id version completion { completedAt notes recordedLabel recordedSentiment completedBy { name } owner { name } } }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale", "Choice", "State"];
    /// `taskDelete`.
    delete_task = "taskDelete"("TaskDeleteInput") {
        "deletedTaskId"
    } or ["Forbidden", "NotFound", "Stale"];
    /// `taskReopen`.
    reopen = "taskReopen"("TaskReopenInput") {
        "task { id status version completion { completedAt } type { name } }"
    } or ["Forbidden", "InvalidInput", "NotFound", "Stale", "State"];
}

/// A team with a contact and a deal, on a server of its own.
pub struct Team {
    /// The server.
    pub server: Arc<TestServer>,
    /// The account and its people.
    pub account: TestAccount,
    /// A contact.
    pub contact: String,
    /// A deal.
    pub deal: String,
}

impl Team {
    /// A new team; Task Outcomes is off.
    pub async fn new() -> Self {
        Self::on(TestServer::start().await).await
    }

    /// A new team on a server.
    pub async fn on(server: TestServer) -> Self {
        Self::of(Arc::new(server)).await
    }

    /// Another tenant on the same server.
    pub async fn on_same(team: &Self) -> Self {
        Self::of(Arc::clone(&team.server)).await
    }

    async fn of(server: Arc<TestServer>) -> Self {
        let account = server.account().await;
        let contact = create_contact(&account.admin, json!({ "name": "Clara Conrad" })).await;
        let deal = create_deal(&account.admin, json!({ "name": "Neue Lagerhalle" })).await;
        let (contact, deal) = (
            text(&contact["contact"]["id"]).into(),
            text(&deal["deal"]["id"]).into(),
        );
        Self {
            server,
            account,
            contact,
            deal,
        }
    }

    /// A new team with Task Outcomes in force: every type offers "Meeting scheduled" (positive) and "No answer".
    pub async fn in_force() -> Self {
        let team = Self::new().await;
        team.put_in_force().await;
        team
    }

    /// Puts Task Outcomes in force: every type offers "Meeting scheduled" (positive) and "No answer" (neutral).
    pub async fn put_in_force(&self) {
        succeeded(&enable(self.admin(), json!({})).await);
        let meeting = self.outcome("Meeting scheduled", "POSITIVE").await;
        let nothing = self.outcome("No answer", "NEUTRAL").await;
        let lists = self.types().await.into_iter();
        let lists = lists.map(|(id, _)| json!({ "taskTypeId": id, "outcomeIds": [meeting, nothing] }));
        succeeded(&save(self.admin(), json!({ "assignments": lists.collect::<Vec<_>>() })).await);
    }

    /// Anna, an admin.
    pub fn admin(&self) -> &Client {
        &self.account.admin
    }

    /// Malik, a member.
    pub fn member(&self) -> &Client {
        &self.account.member
    }

    /// Creates an outcome and gives its id.
    pub async fn outcome(&self, label: &str, sentiment: &str) -> String {
        let made = create_outcome(self.admin(), json!({ "label": label, "sentiment": sentiment })).await;
        text(&succeeded(&made)["taskOutcome"]["id"]).to_owned()
    }

    /// Ids and names of the active task types, in display order.
    pub async fn types(&self) -> Vec<(String, String)> {
        let data = self
            .admin()
            .query("{ taskTypes(first: 100) { nodes { id name } } }", json!({}))
            .await;
        let nodes = data["taskTypes"]["nodes"].as_array().unwrap();
        nodes
            .iter()
            .map(|node| (text(&node["id"]).into(), text(&node["name"]).into()))
            .collect()
    }

    /// The id of an active task type.
    pub async fn type_id(&self, name: &str) -> String {
        self.types()
            .await
            .into_iter()
            .find(|(_, found)| found == name)
            .expect("a type of this name")
            .0
    }

    /// The id of an outcome that is not archived.
    pub async fn outcome_id(&self, label: &str) -> String {
        let query = "{ taskOutcomes(first: 100) { nodes { id label } } }";
        let data = self.admin().query(query, json!({})).await;
        let nodes = data["taskOutcomes"]["nodes"].as_array().unwrap();
        let found = nodes.iter().find(|node| node["label"] == label);
        text(&found.expect("an outcome with this label")["id"]).to_owned()
    }

    /// Creates a contact task of Malik's and gives its id.
    pub async fn task(&self, type_name: &str, title: &str) -> String {
        self.task_of(type_name, title, json!({ "contactId": self.contact }))
            .await
    }

    /// Creates a task of Malik's about something and gives its id.
    pub async fn task_of(&self, type_name: &str, title: &str, subject: Value) -> String {
        let input =
            json!({ "title": title, "taskTypeId": self.type_id(type_name).await, "subject": subject });
        let made = create_task(self.member(), input).await;
        text(&succeeded(&made)["task"]["id"]).to_owned()
    }

    /// Malik completes a task.
    pub async fn done(&self, task: &str, outcome: &str) {
        let outcome = self.outcome_id(outcome).await;
        succeeded(&complete(self.member(), json!({ "id": task, "outcomeId": outcome })).await);
    }

    /// How many entries of a kind the history has.
    pub async fn entries(&self, kind: &str) -> i64 {
        let query =
            "query E($kinds: [ActivityKind!]) { activities(filter: { kinds: $kinds }) { totalCount } }";
        let data = self.admin().query(query, json!({ "kinds": [kind] })).await;
        data["activities"]["totalCount"].as_i64().unwrap()
    }

    /// Where the account stands.
    pub async fn status(&self) -> String {
        text(&self.settings().await["status"]).to_owned()
    }

    /// The settings.
    pub async fn settings(&self) -> Value {
        let query = "{ viewer { account { taskOutcomeSettings { id status version enabledAt enabledBy { name }
            viewerCanManageOutcomes viewerCanUpdate maximumOutcomesPerTaskType
            suggestedAssignments { taskType { name } outcomes { label } }
            disableImpact { confirmationToken assignmentCount affectedTaskTypeCount openTaskCount completedTaskCount message } } } } }";
        let mut data = self.admin().query(query, json!({})).await;
        data["viewer"]["account"]["taskOutcomeSettings"].take()
    }
}

/// The payload, which must have no user errors.
pub fn succeeded(payload: &Value) -> &Value {
    assert_eq!(codes(payload), Vec::<&str>::new(), "{payload:#}");
    payload
}
