import { detail as words } from "../../../firmware/health/details/detailWords.ts";
import { type Duration, Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtCommand, AtOutcome, AtPort, AtProbe } from "../../at/At.ts";
import type { GsmModel, Identity } from "./models/Model.ts";
import { findGsmModel, gsmModelNamed } from "./models/registry.ts";
import { readIccid, readImsi, type SimTrouble, SLOW, unlockSim } from "./simAccess.ts";
import type { PinMemory } from "./simPin.ts";

/**
 * Settings that a modem answers recognisably and that we ask for nothing else. Every 27.007 modem should know the first;
 * one that does not is no worse at paging, so the next is tried.
 */
const PROBES: readonly AtProbe[] = [
  { text: "AT+CMEE?", answer: "+CMEE:" },
  { text: "AT+CSCS?", answer: "+CSCS:" },
  { text: "AT+CMGF?", answer: "+CMGF:" },
  { text: "AT+CSMS?", answer: "+CSMS:" },
];

/** To be given to the dialogue and, changed in place, to initModem: it becomes what this modem answers. */
export const modemProbe = (): { text: string; answer: string } => ({ text: "AT+CMEE?", answer: "+CMEE:" });

/** What a cellular modem may say at any moment, over the families of the fact sheets; a model adds its own. */
export const GSM_UNSOLICITED: readonly string[] = [
  ...["RING", "+CRING:", "+CLIP:", "+CMTI:", "+CMT:", "+CDS:", "+CDSI:", "+CBM:", "+CREG:", "+CGREG:", "+CEREG:"],
  ...["+CPIN:", "+SIMCARD:", "SMS DONE", "SMS READY", "PB DONE", "CALL READY", "+CTZV:", "+CTZE:", "+CUSD:", "+CCWA:"],
  ...["+QIND:", "+QUSIM:", "RDY", "+CFUN:", "VOICE CALL:", "MISSED_CALL", "+CSQ:", "+SMS FULL", "+CGEV:", "+CNSMOD:"],
  ...["^RSSI:", "^MODE:", "^SRVST:", "^SIMST:", "^SMMEMFULL", "^BOOT:", "^CEND:", "^CONN:", "^ORIG:", "^CONF:"],
  "+CLCC:",
];

const PLAIN: Duration = Seconds(3);
/** A modem that comes round has said by then what it still had to say. */
const LET_FINISH: Duration = Milliseconds(500);

/** In order of preference: stored reports, direct reports, and the form that SIM7600 takes when it refuses those (manual §7.9). */
const INDICATIONS = ["2,1,0,2,0", "2,1,0,1,0", "1,1,0,1,0"];

/** Before the model's own: echo off, errors with numbers, who calls and how, registration with its changes. */
const COMMON = ["AT+CREG=2", "AT+CLIP=1", "AT+CRC=1", "AT+CSMS=0"];

export interface PreparedModem {
  readonly kind: "ready";
  readonly model: GsmModel;
  readonly firmware: string;
  readonly iccid: string | undefined;
  readonly imsi: string | undefined;
  readonly memory: string;
  readonly serviceCentre: string | undefined;
}

export type InitResult =
  | PreparedModem
  /** The modem answers; what is wrong is for a person (SIM), and is looked at again. */
  | SimTrouble
  /** It does not answer as a modem, or does not do its work: something for the recovery ladder. */
  | { readonly kind: "failed"; readonly why: "silent" | "sick"; readonly detail: string }
  /** The port is gone: open it anew. */
  | { readonly kind: "portGone" };

export interface InitOptions {
  readonly simPin?: string;
  /** Named in the clinic file. */
  readonly model?: string;
  readonly pins: PinMemory;
  readonly probe: { text: string; answer: string };
  /** Ends early when the port goes. */
  readonly pause: (span: Duration) => Promise<void>;
}

/** From whatever state the modem is in to one that sends, announces and rings. Nothing in it needs a network. */
export async function initModem(at: AtPort, options: InitOptions): Promise<InitResult> {
  // A prompt that an earlier process left open would take every command for text.
  at.writeAudio(Uint8Array.of(0x1b));
  for (const text of ["ATE0", "ATV1", "AT+CMEE=1"]) await run(at, text, PLAIN);
  const found = await findProbe(at, options.pause);
  if (found === "portGone") return { kind: "portGone" };
  if (found === "silent") return { kind: "failed", why: "silent", detail: words.notAsModem() };
  Object.assign(options.probe, found);
  const identity = await identify(at);
  const model = (options.model === undefined ? undefined : gsmModelNamed(options.model)) ?? findGsmModel(identity);
  const iccid = await readIccid(at, model.iccid);
  const sim = await unlockSim(at, options.simPin, iccid, options.pins);
  if (sim.kind !== "unlocked") return sim;
  const messages = await setUpMessages(at, model);
  if (messages.kind !== "messages") return messages;
  const { memory, serviceCentre } = messages;
  const card = iccid ?? (await readIccid(at, model.iccid));
  const imsi = await readImsi(at);
  return { kind: "ready", model, firmware: model.firmware(identity), iccid: card, imsi, memory, serviceCentre };
}

/**
 * The first question that the modem answers with its own line, and another one too: a modem that was stuck answers all that
 * it was ever asked when it comes round, the dialogue before this one included, and a single answer may be a late one. It is
 * let finish then, and asked again. A modem that says OK to all of them and answers none is taken all the same: a page is
 * proved by its own +CMGS, and only finding back after a timeout takes a new opening of the port.
 */
async function findProbe(at: AtPort, pause: InitOptions["pause"]): Promise<AtProbe | "portGone" | "silent"> {
  let before: number | undefined;
  for (;;) {
    const answered = await askProbes(at);
    if (typeof answered === "string") return answered;
    // Twice the same, with silence between: it knows no more of them.
    if (answered.length >= 2 || answered.length === before) return answered[0] ?? PROBES[0]!;
    before = answered.length;
    await pause(LET_FINISH);
  }
}

/** Those that were answered by their own line, two at most. */
async function askProbes(at: AtPort): Promise<readonly AtProbe[] | "portGone" | "silent"> {
  let said = false;
  const answered: AtProbe[] = [];
  for (const probe of PROBES) {
    const outcome = await at.command({ text: probe.text, prefixes: [probe.answer], timeout: PLAIN });
    if (outcome.kind === "portGone") return "portGone";
    if (outcome.kind === "timedOut") return "silent";
    said ||= outcome.kind === "ok";
    if (outcome.kind === "ok" && outcome.lines.some((line) => line.startsWith(probe.answer))) answered.push(probe);
    if (answered.length === 2) break;
  }
  return said ? answered : "silent";
}

async function identify(at: AtPort): Promise<Identity> {
  const say = async (text: string): Promise<string> => {
    const outcome = await run(at, text, PLAIN);
    return outcome.kind === "ok" ? outcome.lines.join("\n").trim() : "";
  };
  const manufacturer = await say("AT+CGMI");
  const model = await say("AT+CGMM");
  const revision = await say("AT+CGMR");
  // Some say everything in one answer only.
  return { ati: manufacturer === "" || model === "" ? await say("ATI") : "", manufacturer, model, revision };
}

type Messages = { readonly kind: "messages"; readonly memory: string; readonly serviceCentre: string | undefined };

async function setUpMessages(at: AtPort, model: GsmModel): Promise<Messages | Exclude<InitResult, PreparedModem>> {
  for (const text of COMMON) await run(at, text, PLAIN);
  for (const { text, optional } of model.init) {
    const outcome = await run(at, text, PLAIN);
    if (outcome.kind === "portGone") return { kind: "portGone" };
    if (outcome.kind !== "ok" && !optional)
      return { kind: "failed", why: "sick", detail: words.refusesCommand({ command: text }) };
  }
  const pduMode = await run(at, "AT+CMGF=0", SLOW);
  if (pduMode.kind === "portGone") return { kind: "portGone" };
  if (pduMode.kind !== "ok")
    return { kind: "failed", why: "sick", detail: words.refusesCommand({ command: "AT+CMGF=0" }) };
  const memory = await chooseMemory(at);
  if (typeof memory !== "string") return memory;
  await firstAccepted(at, INDICATIONS, (mode) => `AT+CNMI=${mode}`);
  // Keeps the radio link up between parts and doctors (27.005 §3.5.6); not every modem has it.
  await run(at, "AT+CMMS=2", PLAIN);
  const centre = await run(at, "AT+CSCA?", SLOW);
  if (centre.kind === "portGone") return { kind: "portGone" };
  const lines = centre.kind === "ok" ? centre.lines : [];
  const number = /^\+CSCA: *"(\+?\d+)"/.exec(lines.find((line) => line.startsWith("+CSCA:")) ?? "")?.[1];
  return { kind: "messages", memory, serviceCentre: number };
}

/** 27.005 §3.2.5: not inserted, PIN, failure, busy, wrong …: a SIM that will be there in a moment, or needs a hand. */
const isSimError = (code: number | undefined): boolean => code !== undefined && code >= 310 && code <= 318;

/** Where messages are kept. A modem that knows no +CPMS keeps them where it likes (""): it can page all the same. */
async function chooseMemory(at: AtPort): Promise<string | Exclude<InitResult, PreparedModem>> {
  let waits = false;
  for (const name of ["SM", "ME", "MT"]) {
    const outcome = await run(at, `AT+CPMS="${name}","${name}","${name}"`, SLOW);
    if (outcome.kind === "ok") return name;
    if (outcome.kind === "portGone") return { kind: "portGone" };
    waits ||= outcome.kind !== "refused" || isSimError(outcome.code);
  }
  if (!waits) return "";
  return { kind: "notYet", code: "SMS_SIM_MISSING", detail: words.simStoreNotReady() };
}

async function firstAccepted(
  at: AtPort,
  values: readonly string[],
  text: (value: string) => string,
): Promise<string | undefined> {
  for (const value of values) {
    const outcome = await run(at, text(value), SLOW);
    if (outcome.kind === "ok") return value;
    if (outcome.kind === "portGone") return undefined;
  }
  return undefined;
}

const run = (at: AtPort, text: string, timeout: AtCommand["timeout"]): Promise<AtOutcome> =>
  at.command({ text, timeout });
