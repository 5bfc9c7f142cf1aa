// Tries in the browser what the page's policy must refuse.
import assert from "node:assert/strict";

/** What must hold of scripts, styles and whom the page may talk to. */
const STRICT = {
  "default-src": "'none'",
  "script-src": "'self'",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** Reads the header, then tries scripts and a request that it must not let through. */
export async function looksThroughItsPolicy(context, url) {
  const page = await context.newPage();
  const opened = await page.goto(url);
  const policy = parsed(opened.headers()["content-security-policy"]);
  for (const [directive, sources] of Object.entries(STRICT)) assert.equal(policy[directive], sources, directive);
  assert(!Object.values(policy).some((sources) => /unsafe-eval|https?:|\*/.test(sources)), JSON.stringify(policy));

  await page.evaluate(attempt);
  const refused = await page.waitForFunction(() => window.refused.length >= 5 && window.refused.sort());
  assert.deepEqual(await refused.jsonValue(), [
    "connect-src https://elsewhere.example/",
    "script-src eval",
    "script-src-attr inline",
    "script-src-elem https://elsewhere.example/script.js",
    "script-src-elem inline",
  ]);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await context.close();
}

function parsed(policy) {
  const directives = policy.split(";").map((directive) => directive.trim().split(/\s+/));
  return Object.fromEntries(directives.map(([name, ...sources]) => [name, sources.join(" ")]));
}

/** In the page. */
function attempt() {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    window.refused.push(`${effectiveDirective} ${blockedURI}`),
  );
  const script = (properties) => document.body.append(Object.assign(document.createElement("script"), properties));
  script({ textContent: "window.ran = 'inline'" });
  script({ src: "https://elsewhere.example/script.js" });
  const button = document.createElement("button");
  button.setAttribute("onclick", "window.ran = 'attribute'");
  button.click();
  setTimeout("window.ran = 'text'");
  fetch("https://elsewhere.example/").catch(() => {});
}
