import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import { explainOnCall } from "../../../firmware/oncall/explainOnCall.ts";
import { resolveTarget, whoIsOnCall } from "../../../firmware/oncall/onCall.ts";
import { openHours } from "../../../firmware/oncall/openHours.ts";
import { wallDateTime } from "../../../firmware/oncall/wallClock.ts";
import type { CliIo } from "../Cli.ts";
import { checkRotation, type LoadedSchedule, loadSchedule, momentOf, SCHEDULE_OPTIONS } from "./loadSchedule.ts";

interface Asked {
  readonly at: number;
  readonly rotation: string | undefined;
  readonly explain: boolean;
}

/** `firstring oncall [--at TIME]`: who is on call, and why. */
export async function showOnCall(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...SCHEDULE_OPTIONS,
      at: { type: "string" },
      rotation: { type: "string" },
      explain: { type: "boolean", default: false },
    },
  });
  const schedule = await loadSchedule(values, io);
  if (schedule === undefined) return 1;
  checkRotation(schedule.clinic, values.rotation);
  const at = values.at === undefined ? schedule.now : momentOf(values.at, "--at", schedule);
  const asked = { at, rotation: values.rotation, explain: values.explain };
  io.stdout.write(values.json ? `${JSON.stringify(asData(schedule, asked), null, 2)}\n` : inWords(schedule, asked));
  return 0;
}

const answerOf = ({ clinic, options }: LoadedSchedule, { at, rotation }: Asked) =>
  rotation === undefined
    ? whoIsOnCall(clinic, at, options)
    : resolveTarget(clinic, { kind: "rotation", id: rotation }, at, options);

function asData(schedule: LoadedSchedule, asked: Asked): object {
  const { clinic, zone, options } = schedule;
  const { people, because, gap } = answerOf(schedule, asked);
  const hours = openHours(clinic, asked.at);
  return {
    at: Temporal.Instant.fromEpochMilliseconds(Math.floor(asked.at)).toString(),
    wallTime: wallDateTime(asked.at, zone),
    timezone: zone,
    people: people.map(({ id, name }) => ({ id, name })),
    because,
    gap,
    open: hours.open,
    openBecause: hours.because,
    ...(asked.explain ? { explanation: explainOnCall(clinic, asked.at, options) } : {}),
  };
}

function inWords(schedule: LoadedSchedule, asked: Asked): string {
  const { clinic, zone, options } = schedule;
  const { people, because, gap } = answerOf(schedule, asked);
  const hours = openHours(clinic, asked.at);
  const rows = [
    `${wallDateTime(asked.at, zone)} ${zone}: ${people.map(({ name }) => name).join(", ")}`,
    ...because.map((reason) => `  because ${reason}`),
    `  the clinic is ${hours.open ? "open" : "closed"}: ${hours.because}`,
    ...(asked.explain
      ? ["  how it comes about:", ...explainOnCall(clinic, asked.at, options).map((line) => `    ${line}`)]
      : []),
    ...(gap ? ["  That is a gap in the schedule: mend it in the clinic file."] : []),
  ];
  return `${rows.join("\n")}\n`;
}
