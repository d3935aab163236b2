/**
 * The emulated voice modem as a program of its own:
 *
 *     node device/emulator/voice/main.ts --profile usr5637 --pty --link /tmp/modem
 *
 * Events go out on stdout, one JSON object a line; the first names the port:
 *     {"event":"pluggedIn","atMs":1234.5,"port":"/tmp/modem"}   …   {"event":"callEnded","atMs":…,"prompts":[…],"recordings":[…]}
 * Commands come in on stdin as JSON lines, or typed (`call 3125550142`, `press 1`, `say FILE.wav`, `hangup`, `help`):
 *     {"do":"call","number":"3125550142","script":[{"waitPrompt":{}},{"presses":"1"},{"says":"FILE.wav"},{"hangsUp":{}}]}
 * `atMs` is CLOCK_MONOTONIC. At a terminal, events are sentences. It ends with SIGTERM, SIGINT, the end of stdin (its
 * parent is gone), or `quit`.
 */
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { SystemClock } from "../../runtime/SystemClock.ts";
import type { HangUpManner } from "../caller/Caller.ts";
import { CADENCES, type CadenceName } from "./cadence.ts";
import { FAULT_HELP, HELP, type Understood, understand, type VoiceControl } from "./control.ts";
import { describeEvent } from "./describeEvent.ts";
import { readVoiceFault, type VoiceFaults } from "./faults.ts";
import { performControl } from "./performControl.ts";
import { isProfileName, PROFILES, type ProfileName } from "./profiles.ts";
import type { TransportSpec } from "./transport.ts";
import type { VoiceModemEvent } from "./VoiceEvents.ts";
import { isPtyMissing, VoiceModemEmulator, type VoiceModemOptions } from "./VoiceModemEmulator.ts";

const USAGE = `Usage: voice-modem [--pty [--link PATH] | --tcp [PORT]] [options]

An emulated analog voice modem with its telephone line and its callers, for rehearsal and tests.

  --pty                a serial port of this machine (the default; TCP where there are none)
  --link PATH          keep a symbolic link to it there
  --tcp [PORT]         a TCP port on loopback instead; a free one if none is given
  --profile NAME       ${Object.keys(PROFILES).join(", ")} (usr5637)
  --cadence NAME       ${Object.keys(CADENCES).join(", ")} (us); fast is a tenth of us
  --hang-up TONE       after a caller's hang-up: dial-tone, busy, fast-busy or none (dial-tone)
  --latency MS         from a command to its answer (0)
  --clock-ahead MS     the exchange's clock is so much later than this machine's (0)
  --fault NAME[=VALUE] may be given often:
${FAULT_HELP}
  --trace              tell every AT command too
  --json               JSON also on a terminal
  --help

Commands on stdin:
${HELP}`;

class UsageError extends Error {}

const OPTIONS = {
  pty: { type: "boolean" },
  link: { type: "string" },
  tcp: { type: "string" },
  profile: { type: "string" },
  cadence: { type: "string" },
  "hang-up": { type: "string" },
  latency: { type: "string" },
  "clock-ahead": { type: "string" },
  fault: { type: "string", multiple: true },
  trace: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** `--tcp` may stand without its port, which parseArgs does not know. */
const withPort = (argv: readonly string[]): string[] =>
  argv.map((word, at) => (word === "--tcp" && !/^\d+$/.test(argv[at + 1] ?? "") ? "--tcp=0" : word));

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({ args: withPort(argv), options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

type Arguments = ReturnType<typeof readArguments>;

function oneOf<Name extends string>(option: string, names: readonly Name[], text: string): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new UsageError(`--${option} is one of ${names.join(", ")}, not '${text}'`);
  return found;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`--${option} takes a whole number, not '${text}'`);
  return Number(text);
}

function faultsOf(texts: readonly string[]): VoiceFaults {
  return Object.assign({}, ...texts.map(faultOf)) as VoiceFaults;
}

function faultOf(text: string): VoiceFaults {
  const fault = readVoiceFault(text);
  if ("wrong" in fault) throw new UsageError(String(fault.wrong));
  return fault;
}

function optionsOf(values: Arguments): VoiceModemOptions {
  const profile = values.profile ?? "usr5637";
  if (!isProfileName(profile)) oneOf("profile", Object.keys(PROFILES) as ProfileName[], profile);
  const tones: HangUpManner["tone"][] = ["dial-tone", "busy", "fast-busy", "none"];
  return {
    profile: profile as ProfileName,
    cadence: oneOf("cadence", Object.keys(CADENCES) as CadenceName[], values.cadence ?? "us"),
    hangUp: { tone: oneOf("hang-up", tones, values["hang-up"] ?? "dial-tone") },
    commandLatencyMs: wholeNumber("latency", values.latency ?? "0"),
    faults: faultsOf(values.fault ?? []),
  };
}

function placeOf(values: Arguments): TransportSpec {
  if (values.tcp === undefined) return { kind: "pty", ...(values.link !== undefined && { link: values.link }) };
  if (values.pty || values.link !== undefined) throw new UsageError("--tcp goes without --pty and --link");
  return { kind: "tcp", port: wholeNumber("tcp", values.tcp) };
}

/** Asked for nothing in particular, a machine without ptys gets a TCP port. */
async function plugIn(modem: VoiceModemEmulator, values: Arguments): Promise<void> {
  const place = placeOf(values);
  const insists = values.pty === true || values.link !== undefined || values.tcp !== undefined;
  try {
    await modem.plugIn(place);
  } catch (error) {
    if (insists || !isPtyMissing(error)) throw error;
    await modem.plugIn({ kind: "tcp" });
  }
}

type Told = VoiceModemEvent | { readonly kind: string; readonly [field: string]: unknown };

function aheadOf(values: Arguments): number {
  const ahead = values["clock-ahead"] ?? "0";
  if (!/^-?\d{1,14}$/.test(ahead)) throw new UsageError(`--clock-ahead takes milliseconds, not '${ahead}'`);
  return Number(ahead);
}

class EmulatorProgram {
  readonly #modem: VoiceModemEmulator;
  readonly #values: Arguments;
  readonly #clock: SystemClock;
  readonly #plain: boolean;

  constructor(values: Arguments) {
    this.#values = values;
    this.#clock = new SystemClock(aheadOf(values));
    this.#modem = new VoiceModemEmulator({ ...optionsOf(values), clock: this.#clock });
    this.#plain = process.stdout.isTTY === true && values.json !== true;
    this.#modem.on((event) => this.#tell(event));
  }

  /** Until it is told to end. Rejects with ApplianceError when there is no port to be had. */
  async run(): Promise<void> {
    const lines = createInterface({ input: process.stdin, terminal: false });
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    // Before the port is told: whoever hears of it may end us at once.
    process.once("SIGTERM", end);
    process.once("SIGINT", end);
    // Whoever read our events is gone.
    process.stdout.on("error", end);
    try {
      await plugIn(this.#modem, this.#values);
      // One after the other, so that "unplug" is over before "plug" begins.
      let turn = Promise.resolve();
      lines.on("line", (line) => {
        const understood = understand(line);
        // Fifty times a second, and no command may hold it back: a voice waits for nothing.
        if (understood.kind === "control" && understood.control.do === "talk")
          return void this.#perform(understood.control);
        turn = turn.then(() => this.#obey(understood, end));
      });
      lines.once("close", () => void turn.then(end));
      await ended;
    } finally {
      process.off("SIGTERM", end);
      process.off("SIGINT", end);
      process.stdout.off("error", end);
      lines.close();
      process.stdin.destroy();
      await this.#modem.close();
    }
  }

  async #obey(understood: Understood, end: () => void): Promise<void> {
    if (understood.kind === "nothing") return;
    if (understood.kind === "misunderstood") return this.#tell({ kind: "error", why: understood.why });
    await this.#perform(understood.control);
    if (understood.control.do === "quit") end();
  }

  async #perform(control: VoiceControl): Promise<void> {
    try {
      await performControl(control, {
        modem: this.#modem,
        tell: (event) => this.#tell(event),
        print: (text) => void process.stderr.write(text),
      });
    } catch (error) {
      this.#tell({ kind: "error", why: error instanceof Error ? error.message : String(error) });
    }
  }

  #tell(told: Told): void {
    if (told.kind === "command" && !this.#values.trace) return;
    const { kind, ...fields } = told;
    const atMs = "atMs" in told ? told.atMs : this.#clock.monotonic();
    const text = this.#plain ? inWords(told) : JSON.stringify({ event: kind, ...fields, atMs });
    process.stdout.write(`${text}\n`);
  }
}

const OF_THE_PROGRAM = new Set(["callEnded", "faults", "error"]);
const isModemEvent = (told: Told): told is VoiceModemEvent => !OF_THE_PROGRAM.has(told.kind);

function inWords(told: Told): string {
  if (isModemEvent(told)) return describeEvent(told);
  if (told.kind === "callEnded") return "The call is over";
  return told.kind === "error" ? String(told["why"]) : `Faults that are on: ${JSON.stringify(told["on"])}`;
}

/** Runs until it is told to end. Exit code 0; 1: no port to be had; 2: asked wrongly. */
export async function runVoiceEmulatorCli(argv: readonly string[]): Promise<number> {
  try {
    const values = readArguments(argv);
    if (values.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    placeOf(values);
    await new EmulatorProgram(values).run();
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    if (error instanceof UsageError) process.stderr.write("--help says how.\n");
    return error instanceof UsageError ? 2 : 1;
  }
}

if (import.meta.main) process.exitCode = await runVoiceEmulatorCli(process.argv.slice(2));
