import { parseArgs } from "node:util";
import { connectControl } from "../control/ControlClient.ts";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { socketPath } from "../control/socketPath.ts";
import { DEFAULTS } from "../runtime/installation.ts";
import type { CliIo } from "./Cli.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";
import { statusInWords } from "./statusInWords.ts";

const HELP = `firstring status [--data DIR] [--json]

What the running box is doing: lines, cellular modem (network, signal, SIM, waiting texts), broker, who is on call, open
alerts, what its lamps show, and its faults: number, since when, what it means, what to do. docs/faults.md lists all faults.

Times are those of the clinic's time zone. Exit code 1 when there is a fault.

  --data DIR   the data directory of the running box (default: ${DEFAULTS.dataInWords})
  --json       one JSON object
`;

export async function statusCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const status = await askStatus(dataDirectory(values.data));
  io.stdout.write(values.json ? `${JSON.stringify(status)}\n` : statusInWords(status));
  return status.faults.length === 0 ? 0 : 1;
}

export async function askStatus(dataDirectory: string): Promise<ApplianceStatus> {
  const { promise, resolve, reject } = Promise.withResolvers<ApplianceStatus>();
  const client = await connectControl(socketPath(dataDirectory, "control"), (message) => {
    if ("status" in message) resolve(message.status as ApplianceStatus);
    else reject(new Error(String(message.error)));
  });
  void client.ended.then(() => reject(new Error("FirstRing ended while it was asked")));
  client.send({ do: "status" });
  try {
    return await promise;
  } finally {
    client.close();
  }
}
