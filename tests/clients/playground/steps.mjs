// The way through the tabs that their comments describe: what is copied from which answer, and what must come of it.
import assert from "node:assert/strict";

const RELATED = ["openTasks", "completedTasks"];

/** The first of a list that is as wanted. */
function first(list, wanted = () => true) {
  const found = list.find(wanted);
  assert(found, `nothing fits in ${JSON.stringify(list)}`);
  return found;
}

const created = ({ CreateOutcome }) => CreateOutcome.taskOutcomeCreate.taskOutcome;
const types = ({ OutcomesAndTypes }) => OutcomesAndTypes.taskTypes.nodes;
const taskTo = (task) => ({ taskId: task.id, outcomeId: first(task.availableOutcomes).id });
const contactTask = ({ OpenTasks }) => first(OpenTasks.contactTasks.nodes);
const dealTask = ({ OpenTasks }) => first(OpenTasks.dealTasks.nodes);
const assigned = (lists) =>
  lists.map(({ taskType, outcomes }) => ({ taskTypeId: taskType.id, outcomeIds: outcomes.map(({ id }) => id) }));

/**
 * One run of one tab each, in order. `variables` makes those of the run from earlier answers (by tab, the latest) and
 * from what stands in the tab; `refused` are the codes of the user errors that the tab means to show; `check` looks at
 * the answer.
 */
export const STEPS = [
  {
    tab: "StartHere",
    check: ({ viewer }) => {
      assert.equal(viewer.user.role, "ADMIN");
      assert.equal(viewer.account.taskOutcomeSettings.status, "ENABLED");
    },
  },
  { tab: "SwitchOn", check: (data) => assert.equal(data.taskOutcomesEnable.settings.status, "ENABLED") },
  { tab: "CreateOutcome", check: (data) => assert.equal(data.taskOutcomeCreate.taskOutcome.sentiment, "POSITIVE") },
  {
    tab: "OutcomesAndTypes",
    check: (data, known) => first(data.taskOutcomes.nodes, ({ id }) => id === created(known).id),
  },
  {
    tab: "ChangeOutcome",
    variables: (known, given) => {
      const { id, version } = first(known.OutcomesAndTypes.taskOutcomes.nodes, ({ id }) => id === created(known).id);
      return { ...given, id, version };
    },
    check: (data) => assert.equal(data.taskOutcomeUpdate.taskOutcome.sentiment, "NEUTRAL"),
  },
  {
    tab: "SaveAssignments",
    variables: (known) => {
      const [{ id, outcomes }] = types(known);
      const outcomeIds = [created(known), ...outcomes].map(({ id }) => id);
      return { assignments: [{ taskTypeId: id, outcomeIds }] };
    },
    check: (data, known) => {
      const [{ name }] = types(known);
      const saved = first(data.taskTypeOutcomesSave.taskTypes, (type) => type.name === name);
      assert.equal(saved.outcomes[0].label, created(known).label);
    },
  },
  {
    tab: "SaveTooFew",
    variables: (known) => ({ taskTypeId: types(known)[0].id }),
    refused: ["TOO_FEW"],
  },
  {
    tab: "CreateTaskType",
    variables: (known, given) => ({ ...given, outcomeIds: [created(known).id] }),
    check: (data) => assert.equal(data.taskTypeCreate.taskType.outcomes.length, 1),
  },
  {
    tab: "OpenTasks",
    check: (data) => assert(data.contactTasks.nodes.every((task) => task.isOutcomeRequired)),
  },
  {
    tab: "CompleteContactTask",
    variables: (known, given) => ({ ...given, ...taskTo(contactTask(known)) }),
    check: ({ taskComplete: { task } }) => {
      assert.equal(task.status, "COMPLETED");
      assert.match(task.completion.notes, /Angebot/);
    },
  },
  {
    tab: "CompleteDealTask",
    variables: (known, given) => ({ ...given, taskId: dealTask(known).id }),
    refused: ["OUTCOME_REQUIRED"],
    check: (data) => first(data.taskComplete.userErrors[0].availableOutcomes),
  },
  {
    tab: "CompleteDealTask",
    variables: (known, given) => ({ ...given, ...taskTo(dealTask(known)) }),
    check: (data) => assert.equal(data.taskComplete.task.status, "COMPLETED"),
  },
  {
    tab: "TasksOfContacts",
    check: (data) => RELATED.forEach((list) => first(data.contacts.nodes, (contact) => contact[list].totalCount > 0)),
  },
  { tab: "SearchHistory", check: (data) => assert(data.activities.totalCount > 0) },
  {
    tab: "TaskOverviewReport",
    check: ({ taskOverviewReport: report }) => {
      assert(report.totals.completedCount > 0);
      const sum = report.byUser.nodes.reduce((sum, { totals }) => sum + totals.completedCount, 0);
      assert.equal(sum, report.totals.completedCount);
    },
  },
  {
    tab: "ReportFilters",
    check: ({ taskOverviewReport: report }) => {
      assert.equal(report.tasks.totalCount, report.totals.completedCount);
      first(report.filterOptions.outcomes);
    },
  },
  {
    tab: "SwitchOffImpact",
    check: (data) => assert(data.viewer.account.taskOutcomeSettings.disableImpact.assignmentCount > 0),
  },
  { tab: "SwitchOff", refused: ["CONFIRMATION_REQUIRED"] },
  {
    tab: "SwitchOff",
    variables: ({ SwitchOff }) => {
      const { confirmationToken } = SwitchOff.taskOutcomesDisable.userErrors[0].impact;
      return { confirmationToken };
    },
    check: (data) => {
      assert.equal(data.taskOutcomesDisable.settings.status, "DISABLED");
      assert(data.taskOutcomesDisable.removedAssignmentCount > 0);
    },
  },
];

/** What the comments of the tabs say can be done afterwards: what is taken is refused, and what was off comes back. */
export const AGAIN = [
  {
    tab: "SwitchOn",
    check: ({ taskOutcomesEnable: { settings } }) => {
      assert.equal(settings.status, "SETTING_UP");
      first(settings.suggestedAssignments);
    },
  },
  {
    tab: "CreateOutcome",
    refused: ["TAKEN"],
    check: (data, known) => assert.equal(data.taskOutcomeCreate.userErrors[0].isExistingArchived, false),
  },
  { tab: "OutcomesAndTypes" },
  {
    tab: "SaveAssignments",
    variables: ({ SwitchOn }) => ({ assignments: assigned(SwitchOn.taskOutcomesEnable.settings.suggestedAssignments) }),
    check: (data) => assert.equal(data.taskTypeOutcomesSave.settings.status, "ENABLED"),
  },
];
