import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { connectControl } from "../control/ControlClient.ts";
import { socketPath } from "../control/socketPath.ts";
import type { RehearsalResult } from "../rehearsal/RehearsalCall.ts";
import { summary } from "../rehearsal/rehearsalProgram.ts";
import { findScenario, SCENARIOS } from "../rehearsal/scenarios.ts";
import { rehearsalDirectory } from "../runtime/installation.ts";
import { type CliIo, UsageError } from "./Cli.ts";

const HELP = `firstring rehearse NAME [--line ID] [--data DIR] [--json]

Places a call on the rehearsal that \`npm start\` keeps up in another terminal, and follows it to its end; Ctrl-C hangs up.
Each call comes from a number that has not called yet.

${SCENARIOS.map(({ name, about }) => `  ${name.padEnd(17)}${about}`).join("\n")}

  --line ID    the line that is called, analog or cellular, by its id in the clinic file (default: that of the first call)
  --data DIR   as given to npm start
  --json       the result as one JSON object, without the timeline as it happens
`;

export async function rehearseCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      line: { type: "string" },
      data: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [name] = positionals;
  if (values.help || name === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (findScenario(name) === undefined)
    throw new UsageError(
      `there is no rehearsal call '${name}': ${SCENARIOS.map(({ name: known }) => known).join(", ")}`,
    );
  const directory = values.data === undefined ? rehearsalDirectory : join(resolve(values.data), "rehearsal");
  const request = { scenario: name, ...(values.line === undefined ? {} : { line: values.line }) };
  const result = await place(directory, request, (text) => values.json || io.stdout.write(`${text}\n`));
  if (values.json) io.stdout.write(`${JSON.stringify(result)}\n`);
  else io.stdout.write(`\n${summary(result).join("\n")}\n`);
  return result.ok ? 0 : 1;
}

async function place(
  directory: string,
  request: { readonly scenario: string; readonly line?: string },
  print: (text: string) => void,
): Promise<RehearsalResult> {
  const { promise, resolve: done, reject } = Promise.withResolvers<RehearsalResult>();
  const client = await connectControl(socketPath(directory, "rehearsal"), (message) => {
    if (typeof message.line === "string") print(message.line);
    else if ("result" in message) done(message.result as RehearsalResult);
    else reject(message.busy === true ? busy() : new UsageError(String(message.error)));
  });
  void client.ended.then(() => reject(ended()));
  client.send({ do: "rehearse", ...request });
  try {
    return await promise;
  } finally {
    client.close();
  }
}

const busy = (): ApplianceError =>
  new ApplianceError("REHEARSAL_BUSY", "another call is going on", {
    disposition: "operator",
    cure: "Wait for its end, or hang it up on the page of the rehearsal.",
  });

const ended = (): ApplianceError =>
  new ApplianceError("REHEARSAL_ENDED", "the rehearsal ended while the call was going on", {
    disposition: "operator",
    cure: "Start it again with npm start.",
  });
