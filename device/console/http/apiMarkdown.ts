import { eventsMarkdown } from "./eventsMarkdown.ts";
import { areaOf, rightsInWords } from "./openapi.ts";
import { addressOf, type Route } from "./Route.ts";

/** The interface for a person who reads: docs/api.md. Fields are in the OpenAPI document. */
export function apiMarkdown(routes: readonly Route[]): string {
  const areas = Map.groupBy(routes, areaOf);
  const parts = [...areas]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([area, own]) =>
      [
        ...[`## ${area}`, "", "| request | does | who may |", "| --- | --- | --- |"],
        ...own.map(
          (route) => `| \`${route.method} ${addressOf(route)}\` | ${route.summary} | ${rightsInWords(route)} |`,
        ),
        ...(area === "events" ? ["", eventsMarkdown()] : []),
      ].join("\n"),
    );
  return `${HEAD}\n${parts.join("\n\n")}\n`;
}

const HEAD = `# The console's interface

Made by \`firstring console openapi --markdown > docs/api.md\`. Every field, with its bounds: \`firstring console openapi\` (OpenAPI 3.1), which the console
itself serves at \`/api/v1/openapi.json\`. The pages use nothing else.

- JSON in and out; times are epoch milliseconds in fields that end with \`At\` (\`at\` alone is one, too).
- Errors: \`{ "error": { "code", "message", "cure"?, "fields"?, "details"? } }\`. \`code\` is for programs and stays; \`message\` and \`cure\` are for people.
  \`401\` nobody is signed in, \`403\` they may not, \`404\` there is none, \`409\` not as things are, \`421\` from a foreign page or name, \`429\` wait for
  \`Retry-After\` seconds, \`503\` the answering service does not run: everything can be read, nothing changed.
- A program sends \`Authorization: Bearer frt_…\`, a token that a manager made on the page Tokens: named, with some rights, for a time, shown once. What a
  person alone may do ("Not with a token") it may not.
- A browser has a cookie, and must be one of our own pages (\`Origin\`, \`Sec-Fetch-Site\`).
- Who sees or hears something of a patient is written down: \`GET /api/v1/audit\`.

\`\`\`sh
curl --cacert firstring-authority.crt -H "Authorization: Bearer $TOKEN" https://firstring-1a2b3c/api/v1/messages?state=new
\`\`\`
`;
