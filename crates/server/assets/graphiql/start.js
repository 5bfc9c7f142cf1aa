// Starts GraphiQL on this server: signed in and with the example operations in its tabs, as /graphiql/config.json says.
"use strict";

(async () => {
  const place = document.getElementById("graphiql");
  try {
    const config = await load("/graphiql/config.json");
    ReactDOM.createRoot(place).render(React.createElement(GraphiQL, properties(config)));
  } catch (error) {
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = `GraphiQL cannot start: ${error.message}. Reload the page once the server answers.`;
    place.replaceChildren(notice);
  }
})();

// Tabs stay in their order: GraphiQL can drag them along one row only, and here they stand in several.
document.addEventListener(
  "pointerdown",
  (event) => {
    if (event.target.closest?.(".graphiql-tab")) event.stopPropagation();
  },
  { capture: true },
);

async function load(path) {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

function properties(config) {
  const headers = JSON.stringify({ Authorization: `Bearer ${config.token ?? "<your token>"}` }, null, 2);
  const examples = config.tabs.map(({ title, query, variables }) => ({
    title,
    query,
    variables: variables ?? "",
    headers,
  }));
  return {
    fetcher: fetcher(config),
    storage: storage(config),
    defaultHeaders: headers,
    defaultTabs: examples,
    // Documentation and history come with GraphiQL itself.
    plugins: [GraphiQLPluginExplorer.explorerPlugin()],
    // The whole way through the tabs, and more.
    maxHistoryLength: 100,
    // After a reload, the sign-in is that of the configuration again.
    shouldPersistHeaders: false,
    inputValueDeprecation: true,
    defaultEditorToolsVisibility: "variables",
  };
}

// One POST as the GraphQL-over-HTTP draft has it, and for a subscription as GraphQL over SSE has it; GraphiQL's own
// fetcher knows no event streams. GraphiQL asks for the schema without headers, so the latest sign-in holds for what comes
// without one.
function fetcher({ endpoint, token }) {
  let signIn = token && `Bearer ${token}`;
  return async ({ query, variables, operationName }, options) => {
    const headers = new Headers(options?.headers);
    signIn = headers.get("authorization") ?? signIn;
    if (signIn) headers.set("authorization", signIn);
    const goesOn = isSubscription(options?.documentAST, operationName);
    headers.set("accept", goesOn ? "text/event-stream" : "application/graphql-response+json, application/json;q=0.9");
    headers.set("content-type", "application/json");
    const body = JSON.stringify({ query, variables, operationName });
    const stop = new AbortController();
    const response = await fetch(endpoint, { method: "POST", headers, body, signal: stop.signal });
    const type = response.headers.get("content-type") ?? "";
    if (type.includes("json")) return response.json();
    if (type.startsWith("text/event-stream")) return answers(response.body, stop);
    throw new Error(`${endpoint} answered ${response.status} ${response.statusText}`);
  };
}

function isSubscription(document, operationName) {
  const operations = document?.definitions.filter(({ kind }) => kind === "OperationDefinition") ?? [];
  const asked = operations.find(({ name }) => !operationName || name?.value === operationName);
  return asked?.operation === "subscription";
}

// The answers of an event stream, until it is complete or GraphiQL stops listening, which is no error.
function answers(body, stop) {
  const events = parsed(body);
  const end = { done: true, value: undefined };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => events.next().catch((error) => (stop.signal.aborted ? end : Promise.reject(error))),
    return: async () => {
      stop.abort();
      return end;
    },
  };
}

// Events are separated by empty lines; comments keep the connection open and are skipped.
async function* parsed(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("the server ended the stream: subscribe again");
    const blocks = (text + value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      if (block.startsWith("event: complete")) return;
      const data = block.match(/^event: next\ndata: (.*)$/)?.[1];
      if (data) yield JSON.parse(data);
    }
  }
}

// Tabs are remembered as usual, apart for each set of examples and each sign-in, so that a new demo starts afresh.
function storage(config) {
  const prefix = `task-outcomes:${fingerprint(JSON.stringify([config.token, config.tabs]))}:`;
  const own = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    get length() {
      return own().length;
    },
    clear: () => own().forEach((key) => localStorage.removeItem(key)),
    getItem: (key) => localStorage.getItem(prefix + key),
    removeItem: (key) => localStorage.removeItem(prefix + key),
    setItem: (key, value) => localStorage.setItem(prefix + key, value),
  };
}

function fingerprint(text) {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + character.codePointAt(0)) | 0;
  return (hash >>> 0).toString(36);
}
