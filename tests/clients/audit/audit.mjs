// Runs the public audit of GraphQL over HTTP against a server: AUDIT_URL=<…/graphql> AUDIT_TOKEN=<bearer token> node audit.mjs
// Prints one line of JSON for each audit: its id, its name, and `ok`, or else how grave it is and why.
import { serverAudits } from 'graphql-http';

const { AUDIT_URL: url, AUDIT_TOKEN: token } = process.env;
if (!url || !token) {
  console.error('Set AUDIT_URL to the endpoint and AUDIT_TOKEN to a token that signs in to it.');
  process.exit(2);
}

/** Signs in; all else is as the audit sends it. */
const fetchFn = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

for (const audit of serverAudits({ url, fetchFn })) {
  const { status, reason } = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name: audit.name, status, reason }));
}
