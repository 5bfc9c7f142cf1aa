// GraphiQL as its user sees it: tabs, editors, the play button, the answer, the panels at the left.
import assert from "node:assert/strict";

/** All `userErrors` of an answer, whichever fields they are of. */
export const userErrors = (data) =>
  Object.values(data ?? {}).flatMap((payload) => payload?.userErrors ?? []);

/** What an editor holds; its DOM has only the lines in sight. */
const heldBy = (editor) => editor.evaluate((element) => element.CodeMirror.getValue());

/** One window of the playground. */
export class Playground {
  constructor(page) {
    this.page = page;
    this.query = page.getByRole("region", { name: "Query Editor" }).locator(".CodeMirror");
    this.tools = page.locator("section.graphiql-editor-tool .CodeMirror:visible");
    this.answer = page.getByRole("region", { name: "Result Window" }).locator(".CodeMirror");
  }

  /** Opens the page and waits until it has read the schema. */
  static async open(page, url) {
    const schema = page.waitForResponse((response) => asksFor(response, "IntrospectionQuery"));
    const [answer] = await Promise.all([schema, page.goto(url)]);
    assert.equal((await answer.json()).errors, undefined, "the schema");
    const playground = new Playground(page);
    await playground.query.waitFor();
    return playground;
  }

  tabs() {
    return this.page.getByRole("tab").allInnerTexts();
  }

  tab(name) {
    return this.page.getByRole("tab").filter({ has: this.page.getByRole("button", { name, exact: true }) });
  }

  /** Takes one tab with the mouse and lets it go on another. */
  async dragTab(from, to) {
    const middle = async (name) => {
      const { x, y, width, height } = await this.tab(name).boundingBox();
      return [x + width / 2, y + height / 2];
    };
    const { mouse } = this.page;
    const end = await middle(to);
    await mouse.move(...(await middle(from)));
    await mouse.down();
    await mouse.move(...end, { steps: 10 });
    await mouse.up();
  }

  /** Chooses the tab of an operation and waits until GraphiQL has read it, a moment after it is seen. */
  async choose(tab) {
    const wanted = this.tab(tab);
    await wanted.getByRole("button", { name: tab, exact: true }).click();
    await wanted.and(this.page.getByRole("tab", { selected: true })).waitFor();
    const query = await this.query.elementHandle();
    await this.page.waitForFunction(([query, tab]) => query.CodeMirror.operationName === tab, [query, tab]);
  }

  queryText() {
    return heldBy(this.query);
  }

  answerText() {
    return heldBy(this.answer);
  }

  async variables() {
    const text = await heldBy(this.tools);
    return text.trim() === "" ? {} : JSON.parse(text);
  }

  /** Selects all and pastes, as one does with the mouse. */
  async setVariables(variables) {
    const text = JSON.stringify(variables, null, 2);
    await this.tools.click();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(text);
    assert.deepEqual(await this.variables(), variables);
  }

  async headers() {
    await this.page.getByRole("button", { name: "Headers", exact: true }).click();
    const headers = JSON.parse(await heldBy(this.tools));
    await this.page.getByRole("button", { name: "Variables", exact: true }).click();
    return headers;
  }

  /** Presses the play button or its short key, and gives the response once it begins. */
  async press(operation, key = false) {
    const press = async () => {
      if (!key) return this.page.getByRole("button", { name: "Execute query" }).click();
      await this.query.click();
      await this.page.keyboard.press("Control+Enter");
    };
    const response = this.page.waitForResponse((response) => asksFor(response, operation));
    return (await Promise.all([response, press()]))[0];
  }

  /** Runs the operation of the chosen tab to its end, and gives its data once they are seen on the right. */
  async run(operation, key = false) {
    const response = await this.press(operation, key);
    const answer = await response.json();
    await this.shows(JSON.stringify(answer, null, 2));
    assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
    return answer.data;
  }

  /** Stops an operation that goes on, and waits until nothing of it is under way any more. */
  async stop() {
    const ended = this.page.waitForEvent("requestfailed");
    await Promise.all([ended, this.page.getByRole("button", { name: "Stop query" }).click()]);
    await this.page.getByRole("button", { name: "Execute query" }).waitFor();
  }

  /** Waits until the answer has this text. */
  shows(text) {
    return this.waitsFor(this.answer, text);
  }

  /** Waits until the query has this text. */
  asks(text) {
    return this.waitsFor(this.query, text);
  }

  async waitsFor(editor, text) {
    const element = await editor.elementHandle();
    await this.page.waitForFunction(([shown, text]) => shown.CodeMirror.getValue().includes(text), [element, text]);
  }

  /** Opens a panel at the left, which lies beside the others of the page. */
  async panel(name) {
    await this.page.getByRole("button", { name: `Show ${name}`, exact: true }).click();
    const panel = this.page.locator(".graphiql-plugin");
    await panel.waitFor();
    return panel;
  }
}

function asksFor(response, operation) {
  const request = response.request();
  return request.method() === "POST" && request.postDataJSON()?.operationName === operation;
}
