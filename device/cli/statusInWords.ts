import { lampsInWords } from "../../firmware/health/lamp.ts";
import { type ModemStatus, modemInWords } from "../../firmware/health/ModemStatus.ts";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { faultInWords, timeInWords } from "../health/faultInWords.ts";

type Row = readonly [string, string];

/** What a person reads who asks the box how it is. Times are those of the clinic's wall. */
export function statusInWords(status: ApplianceStatus): string {
  const reader = { now: status.now, timezone: status.timezone };
  const rows: Row[] = [
    ["Clinic", status.clinic],
    ["Time", `${timeInWords(status.now, reader)} ${status.timezone}${trust(status.clockTrust)}`],
    ["Running since", `${timeInWords(status.startedAt, reader)}${because(status)}`],
    ["Lamps", lampsInWords(status.lamps)],
    ...status.lines.map(({ id, state }) => [`Line ${id}`, state] as const),
    ...cellular(status.modems),
    ["MQTT", status.mqtt],
    ["On call", `${status.onCall.people.join(", ")} (${status.onCall.because.join("; ")})`],
    ["Open alerts", String(status.openAlerts)],
    ["Memory", `${status.memory.rssMb} MB`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join("")}${faults(status)}`;
}

/** A start that nobody asked for is worth a word; one that somebody did is not. */
const because = ({ lastEnd }: ApplianceStatus): string =>
  lastEnd === undefined ? "" : ` (the run before: ${lastEnd.text})`;

const trust = (words: string | undefined): string => (words === undefined ? "" : ` (${words})`);

function cellular(modems: readonly ModemStatus[]): Row[] {
  if (modems.length === 0) return [["SMS", "no cellular modem in the clinic file"]];
  return modems.flatMap((modem) => {
    const [state, ...more] = modemInWords(modem);
    const head: Row = [modem.id === "" ? "SMS" : `SMS ${modem.id}`, state?.[1] ?? ""];
    return [head, ...more.map(([name, value]): Row => [`  ${name}`, value])];
  });
}

/** A fault that another one explains is only mentioned: mending the deeper one is what there is to do. */
function faults({ faults: all, now, timezone }: ApplianceStatus): string {
  if (all.length === 0) return "No faults.\n";
  const there = all.filter(({ explainedBy }) => explainedBy === undefined);
  const rest = all.filter(({ explainedBy }) => explainedBy !== undefined);
  const because = rest.map(({ code, number, title }) => `  ${number} ${title} [${code}]: explained by the above.\n`);
  return `Faults:\n${there.map((fault) => `  ${faultInWords(fault, { now, timezone })}\n`).join("")}${because.join("")}`;
}
