/**
 * The emulated GSM modem as a program of its own:
 *
 *     node device/emulator/gsm/main.ts --pty --link /tmp/modem
 *
 * Events go out on stdout, one JSON object a line (`{"event":"submitted","atMs":…}`; plain sentences on a terminal);
 * commands come in on stdin, as JSON (`{"do":"reply","from":"+13125550101","text":"7Q4K"}`) or typed
 * (`reply +13125550101 7Q4K`). It ends with SIGTERM, SIGINT, the end of stdin, or `quit`.
 */
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { SystemClock } from "../../runtime/SystemClock.ts";
import { type ControlCommand, HELP, understand } from "./control.ts";
import { describeEvent } from "./describeEvent.ts";
import type { GsmEvent } from "./events.ts";
import { FAMILIES, type GsmModel } from "./families/registry.ts";
import { type GsmEmulatorOptions, GsmModemEmulator } from "./GsmModemEmulator.ts";
import type { PortPlaces } from "./ModemPorts.ts";
import type { WirePlace } from "./ModemWire.ts";
import { performControl } from "./performControl.ts";

const USAGE = `Usage: gsm-modem [--pty [--link PATH] | --tcp [PORT]] [options]

An emulated GSM modem with its network and phones, for rehearsal and tests.

  --pty                  a serial port of this machine (the default; TCP where there are none)
  --link PATH            keep a symbolic link to it there
  --second               a second AT port beside the first
  --second-link PATH     the same, with a symbolic link
  --audio-link PATH      the same for the port of the sound
  --audio-folder PATH    the sound goes through two named pipes there (ec25-usb): capture and playback
  --tcp [PORT]           a TCP port on loopback instead; a free one if none is given
  --model NAME           ${Object.keys(FAMILIES).join(", ")} (sim7600)
  --network-delay MS     from the last byte of a message to +CMGS (0)
  --transit-delay MS     from the network to a phone, and back (0)
  --register-after MS    from power-on to registered (0)
  --reports STATUS       delivery reports: 0 delivered, 48 pending, 64 failed … or never (0)
  --own-number NUMBER    what phones show as the sender
  --clock-ahead MS       the network's clock is so much later than this machine's (0)
  --pin PIN              the SIM asks for it
  --no-sim               there is no SIM
  --slots N              messages that the SIM can hold (40)
  --trace                tell every command and its result too
  --json                 JSON also on a terminal
  --help

Commands on stdin:
${HELP}`;

class UsageError extends Error {}

const OPTIONS = {
  pty: { type: "boolean" },
  link: { type: "string" },
  second: { type: "boolean" },
  "second-link": { type: "string" },
  "audio-link": { type: "string" },
  "audio-folder": { type: "string" },
  tcp: { type: "string" },
  model: { type: "string" },
  "network-delay": { type: "string" },
  "transit-delay": { type: "string" },
  "register-after": { type: "string" },
  reports: { type: "string" },
  "own-number": { type: "string" },
  "clock-ahead": { type: "string" },
  pin: { type: "string" },
  "no-sim": { type: "boolean" },
  slots: { type: "string" },
  trace: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** `--tcp` may stand without its port, which parseArgs does not know. */
const withPort = (argv: readonly string[]): string[] =>
  argv.map((word, i) => (word === "--tcp" && !/^\d+$/.test(argv[i + 1] ?? "") ? "--tcp=0" : word));

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({ args: withPort(argv), options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

type Arguments = ReturnType<typeof readArguments>;

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,7}$/.test(text)) throw new UsageError(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
}

const given = <T extends object>(fields: { [Key in keyof T]: T[Key] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

function modelOf(name: string | undefined): GsmModel | undefined {
  if (name === undefined || Object.hasOwn(FAMILIES, name)) return name as GsmModel | undefined;
  throw new UsageError(`--model is one of ${Object.keys(FAMILIES).join(", ")}, not "${name}"`);
}

function optionsOf(values: Arguments): GsmEmulatorOptions {
  const ahead = values["clock-ahead"] ?? "0";
  if (!/^-?\d{1,14}$/.test(ahead)) throw new UsageError(`--clock-ahead takes milliseconds, not "${ahead}"`);
  const reports = values.reports === "never" ? "never" : wholeNumber("reports", values.reports);
  return given<GsmEmulatorOptions>({
    model: modelOf(values.model),
    simPin: values.pin,
    noSim: values["no-sim"],
    slots: wholeNumber("slots", values.slots),
    clock: new SystemClock(Number(ahead)),
    registerAfterMs: wholeNumber("register-after", values["register-after"]),
    network: given<NonNullable<GsmEmulatorOptions["network"]>>({
      delayMs: wholeNumber("network-delay", values["network-delay"]),
      transitMs: wholeNumber("transit-delay", values["transit-delay"]),
      reportStatus: reports,
      ownNumber: values["own-number"],
    }),
  });
}

function placeOf(values: Arguments): WirePlace {
  if (values.tcp === undefined) return given<{ kind: "pty"; link?: string }>({ kind: "pty", link: values.link });
  if (values.pty || values.link) throw new UsageError("--tcp goes without --pty and --link");
  return { kind: "tcp", port: wholeNumber("tcp", values.tcp)! };
}

/** Where the sound goes: beside the AT port, if this make has sound at all. */
function audioPlaceOf(values: Arguments): WirePlace | undefined {
  const { sound } = FAMILIES[modelOf(values.model) ?? "sim7600"];
  const link = values["audio-link"];
  const folder = values["audio-folder"];
  if (sound === "none") {
    if (link || folder) throw new UsageError(`--model ${values.model} has no sound`);
    return undefined;
  }
  if (folder && sound !== "usb") throw new UsageError("--audio-folder goes with --model ec25-usb");
  if (folder) return { kind: "fifos", folder };
  if (values.tcp === undefined) return given<{ kind: "pty"; link?: string }>({ kind: "pty", link });
  if (link) throw new UsageError("--tcp goes without --audio-link");
  return { kind: "tcp" };
}

/** Asked for nothing in particular, a machine without ptys gets a TCP port. */
async function listen(modem: GsmModemEmulator, places: PortPlaces, insist: boolean): Promise<void> {
  try {
    await modem.listen(places.text, places.sound, places.second);
  } catch (error) {
    if (insist || !isApplianceError(error) || error.code !== "PTY_UNAVAILABLE") throw error;
    const instead = (place: WirePlace | undefined): WirePlace | undefined =>
      place?.kind === "pty" ? { kind: "tcp" } : place;
    await modem.listen({ kind: "tcp" }, instead(places.sound), instead(places.second));
  }
}

/** The second AT port, if it was asked for. */
function secondPlaceOf(values: Arguments): WirePlace | undefined {
  const link = values["second-link"];
  if (!values.second && link === undefined) return undefined;
  if (values.tcp === undefined) return given<{ kind: "pty"; link?: string }>({ kind: "pty", link });
  if (link) throw new UsageError("--tcp goes without --second-link");
  return { kind: "tcp" };
}

type Tell = (event: object) => void;

/** Writes events as JSON, or as sentences for a person. */
function teller(values: Arguments): Tell {
  const plain = process.stdout.isTTY && !values.json;
  return (event) => {
    if (!values.trace && "event" in event && (event.event === "command" || event.event === "result")) return;
    const text = plain ? describeEvent(event as GsmEvent) : JSON.stringify(event);
    process.stdout.write(`${text}\n`);
  };
}

async function obey(modem: GsmModemEmulator, command: ControlCommand, tell: Tell, now: () => number): Promise<void> {
  if (command.do === "help") process.stderr.write(HELP);
  try {
    tell({ event: "done", do: command.do, ...(await performControl(modem, command, tell)), atMs: now() });
  } catch (error) {
    tell({ event: "error", do: command.do, why: (error as Error).message, atMs: now() });
  }
}

interface Serving {
  readonly modem: GsmModemEmulator;
  readonly tell: Tell;
  readonly listen: () => Promise<void>;
}

/** Until stdin ends, a signal comes, or somebody says quit. Rejects when there is no port to be had. */
function serve({ modem, tell, listen: start }: Serving): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: process.stdin, terminal: false });
    const finish = (): void => {
      process.off("SIGTERM", end);
      process.off("SIGINT", end);
      lines.close();
      process.stdin.destroy();
    };
    const end = (): void => {
      finish();
      resolve();
    };
    // Before the port is announced: whoever hears of it may end us at once.
    process.once("SIGTERM", end);
    process.once("SIGINT", end);
    // Whoever read our events is gone.
    process.stdout.once("error", end);
    // One after the other, so that "unplug" is over before "replug" begins.
    let turn = start();
    turn.catch((error: unknown) => {
      finish();
      reject(error as Error);
    });
    const then = (next: () => void | Promise<void>): void => {
      turn = turn.then(next, () => {});
    };
    const now = (): number => modem.now();
    lines.on("line", (line) => {
      const understood = understand(line);
      if (understood.kind === "misunderstood") then(() => tell({ event: "error", why: understood.why, atMs: now() }));
      if (understood.kind !== "command") return;
      // Fifty times a second, and no command may hold it back: a voice waits for nothing and is not answered.
      if (understood.command.do === "talk") return void performControl(modem, understood.command);
      then(() => obey(modem, understood.command, tell, now));
      if (understood.command.do === "quit") then(end);
    });
    lines.once("close", () => then(end));
  });
}

/** Runs until it is told to end. Exit code 0; 1: no port to be had; 2: asked wrongly. */
export async function runGsmEmulatorCli(argv: readonly string[]): Promise<number> {
  let modem: GsmModemEmulator | undefined;
  try {
    const values = readArguments(argv);
    if (values.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    const places = { text: placeOf(values), sound: audioPlaceOf(values), second: secondPlaceOf(values) };
    modem = new GsmModemEmulator(optionsOf(values));
    const tell = teller(values);
    modem.onEvent(tell);
    const insist =
      values.pty === true ||
      [values.link, values["audio-link"], values["second-link"], values.tcp].some((value) => value !== undefined);
    await serve({ modem, tell, listen: () => listen(modem!, places, insist) });
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    if (error instanceof UsageError) process.stderr.write("--help says how.\n");
    return error instanceof UsageError ? 2 : 1;
  } finally {
    await modem?.stop();
  }
}

if (import.meta.main) process.exitCode = await runGsmEmulatorCli(process.argv.slice(2));
