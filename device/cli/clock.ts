import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { durationInWords } from "../../firmware/health/durationInWords.ts";
import { Milliseconds } from "../../firmware/time/Duration.ts";
import { type Granted, grant, restored, said } from "../../firmware/time/SettingClock.ts";
import { takeWish, WISHES } from "../clock/ClockWishes.ts";
import { keepLastTime, lastTime } from "../clock/LastTime.ts";
import { isClockSynchronised } from "../runtime/clockSync.ts";
import { DEFAULTS } from "../runtime/installation.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import { type CliIo, UsageError } from "./Cli.ts";

const HELP = `firstring clock [show | restore | set] [--data DIR] [--dry-run] [--json]

The box's clock. How far it is to be believed says \`firstring status\`; who sets it by hand: \`timedatectl set-time\`.

  show      the clock, the battery clock, the last time that was believed, and whether a time server keeps it (default)
  restore   at boot: a clock that stands before the last time that was believed is put forward (firstring-clock-restore.service)
  set       grants the daemon's wish for another time, if it is sound (firstring-clock.service); with --said: what a person has
            set in the set-up pages or by a stick, as milliseconds since 1970 and the monotonic moment of it (firstring-clock-said@.service)

  --data DIR   the data directory (default: ${DEFAULTS.data})
  --dry-run    say what would be done, and do nothing
  --json       one JSON object
`;

export async function clockCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string", default: DEFAULTS.data },
      wishes: { type: "string", default: WISHES },
      said: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what = "show", ...more] = positionals;
  if (more.length > 0) throw new UsageError(`'${more[0]}' is too much`);
  const data = resolve(values.data);
  const { batteryTime } = await import("../clock/systemClock.ts");
  const clock = new SystemClock();
  const now = clock.now();
  const [battery, last] = [batteryTime(), lastTime(data)];
  const synchronised = await isClockSynchronised(now);
  switch (what) {
    case "show":
      return show({ now, battery, last, synchronised }, values.json, io);
    case "restore":
      return perform(restored({ now, ...defined({ battery, last }) }), { ...values, data, battery }, io);
    case "set": {
      if (values.said !== undefined) {
        const granted = said(values.said, { now, atMs: clock.monotonic() });
        if (granted === undefined) throw new UsageError(`'${values.said}' is no time that can be now`);
        return perform(granted, { ...values, data, battery }, io);
      }
      const wish = takeWish(values.wishes);
      const granted: Granted =
        wish === undefined
          ? { kind: "left", why: "nobody wishes for another time" }
          : grant(wish, { now, atMs: clock.monotonic(), synchronised });
      return perform(granted, { ...values, data, battery }, io);
    }
    default:
      throw new UsageError(`there is no 'clock ${what}'`);
  }
}

async function perform(
  granted: Granted,
  options: {
    readonly "dry-run": boolean;
    readonly json: boolean;
    readonly data: string;
    readonly battery: number | undefined;
  },
  io: CliIo,
): Promise<number> {
  if (options.json) io.stdout.write(`${JSON.stringify(granted)}\n`);
  else io.stdout.write(`${inWords(granted, options["dry-run"])}\n`);
  if (granted.kind === "left" || options["dry-run"]) return 0;
  const { setBatteryTime, setSystemTime } = await import("../clock/systemClock.ts");
  setSystemTime(granted.to);
  keepLastTime(options.data, granted.to);
  if (options.battery === undefined) return 0;
  try {
    setBatteryTime(granted.to);
  } catch (error) {
    // The box has the right time; the next start may have to find it anew.
    io.stderr.write(`The battery clock was not set: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  return 0;
}

function inWords(granted: Granted, dry: boolean): string {
  if (granted.kind === "left") return `The clock is left as it is: ${granted.why}.`;
  const by = durationInWords(Milliseconds(Math.abs(granted.by)));
  return `The clock ${dry ? "would be" : "is"} set ${granted.by > 0 ? "forward" : "back"} by ${by} to ${new Date(granted.to).toISOString()}: ${granted.because}.`;
}

interface Shown {
  readonly now: number;
  readonly battery: number | undefined;
  readonly last: number | undefined;
  readonly synchronised: boolean;
}

function show(shown: Shown, json: boolean, io: CliIo): number {
  const text = (at: number | undefined): string => (at === undefined ? "none" : new Date(at).toISOString());
  if (json) io.stdout.write(`${JSON.stringify(shown)}\n`);
  else
    io.stdout.write(
      [
        `Clock          ${text(shown.now)}`,
        `Battery clock  ${text(shown.battery)}`,
        `Last believed  ${text(shown.last)}`,
        `Time server    ${shown.synchronised ? "keeps it" : "none that keeps it"}`,
        "",
      ].join("\n"),
    );
  return 0;
}

const defined = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
