import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import { personName } from "../../../firmware/alert/personName.ts";
import { ApplianceError, isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { DutyChange } from "../../../firmware/oncall/Duty.ts";
import { whoIsOnCall } from "../../../firmware/oncall/onCall.ts";
import { nextHandoff } from "../../../firmware/oncall/segments.ts";
import { wallDateTime } from "../../../firmware/oncall/wallClock.ts";
import { connectControl } from "../../control/ControlClient.ts";
import { socketPath } from "../../control/socketPath.ts";
import { type CliIo, UsageError } from "../Cli.ts";
import { dataDirectory } from "../defaultDataDirectory.ts";
import { table } from "../storeArgs.ts";
import {
  checkRotation,
  type LoadedSchedule,
  loadSchedule,
  momentOf,
  personOf,
  SCHEDULE_OPTIONS,
} from "./loadSchedule.ts";

const KINDS = { cover: "replace", add: "add", remove: "remove" } as const;
export type ChangeVerb = keyof typeof KINDS;

/** `cover`, `add` and `remove`: who has duty otherwise than the clinic file says; kept by the running box. */
export async function changeDuty(verb: ChangeVerb, args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...SCHEDULE_OPTIONS,
      ...{ person: { type: "string" }, by: { type: "string" }, rotation: { type: "string" } },
      ...{ from: { type: "string" }, to: { type: "string" } },
    } as const,
  });
  const schedule = await loadSchedule(values, io);
  if (schedule === undefined) return 1;
  const { clinic, now, zone, options } = schedule;
  checkRotation(clinic, values.rotation);
  const person = personOf(clinic, values.person, "--person");
  const by = verb === "cover" ? personOf(clinic, values.by, "--by") : undefined;
  if (verb !== "cover" && values.by !== undefined) throw new UsageError(`--by has no meaning with ${verb}`);
  if (by === person) throw new UsageError("--by is the one who is replaced");
  const from = values.from === undefined ? now : momentOf(values.from, "--from", schedule);
  const to = values.to === undefined ? untilHandoff(schedule, from) : momentOf(values.to, "--to", schedule);
  if (to <= Math.max(from, now)) throw new UsageError("--to is not after --from, or is past");
  const asked = {
    ...{ kind: KINDS[verb], person, from, to },
    ...(by === undefined ? {} : { by }),
    ...(values.rotation === undefined ? {} : { rotation: values.rotation }),
  };
  const made = await ask<DutyChange>(values.data, { do: "duty", change: asked }, "duty");
  if (values.json) io.stdout.write(`${JSON.stringify(asData(made), null, 2)}\n`);
  else {
    const duties = [...(options.duties ?? []), made];
    const { people, gap } = whoIsOnCall(clinic, Math.max(from, now), { ...options, duties });
    const when = from > now ? `from ${wallDateTime(from, zone)}` : "now";
    const why = gap ? ", the fallback, because nobody else is left" : "";
    io.stdout.write(
      `${changeInWords(made, schedule)}\nOn call ${when}: ${people.map(({ name }) => name).join(", ")}${why}\nTo take it back: firstring oncall withdraw ${made.id}\n`,
    );
  }
  return 0;
}

function untilHandoff({ clinic, options }: LoadedSchedule, from: number): number {
  const handoff = nextHandoff(clinic, from, options);
  if (handoff === undefined) throw new UsageError("--to is missing: there is no handoff that it could last until");
  return handoff;
}

/** `firstring oncall withdraw ID`. */
export async function withdrawDuty(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: SCHEDULE_OPTIONS });
  const [id, ...rest] = positionals;
  if (id === undefined || rest.length > 0) throw new UsageError("give one ID, as `firstring oncall changes` shows it");
  await ask(values.data, { do: "withdrawDuty", id }, "withdrawn");
  io.stdout.write(values.json ? `${JSON.stringify({ withdrawn: id })}\n` : `${id} is taken back.\n`);
  return 0;
}

/** `firstring oncall changes`: those that are not over. */
export async function listChanges(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: SCHEDULE_OPTIONS });
  const schedule = await loadSchedule(values, io);
  if (schedule === undefined) return 1;
  const open = (schedule.options.duties ?? []).filter(({ to }) => to > schedule.now);
  if (values.json) io.stdout.write(`${JSON.stringify(open.map(asData), null, 2)}\n`);
  else if (open.length === 0) io.stdout.write("No change of duty is in force or to come.\n");
  else
    io.stdout.write(
      table([
        ["id", "from", "to", "what", "made by", ""],
        ...open.map((change) => [
          change.id,
          wallDateTime(change.from, schedule.zone),
          wallDateTime(change.to, schedule.zone),
          whatInWords(change, schedule),
          nameOf(change.madeBy, schedule),
          change.withdrawnAt === undefined ? "" : "taken back",
        ]),
      ]),
    );
  return 0;
}

const nameOf = (id: string, { clinic }: LoadedSchedule): string => personName(clinic, id);

const iso = (at: number): string => Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toString();

/** As everything else that is printed as JSON: instants in ISO 8601. */
const asData = ({ from, to, madeAt, withdrawnAt, ...rest }: DutyChange): object => ({
  ...rest,
  ...{ from: iso(from), to: iso(to), madeAt: iso(madeAt) },
  ...(withdrawnAt === undefined ? {} : { withdrawnAt: iso(withdrawnAt) }),
});

function whatInWords({ kind, person, by, rotation }: DutyChange, schedule: LoadedSchedule): string {
  const name = nameOf(person, schedule);
  const within = rotation === undefined ? "" : ` (rotation ${rotation})`;
  switch (kind) {
    case "replace":
      return `${nameOf(by ?? "", schedule)} for ${name}${within}`;
    case "add":
      return `${name} as well${within}`;
    case "remove":
      return `${name} off${within}`;
  }
}

const changeInWords = (change: DutyChange, schedule: LoadedSchedule): string =>
  `${whatInWords(change, schedule)}, from ${wallDateTime(change.from, schedule.zone)} to ${wallDateTime(change.to, schedule.zone)} (${schedule.zone})`;

type ControlRequest = { readonly do: string; readonly [key: string]: unknown };

/** One question to the running box. */
async function ask<T>(data: string | undefined, request: ControlRequest, answer: string): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const client = await connectControl(socketPath(dataDirectory(data), "control"), (message) => {
    if (answer in message) resolve(message[answer] as T);
    else reject(refused(String(message["error"])));
  }).catch((error: unknown) => {
    throw isApplianceError(error) ? notRunning(error) : error;
  });
  void client.ended.then(() => reject(refused("FirstRing ended while it was asked")));
  client.send(request);
  try {
    return await promise;
  } finally {
    client.close();
  }
}

const refused = (why: string): ApplianceError =>
  new ApplianceError("DUTY_REFUSED", why, { disposition: "operator", cure: "Nothing was changed." });

const notRunning = (cause: Error): ApplianceError =>
  new ApplianceError("NOT_RUNNING", "FirstRing is not running on this data directory, so nobody can keep the change", {
    disposition: "operator",
    cure: "Start it, name its directory with --data, or write the change into the clinic file below onCall: overrides:.",
    cause,
  });
