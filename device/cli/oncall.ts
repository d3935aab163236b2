import { DEFAULTS } from "../runtime/installation.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { CLINIC_FILE_IN_WORDS } from "./defaultClinicFile.ts";

const HELP = `firstring oncall [--at TIME] [--explain] [--rotation ID]     who is on call, and why
firstring oncall gaps [--weeks N]                            hours that nobody has (exit code 1 if there are any)
firstring oncall list [--weeks N] [--person P]               who has duty when
firstring oncall export [--weeks N] [--person P] > duty.ics  the same for calendars (iCalendar)
firstring oncall import [CALENDAR]                           read the calendars of the clinic file (with --data: keep copies)
firstring oncall import FILE.ics                             what a calendar file would mean
firstring oncall cover --person P --by P [--from TIME] [--to TIME] [--rotation ID]
firstring oncall add|remove --person P [--from TIME] [--to TIME] [--rotation ID]
firstring oncall changes                                     changes of duty that the box keeps
firstring oncall withdraw ID                                 take one back

  TIME           a time on the clinic's wall ("2026-12-24 02:14", "Sun 02:10", "tomorrow 08:00", or 02:14 of today), or an
                 instant with its offset (2026-12-24T08:14Z). Default of --at and --from: now; of --to: the next handoff
  P              a person's id or name
  --explain      all that was looked at: layers, windows, absences, overrides, changes, fallback
  --rotation ID  only this rotation
  --weeks N      so far ahead (gaps 8, list 4, export 26); gaps, list and export begin at --from TIME (default: now)
  --config FILE  the clinic file (default: ${CLINIC_FILE_IN_WORDS})
  --data DIR     the box's data directory, for changes of duty and copies of calendars (default: ${DEFAULTS.dataInWords})
  --json         as JSON; oncall: { at, wallTime, timezone, people: [{ id, name }], because, gap, open, openBecause }

Changes of duty are kept by the running box and count at once; whoever they are about gets an SMS. Doctors make them by telephone, too.
What is planned belongs into the clinic file (onCall: overrides:, absences:, temporary:).
`;

type Perform = (args: readonly string[], io: CliIo) => Promise<number>;

/** Loaded when they are called: a short question costs neither memory nor time of the others. */
const VERBS: Readonly<Record<string, () => Promise<Perform>>> = {
  gaps: async () => (await import("./oncall/plan.ts")).showGaps,
  list: async () => (await import("./oncall/plan.ts")).listDuty,
  export: async () => (await import("./oncall/plan.ts")).exportDuty,
  import: async () => (await import("./oncall/importCalendars.ts")).importCalendars,
  changes: async () => (await import("./oncall/change.ts")).listChanges,
  withdraw: async () => (await import("./oncall/change.ts")).withdrawDuty,
  cover: () => change("cover"),
  add: () => change("add"),
  remove: () => change("remove"),
};

async function change(verb: "cover" | "add" | "remove"): Promise<Perform> {
  const { changeDuty } = await import("./oncall/change.ts");
  return (args, io) => changeDuty(verb, args, io);
}

export async function oncallCommand(args: readonly string[], io: CliIo): Promise<number> {
  const [verb = "", ...rest] = args;
  if (args.includes("--help") || args.includes("-h")) {
    io.stdout.write(HELP);
    return 0;
  }
  if (verb === "" || verb.startsWith("-")) return (await import("./oncall/show.ts")).showOnCall(args, io);
  const load = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (load === undefined) throw new UsageError(`there is no 'oncall ${verb}': ${Object.keys(VERBS).join(", ")}`);
  return (await load())(rest, io);
}
