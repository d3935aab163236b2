import { Temporal } from "temporal-polyfill";
import type { UsbPlaces } from "../../../device/usb/UsbSerialPorts.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import type { ApplyClient, Who } from "../../change/ApplyClient.ts";
import { textIn } from "../core/draft.ts";
import { answered, type SetupState, withResult } from "../core/SetupState.ts";
import { problem } from "../core/Step.ts";
import type { SetupWork, WorkContext, WorkEnd } from "../Setup.ts";
import type { SetupStore } from "../SetupStore.ts";
import { type LineEntry, lineOf, SIM_SECRET, withLine, withoutLine, withSimPin } from "../steps/lines.ts";
import { applyAnswers, outcomeInWords, planAnswers } from "./apply.ts";
import { checkAll } from "./check.ts";
import type { DaemonDoor } from "./daemon.ts";
import { findModem, probeCellular, probeVoice } from "./findModem.ts";
import { renderGreeting } from "./greeting.ts";
import { handOverSheet, type SheetPart, sheetAsText } from "./handOver.ts";
import { checkLineOf, lineInWords } from "./line.ts";
import { proveCall, proveHeard, provePage } from "./prove.ts";
import { checkSim, NETWORK_WITHIN_MS } from "./sim.ts";

export interface WorkMeans {
  readonly client: ApplyClient;
  readonly daemon: DaemonDoor;
  readonly store: SetupStore;
  readonly usb: UsbPlaces;
  readonly who: Who;
  readonly serial: string;
  readonly version: string;
  readonly fingerprint: () => string | undefined;
  /** For what is remembered of SIM cards. */
  readonly folder: string;
  readonly plugWithinMs?: number;
}

/** As long as somebody takes who has to fetch the modem from its box. */
const PLUG_WITHIN_MS = 60_000;

/** Everything that is done by a step of the wizard, by `step.action`. */
export function setupWork(means: WorkMeans): SetupWork {
  const { client, daemon, store, who } = means;
  const work: Readonly<Record<string, (context: WorkContext) => Promise<WorkEnd> | WorkEnd>> = {
    "clock.right": ({ state }) => done(answered(state, "clock"), "clock", ["The clock was found to be right."]),
    "clock.set": (context) => setClock(client, who, context),
    "modems.find-voice": (context) => find("voice-modem", means, context),
    "modems.find-gsm": (context) => find("gsm", means, context),
    "modems.without-voice": ({ state }) => without("voice-modem", state),
    "modems.without-gsm": ({ state }) => without("gsm", state),
    "sim.check": (context) => sim(means, context),
    "line.check": (context) => line(daemon, context),
    "check.check": ({ state, facts, secrets }) => checkAll(state, facts, secrets),
    "apply.plan": (context) => planAnswers(client, context),
    "apply.apply": (context) => applyAnswers(client, who, context, () => store.forgetSecrets()),
    "greeting.render": (context) => renderGreeting(client, who, context),
    "prove.call": (context) => proveCall(daemon, context),
    "prove.heard": proveHeard,
    "prove.page": (context) => provePage(daemon, context),
    "handover.sheet": (context) => sheet(means, context),
  };
  return (step, action, context) => {
    const todo = work[`${step}.${action}`];
    return todo === undefined ? undefined : Promise.resolve(todo(context));
  };
}

const done = (state: SetupState, name: string, words: readonly string[]): WorkEnd => ({
  ...{ ok: true, words, state: withResult(state, name, { ok: true, words: [...words] }) },
});

const failed = (state: SetupState, name: string, words: readonly string[]): WorkEnd => ({
  ...{ ok: false, words, state: withResult(state, name, { ok: false, words: [...words] }) },
});

async function setClock(
  client: ApplyClient,
  who: Who,
  { facts, input, session, state }: WorkContext,
): Promise<WorkEnd> {
  const typed = (input["time"] ?? "").trim();
  const zone = textIn(state.text, ["clinic", "timezone"]) || "UTC";
  const epochMs = epochOf(typed, zone);
  if (epochMs === undefined)
    return {
      ok: false,
      words: [],
      problems: [problem("time", "is no date and time", "write it like 2026-11-26 14:05, on the clinic's clock")],
    };
  // Whoever looked at the offered value and took it does not want the seconds set back.
  if (Math.abs(epochMs - facts.now) < 60_000)
    return done(answered(state, "clock"), "clock", ["The clock was right already."]);
  const outcome = await client.apply([{ kind: "time", epochMs }], {
    who,
    ...(session === undefined ? {} : { session }),
  });
  return outcome.kind === "kept"
    ? done(answered(state, "clock"), "clock", [`The clock was set to ${typed}.`])
    : failed(state, "clock", outcomeInWords(outcome));
}

function epochOf(typed: string, zone: string): number | undefined {
  try {
    return Temporal.PlainDateTime.from(typed.replace(" ", "T")).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
}

async function find(driver: LineEntry["driver"], means: WorkMeans, context: WorkContext): Promise<WorkEnd> {
  const { say, signal, state } = context;
  const name = driver === "gsm" ? "cellular modem" : "telephone modem";
  const before = lineOf(state, driver);
  const held = before === undefined ? undefined : await stateInDaemon(means.daemon, before.id);
  // The daemon has its port: nobody else can speak with it, and it says how the modem is.
  if (held?.startsWith("ready") === true && before !== undefined) {
    return done(modemsDone(state), `modem.${driver}`, [`The box is using its ${name} (${before.port}): ${held}.`]);
  }
  say(`Looking for the ${name}.`);
  const found = await findModem(driver === "gsm" ? probeCellular : probeVoice, {
    ...{ places: means.usb, say, signal, taken: taken(state, driver), withinMs: means.plugWithinMs ?? PLUG_WITHIN_MS },
  });
  if (found === undefined)
    return failed(state, `modem.${driver}`, [
      `No ${name} was found. Is its cable in, and its lamp on? Try another USB socket of the box, without a hub, then look again.`,
    ]);
  return done(modemsDone(withLine(state, found.line)), `modem.${driver}`, found.words);
}

/** Both are there: the step is done. */
const modemsDone = (state: SetupState): SetupState =>
  lineOf(state, "gsm") !== undefined && lineOf(state, "voice-modem") !== undefined ? answered(state, "modems") : state;

/** Where the other line's modem was found, as its words say: `USB socket 1-1.2`. */
const taken = (state: SetupState, driver: LineEntry["driver"]): readonly string[] => {
  const other = driver === "gsm" ? "voice-modem" : "gsm";
  if (lineOf(state, other) === undefined) return [];
  const place = /USB socket ([\d.-]+)/.exec(state.results[`modem.${other}`]?.words.join(" ") ?? "")?.[1];
  return place === undefined ? [] : [place.replace(/\.$/, "")];
};

async function stateInDaemon(daemon: DaemonDoor, line: string): Promise<string | undefined> {
  const status = await daemon.status();
  const modem = status?.modems.find(({ id }) => id === line);
  return status?.lines.find(({ id }) => id === line)?.state ?? (modem?.ready === true ? "ready" : undefined);
}

function without(driver: LineEntry["driver"], state: SetupState): WorkEnd {
  const name = driver === "gsm" ? "cellular" : "telephone";
  const after = answered(withoutLine(state, driver), "modems");
  return done(after, `modem.${driver}`, [`The box does without a ${name} modem.`]);
}

async function sim(
  { daemon, folder, usb }: WorkMeans,
  { input, say, secrets, signal, state }: WorkContext,
): Promise<WorkEnd> {
  const line = lineOf(state, "gsm");
  if (line === undefined) return failed(state, "sim", ["There is no cellular modem yet: find it first."]);
  const typed = (input["pin"] ?? "").trim();
  if (typed !== "" && !/^\d{4,8}$/.test(typed))
    return {
      ok: false,
      words: [],
      problems: [problem("pin", "is not 4 to 8 digits", "write the PIN of the card's papers")],
    };
  const modem = (await daemon.status())?.modems.find(({ id }) => id === line.id);
  if (modem?.ready === true && modem.registered && typed === "")
    return done(answered(state, "sim"), "sim", [
      `The box is using the card: it is in the network${modem.network === undefined ? "" : ` of ${modem.network}`}.`,
    ]);
  const pin = typed === "" ? secrets[SIM_SECRET] : typed;
  const finding = await checkSim({
    port: line.port,
    pin,
    places: usb,
    memory: folder,
    say,
    signal,
    withinMs: NETWORK_WITHIN_MS,
  });
  if (!finding.ok) return failed(state, "sim", finding.words);
  const after = answered(typed === "" ? state : withSimPin(state, true), "sim");
  const end = done(after, "sim", finding.words);
  return typed === "" || !end.ok ? end : { ...end, secrets: { [SIM_SECRET]: typed } };
}

async function line(daemon: DaemonDoor, { say, signal, state }: WorkContext): Promise<WorkEnd> {
  const line = lineOf(state, "voice-modem");
  if (line === undefined) return failed(state, "line", ["There is no telephone modem yet: find it first."]);
  say("Going off-hook and listening.");
  const held = await stateInDaemon(daemon, line.id);
  const finding = held === undefined ? await checkLineOf(line.port, signal) : await daemon.lineCheck(line.id);
  const { ok, words } = lineInWords(finding);
  return ok ? done(answered(state, "line"), "line", words) : failed(state, "line", words);
}

/** The sheet as data, for pages and consoles; undefined: the file is not whole. */
export function sheetOf(
  means: Pick<WorkMeans, "fingerprint" | "serial" | "version">,
  state: SetupState,
  now: number,
): readonly SheetPart[] | undefined {
  const result = readClinicFile(state.text);
  return result.ok
    ? handOverSheet({ ...means, clinic: result.clinic, state, now, fingerprint: means.fingerprint() })
    : undefined;
}

function sheet(means: WorkMeans, { facts, state }: WorkContext): WorkEnd {
  const parts = sheetOf(means, state, facts.now);
  if (parts === undefined)
    return failed(state, "sheet", ["The answers are not whole yet: see the step “Check everything”."]);
  return { ok: true, state: answered(state, "handover"), words: sheetAsText(parts).split("\n") };
}
