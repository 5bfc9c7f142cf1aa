// Uses the playground of a running demo in a headless Chromium as a person would, and prints one line of JSON for each
// thing it looked at: {"name": …, "fault": null or what was not as it must be}. It changes the demo's data. By hand:
//   CHROMIUM=/usr/bin/chromium PLAYGROUND_URL=http://127.0.0.1:8080/graphiql node playground.mjs
// With PLAYGROUND_PICTURES=<folder> it leaves pictures of the page there.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { Playground, userErrors } from "./page.mjs";
import { looksThroughItsPolicy } from "./policy.mjs";
import { AGAIN, STEPS } from "./steps.mjs";
import { Watch } from "./watch.mjs";

const { CHROMIUM: program, PLAYGROUND_URL: url, PLAYGROUND_PICTURES: pictures } = process.env;
assert(program && url, "set CHROMIUM and PLAYGROUND_URL");

const EXAMPLES = new URL("../../../crates/server/assets/graphiql/examples/", import.meta.url);
const REQUIREMENTS = Array.from({ length: 13 }, (_, index) => `S${index + 1}`);
/** Much longer than anything takes: machines that test are busy. */
const PATIENCE = 120_000;

/** The example operations that the repository keeps, in order. */
function examples() {
  const files = readdirSync(EXAMPLES).filter((name) => name.endsWith(".graphql"));
  return files.sort().map((file) => {
    const text = readFileSync(new URL(file, EXAMPLES), "utf8");
    return { name: text.match(/^(?:query|mutation|subscription) (\w+)/m)[1], text };
  });
}

// The page comes from the demo alone, and no name of another host is ever found: the sandbox of processes, which root
// and many containers cannot have, protects from nothing here. Containers may have little shared memory, too.
const browser = await chromium.launch({
  executablePath: program,
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});

async function newContext() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

const context = await newContext();
const watch = new Watch(context, url);
const known = {};
let playground;

async function picture(name) {
  if (pictures) await playground.page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function loads() {
  playground = await Playground.open(await context.newPage(), url);
  assert.match((await playground.headers()).Authorization, /^Bearer \w+/);
  await picture("loaded");
}

async function hasTabs() {
  const kept = examples();
  assert.deepEqual(await playground.tabs(), kept.map(({ name }) => name));
  for (const { name, text } of kept) {
    await playground.choose(name);
    assert.equal(await playground.queryText(), text);
  }
  await playground.dragTab("SwitchOn", "SaveAssignments");
  assert.deepEqual(await playground.tabs(), kept.map(({ name }) => name), "the order after a drag");
  const told = new Set(kept.flatMap(({ text }) => text.match(/\bS\d+\b(?=[^\n]* · )/g) ?? []));
  assert.deepEqual(REQUIREMENTS.filter((one) => !told.has(one)), []);
}

/** By turns with the play button and with its short key. */
async function step({ tab, variables, refused = [], check = () => {} }, index) {
  await playground.choose(tab);
  const given = await playground.variables();
  const needed = variables?.(known, given) ?? given;
  assert.doesNotMatch(JSON.stringify(needed), /</, `${tab}: something is left to fill in`);
  if (variables) await playground.setVariables(needed);
  const data = await playground.run(tab, index % 2 === 1);
  const errors = userErrors(data);
  assert.deepEqual(errors.map(({ code }) => code), refused, `${tab}: ${JSON.stringify(errors)}`);
  check(data, known);
  known[tab] = data;
}

async function take(steps) {
  for (const [index, one] of steps.entries()) {
    await step(one, index).catch((error) => {
      throw new Error(`in the tab ${one.tab}`, { cause: error });
    });
    if (one.tab === "TaskOverviewReport") await picture("report");
  }
}

async function runs() {
  const all = await playground.tabs();
  const ran = [...new Set(STEPS.map(({ tab }) => tab))];
  assert.deepEqual([...ran, "FollowTasks"], all, "each tab is run");
  await take(STEPS);
}

/** The tab that follows stays open in one window, while somebody completes a task in another. */
async function follows() {
  await playground.choose("FollowTasks");
  const stream = await playground.press("FollowTasks");
  assert.match(stream.headers()["content-type"], /^text\/event-stream/);
  const first = playground;
  playground = await Playground.open(await context.newPage(), url);
  await take(["OpenTasks", "CompleteContactTask"].map((tab) => STEPS.find((step) => step.tab === tab)));
  const { title } = known.CompleteContactTask.taskComplete.task;
  await playground.page.close();
  playground = first;
  await playground.shows(JSON.stringify(title));
  await playground.shows('"status": "COMPLETED"');
  await picture("event");
  const event = await playground.answerText();
  await playground.stop();
  assert.equal(await playground.answerText(), event, "what was told stays");
}

/** Newest first. */
async function remembers() {
  const history = await playground.panel("History");
  await history.getByRole("listitem").first().waitFor();
  const shown = await history.getByRole("listitem").allInnerTexts();
  await picture("history");
  assert.equal(shown[0], "FollowTasks");
  assert.deepEqual(new Set(shown), new Set(examples().map(({ name }) => name)));
}

async function documents() {
  const docs = await playground.panel("Documentation Explorer");
  await docs.getByRole("combobox").fill("Task");
  await docs.getByRole("option", { name: "Task", exact: true }).click();
  await docs.locator(".graphiql-doc-explorer-title").getByText("Task", { exact: true }).waitFor();
  await docs.getByText("availableOutcomes", { exact: true }).waitFor();
  await picture("documentation");
}

async function explores() {
  await playground.choose("StartHere");
  assert.doesNotMatch(await playground.queryText(), /email/);
  const explorer = await playground.panel("GraphiQL Explorer");
  await explorer.locator('.graphiql-explorer-user [data-field-name="email"]').click();
  await playground.asks("email");
  await picture("explorer");
  const { viewer } = await playground.run("StartHere");
  assert.match(viewer.user.email, /@/);
}

const checks = {
  "the page loads, signed in": loads,
  "there is a tab for every requirement": hasTabs,
  "every tab answers": runs,
  "what was switched off comes back": () => take(AGAIN),
  "the subscription tells of a task that is completed elsewhere": follows,
  "the history shows what ran": remembers,
  "the documentation finds a type": documents,
  "a click in the explorer changes the query": explores,
  "no script runs that is not a file of the page": async () => looksThroughItsPolicy(await newContext(), url),
  "no other host is asked, and nobody complains": () => {
    assert(watch.asked.length > 30, `${watch.asked}`);
    assert.deepEqual(watch.faults, []);
  },
};

for (const [name, check] of Object.entries(checks)) {
  let fault = null;
  try {
    await check();
  } catch (error) {
    fault = [error, error.cause].flatMap((one) => one?.stack ?? []).join("\n");
    await picture("fault").catch(() => {});
  }
  console.log(JSON.stringify({ name, fault }));
  if (fault) break; // what comes after it would only repeat it
}
await browser.close();
