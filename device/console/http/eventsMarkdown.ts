import * as z from "zod";
import { CONSOLE_EVENTS, consoleEventData } from "../api/events.ts";
import { RIGHT_FOR } from "../events/consoleEventOf.ts";

/** What GET /events tells, for a person who reads: made of the schemas, as the rest of docs/api.md. */
export const eventsMarkdown = (): string =>
  [
    ...["| event | says | with | who hears it |", "| --- | --- | --- | --- |"],
    ...CONSOLE_EVENTS.map((kind) => {
      const { description = "", properties = {} } = z.toJSONSchema(consoleEventData[kind]);
      const fields = Object.entries(properties).map(([name, schema]) => inWords(name, schema));
      const right = RIGHT_FOR[kind];
      return `| \`${kind}\` | ${description} | ${fields.join("; ")} | ${right === undefined ? "whoever is signed in" : `\`${right}\``} |`;
    }),
  ].join("\n");

function inWords(name: string, schema: z.core.JSONSchema._JSONSchema): string {
  const { description, enum: values } = typeof schema === "object" ? schema : {};
  if (values !== undefined) return `\`${name}\`: ${values.map((value) => `\`${value}\``).join(", ")}`;
  return description === undefined || name === "at" ? `\`${name}\`` : `\`${name}\` (${description})`;
}
