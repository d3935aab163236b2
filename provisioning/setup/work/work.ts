import { Temporal } from "temporal-polyfill";
import type { UsbPlaces } from "../../../device/usb/UsbSerialPorts.ts";
import { textIn } from "../../../firmware/config/editYaml.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import type { ApplyClient, Who } from "../../change/ApplyClient.ts";
import { answered, type SetupState, withResult } from "../core/SetupState.ts";
import { problem, type StepId } from "../core/Step.ts";
import type { Keeps, SetupWork, WorkContext, WorkEnd } from "../Setup.ts";
import type { SetupStore } from "../SetupStore.ts";
import { type LineEntry, lineOf, SIM_SECRET, withLine, withoutLine, withSimPin } from "../steps/lines.ts";
import { applyAnswers, outcomeInWords, planAnswers } from "./apply.ts";
import { checkAll, SOME_PIN } from "./check.ts";
import type { DaemonDoor } from "./daemon.ts";
import { findModem, probeCellular, probeVoice } from "./findModem.ts";
import { renderGreeting, takeGreeting } from "./greeting.ts";
import { handOverSheet, type SheetPart, sheetAsText } from "./handOver.ts";
import { heldSim } from "./heldSim.ts";
import { inviteManager } from "./inviteManager.ts";
import { checkLineOf, lineInWords } from "./line.ts";
import { proveCall, proveHeard, provePage } from "./prove.ts";
import { checkSim, NETWORK_WITHIN_MS } from "./sim.ts";
import { revokeStickKey, trustStickKey } from "./stickKeys.ts";

export interface WorkMeans {
  readonly client: ApplyClient;
  readonly daemon: DaemonDoor;
  readonly store: SetupStore;
  readonly usb: UsbPlaces;
  readonly who: Who;
  readonly serial: string;
  readonly hostname: string;
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
    "clock.right": () => done("clock", ["The clock was found to be right."], isDone("clock")),
    "clock.set": (context) => setClock(client, who, context),
    "modems.find-voice": (context) => find("voice-modem", means, context),
    "modems.find-gsm": (context) => find("gsm", means, context),
    "modems.without-voice": () => without("voice-modem"),
    "modems.without-gsm": () => without("gsm"),
    "sim.check": (context) => sim(means, context),
    "line.check": (context) => line(daemon, context),
    "check.check": ({ state, facts, secrets }) => checkAll(state, facts, secrets),
    "apply.plan": (context) => planAnswers(client, context),
    "apply.apply": (context) => applyAnswers(client, who, context, (handed) => store.forgetSecrets(handed)),
    "greeting.upload": (context) => takeGreeting(client, who, context),
    "greeting.render": (context) => renderGreeting(client, who, context),
    "prove.call": (context) => proveCall(daemon, context),
    "prove.heard": proveHeard,
    "prove.page": (context) => provePage(daemon, context),
    "keys.trust": (context) => trustStickKey(client, who, context),
    "keys.revoke": (context) => revokeStickKey(client, who, context),
    "console.invite": (context) => inviteManager(client, who, context),
    "handover.sheet": (context) => sheet(means, context),
  };
  return (step, action, context) => {
    const todo = work[`${step}.${action}`];
    return todo === undefined ? undefined : Promise.resolve(todo(context));
  };
}

const isDone =
  (id: StepId): Keeps =>
  (now) =>
    answered(now, id);

const done = (name: string, words: readonly string[], keeps: Keeps): WorkEnd => ({
  ...{ ok: true, words, keeps: (now) => withResult(keeps(now), name, { ok: true, words: [...words] }) },
});

const failed = (name: string, words: readonly string[]): WorkEnd => ({
  ...{ ok: false, words, keeps: (now) => withResult(now, name, { ok: false, words: [...words] }) },
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
  if (Math.abs(epochMs - facts.now) < 60_000) return done("clock", ["The clock was right already."], isDone("clock"));
  const outcome = await client.apply([{ kind: "time", epochMs }], {
    who,
    ...(session === undefined ? {} : { session }),
  });
  return outcome.kind === "kept"
    ? done("clock", [`The clock was set to ${typed}.`], isDone("clock"))
    : failed("clock", outcomeInWords(outcome));
}

/** A day without its time would be midnight, which nobody meant. */
const DAY_AND_TIME = /^20\d\d-\d\d?-\d\d? +\d\d?:\d\d$/;

function epochOf(typed: string, zone: string): number | undefined {
  const plain = typed.replace("T", " ");
  if (!DAY_AND_TIME.test(plain)) return undefined;
  const whole = plain.replace(/(?<=[- ])\d(?=[-: ])/g, "0$&").replace(/ +/, "T");
  try {
    return Temporal.PlainDateTime.from(whole, { overflow: "reject" }).toZonedDateTime(zone).epochMilliseconds;
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
    return done(`modem.${driver}`, [`The box is using its ${name} (${before.port}): ${held}.`], modemsDone);
  }
  say(`Looking for the ${name}.`);
  const found = await findModem(driver === "gsm" ? probeCellular : probeVoice, {
    ...{ places: means.usb, say, signal, taken: taken(state, driver), withinMs: means.plugWithinMs ?? PLUG_WITHIN_MS },
  });
  if (found === undefined)
    return failed(`modem.${driver}`, [
      ...(held === undefined
        ? []
        : [`The box has this line's modem open already (${before?.port}), and says: ${held}.`]),
      `No ${name} was found. Is its cable in, and its lamp on? Try another USB socket of the box, without a hub, then look again.`,
    ]);
  return done(`modem.${driver}`, found.words, (now) => modemsDone(withLine(now, found.line)));
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

function without(driver: LineEntry["driver"]): WorkEnd {
  const name = driver === "gsm" ? "cellular" : "telephone";
  return done(`modem.${driver}`, [`The box does without a ${name} modem.`], (now) =>
    answered(withoutLine(now, driver), "modems"),
  );
}

async function sim(
  { daemon, folder, usb }: WorkMeans,
  { input, say, secrets, signal, state }: WorkContext,
): Promise<WorkEnd> {
  const line = lineOf(state, "gsm");
  if (line === undefined) return failed("sim", ["There is no cellular modem yet: find it first."]);
  const typed = (input["pin"] ?? "").trim();
  if (typed !== "" && !/^\d{4,8}$/.test(typed))
    return {
      ok: false,
      words: [],
      problems: [problem("pin", "is not 4 to 8 digits", "write the PIN of the card's papers")],
    };
  const inForce = state.applied === undefined ? undefined : lineOf({ ...state, text: state.applied }, "gsm");
  const held = inForce?.port === line.port ? heldSim(await daemon.status(), inForce.id) : undefined;
  if (held !== undefined) {
    if (held.ok) return done("sim", held.words, isDone("sim"));
    if (typed === "" || !held.asksForPin) return failed("sim", held.words);
    const words = ["The PIN waits. Go to the step “Put it into force”: the box then enters it, once."];
    return { ok: true, words, keeps: (now) => withSimPin(now, true), secrets: { [SIM_SECRET]: typed } };
  }
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
  if (!finding.ok) return failed("sim", finding.words);
  const end = done("sim", finding.words, (now) => answered(typed === "" ? now : withSimPin(now, true), "sim"));
  return typed === "" || !end.ok ? end : { ...end, secrets: { [SIM_SECRET]: typed } };
}

async function line(daemon: DaemonDoor, { say, signal, state }: WorkContext): Promise<WorkEnd> {
  const line = lineOf(state, "voice-modem");
  if (line === undefined) return failed("line", ["There is no telephone modem yet: find it first."]);
  say("Going off-hook and listening.");
  const held = await stateInDaemon(daemon, line.id);
  const finding = held === undefined ? await checkLineOf(line.port, signal) : await daemon.lineCheck(line.id);
  const { ok, words } = lineInWords(finding);
  return ok ? done("line", words, isDone("line")) : failed("line", words);
}

/** The sheet as data, for pages and consoles; undefined: the file is not whole. */
export async function sheetOf(
  means: Pick<WorkMeans, "fingerprint" | "serial" | "hostname" | "version" | "daemon">,
  state: SetupState,
  now: number,
): Promise<readonly SheetPart[] | undefined> {
  // Who has a PIN is on it, never the PIN.
  const result = readClinicFile(state.text, { resolveSecret: () => SOME_PIN });
  if (!result.ok) return undefined;
  const addresses = await means.daemon.addresses();
  return handOverSheet({ ...means, clinic: result.clinic, state, now, addresses, fingerprint: means.fingerprint() });
}

async function sheet(means: WorkMeans, { facts, state }: WorkContext): Promise<WorkEnd> {
  const parts = await sheetOf(means, state, facts.now);
  if (parts === undefined) return failed("sheet", ["The answers are not whole yet: see the step “Check everything”."]);
  return { ok: true, keeps: isDone("handover"), words: sheetAsText(parts).split("\n") };
}
