// Asks a running server through the npm clients graphql-ws and graphql-sse, and prints one line of JSON for each thing it
// looked at: {"name": …, "fault": null or what was not as it must be}. A demo is asked by hand so:
//   STREAMS_URL=http://127.0.0.1:8080/graphql STREAMS_TOKEN=to_… node streams.mjs
import assert from "node:assert/strict";

import { createClient as createEvents } from "graphql-sse";
import { createClient as createSocket } from "graphql-ws";
import WebSocket from "ws";

const { STREAMS_URL: url, STREAMS_TOKEN: token } = process.env;
assert(url && token, "set STREAMS_URL and STREAMS_TOKEN");

const VIEWER = { query: "{ viewer { user { name } } }" };
const CREATE = {
  query: `mutation Create($name: String!) {
    contactCreate(input: { name: $name }) { contact { name } userErrors { ... on UserError { code } } }
  }`,
  variables: { name: "Clara" },
};
const REFUSED = { query: "{ nothing }" };

const socket = (options) =>
  createSocket({
    url: url.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
    ...options,
  });
const events = (options) =>
  createEvents({ url, headers: { Authorization: `Bearer ${token}` }, retryAttempts: 0, ...options });

// All results of an operation, once it is complete.
const all = (client, request) =>
  new Promise((resolve, reject) => {
    const results = [];
    client.subscribe(request, {
      next: (result) => results.push(result),
      error: reject,
      complete: () => resolve(results),
    });
  });

async function one(client, request) {
  const results = await all(client, request);
  assert.equal(results.length, 1);
  return results[0];
}

async function answersQuery(client) {
  const result = await one(client, VIEWER);
  assert.equal(typeof result.data.viewer.user.name, "string");
}

async function answersMutation(client) {
  const result = await one(client, CREATE);
  assert.deepEqual(result.data.contactCreate, { contact: { name: "Clara" }, userErrors: [] });
}

async function manyAtOnce() {
  let opened = 0;
  const client = socket({ on: { opened: () => (opened += 1) } });
  const names = Array.from({ length: 40 }, (_, number) => `v${number}`);
  const results = await Promise.all(names.map((name) => one(client, { query: `{ ${name}: viewer { user { id } } }` })));
  results.forEach((result, number) => assert.deepEqual(Object.keys(result.data), [names[number]]));
  assert.equal(opened, 1);
}

async function refusedBySocket() {
  const errors = await all(socket(), REFUSED).then(
    () => assert.fail("it was answered"),
    (errors) => errors,
  );
  assert.equal(errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
}

async function pings() {
  const pong = await new Promise((resolve, reject) => {
    const client = socket({
      lazy: false,
      keepAlive: 20,
      onNonLazyError: reject,
      on: { pong: (received) => received && resolve(client) },
    });
  });
  await pong.dispose();
}

async function forbiddenBySocket() {
  const client = socket({ connectionParams: { Authorization: "Bearer to_other" } });
  const end = await all(client, VIEWER).then(
    () => assert.fail("it was answered"),
    (end) => end,
  );
  assert.equal(end.code, 4403);
}

async function refusedByEvents() {
  const result = await one(events(), REFUSED);
  assert.equal(result.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  assert(!("data" in result));
}

async function forbiddenByEvents() {
  const client = events({ headers: { Authorization: "Bearer to_other" } });
  const error = await all(client, VIEWER).then(
    () => assert.fail("it was answered"),
    (error) => error,
  );
  assert.equal(error.response.status, 401);
}

// What is committed before a subscription has begun is not told, and nothing tells when it has: contacts get tasks until
// one of these is told.
async function tellsChanges(client) {
  const types = await one(client, { query: "{ taskTypes(first: 1) { nodes { id } } }" });
  const made = await one(client, { query: 'mutation { contactCreate(input: { name: "Clara" }) { contact { id } } }' });
  const input = {
    title: "Call Clara",
    taskTypeId: types.data.taskTypes.nodes[0].id,
    subject: { contactId: made.data.contactCreate.contact.id },
  };
  const create = {
    query: "mutation Create($input: TaskCreateInput!) { taskCreate(input: $input) { task { id } } }",
    variables: { input },
  };
  let told;
  const ended = new Promise((resolve, reject) => {
    const stop = client.subscribe(
      { query: "subscription { taskChanged { action task { title } } }" },
      {
        next: (event) => {
          told = event;
          stop();
        },
        error: reject,
        complete: resolve,
      },
    );
  });
  while (!told) {
    const created = await one(client, create);
    assert(created.data.taskCreate.task);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  await ended;
  assert.deepEqual(told, { data: { taskChanged: { action: "CREATED", task: { title: "Call Clara" } } }, extensions: told.extensions });
}

const checks = {
  "graphql-ws: a query": () => answersQuery(socket()),
  "graphql-ws: a mutation": () => answersMutation(socket()),
  "graphql-ws: many at once on one socket": manyAtOnce,
  "graphql-ws: errors of a refused document": refusedBySocket,
  "graphql-ws: pings": pings,
  "graphql-ws: a token that does not work": forbiddenBySocket,
  "graphql-ws: a subscription": () => tellsChanges(socket()),
  "graphql-sse: a query": () => answersQuery(events()),
  "graphql-sse: a mutation": () => answersMutation(events()),
  "graphql-sse: errors of a refused document": refusedByEvents,
  "graphql-sse: a token that does not work": forbiddenByEvents,
  "graphql-sse: a subscription": () => tellsChanges(events()),
};

for (const [name, check] of Object.entries(checks)) {
  const fault = await check().then(
    () => null,
    (error) => error?.stack ?? JSON.stringify(error),
  );
  console.log(JSON.stringify({ name, fault }));
}
process.exit(0);
