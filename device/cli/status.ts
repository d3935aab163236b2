import { parseArgs } from "node:util";
import { connectControl } from "../control/ControlClient.ts";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { socketPath } from "../control/socketPath.ts";
import { faultInWords } from "../health/FaultBoard.ts";
import type { CliIo } from "./Cli.ts";
import { defaultDataDirectory } from "./defaultDataDirectory.ts";

const HELP = `firstring status [--data DIR] [--json]

What the running box is doing: lines, cellular modem, broker, who is on call, open alerts and faults.

  --data DIR   the data directory of the running box (default: ./firstring-data, else the rehearsal's)
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
  const status = await askStatus(values.data ?? defaultDataDirectory());
  io.stdout.write(values.json ? `${JSON.stringify(status)}\n` : describe(status));
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

function describe(status: ApplianceStatus): string {
  const rows: (readonly [string, string])[] = [
    ["Clinic", status.clinic],
    ["Running since", new Date(status.startedAt).toISOString()],
    ...status.lines.map(({ id, state }) => [`Line ${id}`, state] as const),
    ["SMS", smsInWords(status.sms)],
    ["MQTT", status.mqtt],
    ["On call", `${status.onCall.people.join(", ")} (${status.onCall.because.join("; ")})`],
    ["Open alerts", String(status.openAlerts)],
    ["Memory", `${status.memory.rssMb} MB`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const faults =
    status.faults.length === 0
      ? "No faults.\n"
      : `Faults:\n${status.faults.map((fault) => `  ${faultInWords(fault)}\n`).join("")}`;
  return `${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join("")}${faults}`;
}

function smsInWords(sms: ApplianceStatus["sms"]): string {
  if (sms === null) return "no cellular modem in the clinic file";
  if (!sms.ready) return "not ready";
  const signal = sms.signal === undefined || sms.signal === 99 ? "signal unknown" : `signal ${sms.signal} of 31`;
  return `${sms.registered ? "ready, registered" : "ready, no network"}, ${signal}`;
}
