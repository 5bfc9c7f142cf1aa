// The whole flow of Task Outcomes: prepare outcomes, complete a task with one, find it again, read the report.
import { randomUUID } from "node:crypto";
import process from "node:process";

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import { GraphQLClient, type Variables } from "graphql-request";
import { createClient } from "graphql-sse";

import * as documents from "./generated/graphql.js";

type UserError = { message: string; path: string[] | null };
type Payload = { userErrors: UserError[] };
type Done<P> = { [Field in keyof P]: NonNullable<P[Field]> };

const { TASK_OUTCOMES_URL: url, TASK_OUTCOMES_TOKEN: token } = process.env;
if (!url || !token) throw new Error("TASK_OUTCOMES_URL and TASK_OUTCOMES_TOKEN are not set");
const headers = { authorization: `Bearer ${token}` };
const client = new GraphQLClient(url, { headers });
const events = createClient({ url, headers });

/** Gives the mutation's payload, in which nothing is null. What a person can mend comes as data, and is thrown here. */
async function mutate<Data extends Record<string, Payload | null>, V extends Variables>(
  document: TypedDocumentNode<Data, V>,
  variables: V,
): Promise<Done<NonNullable<Data[keyof Data]>>> {
  const data = await client.request<Data>(document, variables);
  const payload = Object.values(data)[0] as NonNullable<Data[keyof Data]>;
  if (payload.userErrors.length === 0) return payload as Done<typeof payload>;
  const tell = ({ message, path }: UserError) => `${path?.join(".") ?? "input"}: ${message}`;
  throw new Error(payload.userErrors.map(tell).join("\n"));
}

async function main(): Promise<void> {
  const { viewer, contacts } = await client.request(documents.StartDocument);
  const contact = contacts?.nodes[0];
  if (!viewer || !contact) throw new Error("There is no contact to have a task about");
  if (viewer.account.taskOutcomeSettings.status !== "ENABLED") await mutate(documents.EnableDocument, {});

  const follow = { query: print(documents.FollowTasksDocument), variables: { contactId: contact.id } };
  const changes = events.iterate<documents.FollowTasksSubscription>(follow);

  const run = randomUUID().slice(0, 8); // labels and names are unique in an account
  const outcomeIds: string[] = [];
  for (const [label, sentiment] of [["Meeting scheduled", "POSITIVE"], ["No answer", "NEUTRAL"]] as const) {
    const { taskOutcome } = await mutate(documents.CreateOutcomeDocument, { label: `${label} ${run}`, sentiment });
    outcomeIds.push(taskOutcome.id);
  }
  const { taskType } = await mutate(documents.CreateTaskTypeDocument, { name: `Call ${run}`, outcomeIds });
  await mutate(documents.SaveOutcomesDocument, { taskTypeId: taskType.id, outcomeIds: outcomeIds.toReversed() });

  const asked = { title: `Call ${contact.name}`, taskTypeId: taskType.id, contactId: contact.id };
  const { task } = await mutate(documents.CreateTaskDocument, asked);
  console.log(`Offered: ${task.availableOutcomes.map(({ label }) => label).join(", ")}`);
  const outcome = task.availableOutcomes.find(({ sentiment }) => sentiment === "POSITIVE")!;
  const answer = { notes: "Wants the offer by Friday.", idempotencyKey: randomUUID() };
  const completed = await mutate(documents.CompleteTaskDocument, { id: task.id, outcomeId: outcome.id, ...answer });
  console.log(`Completed: ${completed.task.title}`);

  for await (const { data } of changes) {
    const changed = data?.taskChanged.task;
    if (changed?.status !== "COMPLETED") continue;
    console.log(`Told: ${changed.title}, ${changed.completion?.recordedLabel}`);
    break;
  }

  const wanted = { contactId: contact.id, search: `friday ${run}`, taskTypeId: taskType.id };
  const { activities, taskOverviewReport } = await client.request(documents.ResultsDocument, wanted);
  activities?.nodes.forEach(({ recordedLabel, notes }) => console.log(`Found: ${recordedLabel}, ${notes}`));
  const rows = taskOverviewReport?.groups?.nodes ?? [];
  rows.forEach(({ label, totals }) => console.log(`Report: ${label}, ${totals.completedCount}`));
}

await main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(() => events.dispose());
