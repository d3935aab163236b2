import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtCommand, AtOutcome, AtPort, AtProbe } from "../../at/At.ts";
import { decidePin, RETRY_QUESTIONS, triesLeft } from "./simPin.ts";

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

/** To be given to the dialogue and, changed in place, to initSms: it becomes what this modem answers. */
export const smsProbe = (): { text: string; answer: string } => ({ text: "AT+CMEE?", answer: "+CMEE:" });

/** What a GSM modem may say at any moment, over the families of the fact sheets. */
export const GSM_UNSOLICITED: readonly string[] = [
  ...["RING", "+CRING:", "+CLIP:", "+CMTI:", "+CMT:", "+CDS:", "+CDSI:", "+CBM:", "+CREG:", "+CGREG:", "+CEREG:"],
  ...["+CPIN:", "+SIMCARD:", "SMS DONE", "SMS READY", "PB DONE", "CALL READY", "+CTZV:", "+CTZE:", "+CUSD:", "+CCWA:"],
  ...["+QIND:", "+QUSIM:", "RDY", "+CFUN:", "VOICE CALL:", "MISSED_CALL:", "+CSQ:", "+SMS FULL", "+CGEV:", "+CNSMOD:"],
  ...["^RSSI:", "^MODE:", "^SRVST:", "^SIMST:", "^SMMEMFULL", "^BOOT:", "^CEND:", "^CONN:", "^ORIG:", "^CONF:"],
];

const PLAIN: Duration = Seconds(3);
/** The SIM answers these; a SIM that has just been powered up takes its time. */
const SLOW: Duration = Seconds(10);

/** In order of preference: stored reports, direct reports, and the form that SIM7600 takes when it refuses those (manual §7.9). */
const INDICATIONS = ["2,1,0,2,0", "2,1,0,1,0", "1,1,0,1,0"];

export type InitResult =
  | { readonly kind: "ready"; readonly memory: string; readonly serviceCentre: string | undefined }
  /** The modem answers, but cannot page yet; `code` from the fault table. */
  | { readonly kind: "notYet"; readonly code: string; readonly detail: string }
  /** The port is gone or the modem silent: open it anew. */
  | { readonly kind: "portGone" };

/** From whatever state the modem is in to one that sends and announces messages. Nothing in it needs a network. */
export async function initSms(
  at: AtPort,
  simPin: string | undefined,
  probe: { text: string; answer: string },
): Promise<InitResult> {
  // A prompt that an earlier process left open would take every command for text.
  at.writeAudio(Uint8Array.of(0x1b));
  for (const text of ["ATE0", "ATV1", "AT+CMEE=1"]) await run(at, text, PLAIN);
  const found = await findProbe(at);
  if (found === "portGone") return { kind: "portGone" };
  if (found === "silent") return { kind: "notYet", code: "SMS_MODEM_GONE", detail: "the modem does not answer as one" };
  Object.assign(probe, found);
  const sim = await unlockSim(at, simPin);
  return sim.kind === "unlocked" ? setUpMessages(at) : sim;
}

/**
 * The first question that the modem answers with its own line: whatever was still on its way from an earlier session is
 * behind us then. A modem that says OK to all of them and answers none is taken all the same: a page is proved by its own
 * +CMGS, and only finding back after a timeout takes a new opening of the port.
 */
async function findProbe(at: AtPort): Promise<AtProbe | "portGone" | "silent"> {
  let said = false;
  for (const probe of PROBES) {
    const outcome = await at.command({ text: probe.text, prefixes: [probe.answer], timeout: PLAIN });
    if (outcome.kind === "portGone") return "portGone";
    if (outcome.kind === "timedOut") return "silent";
    said ||= outcome.kind === "ok";
    if (outcome.kind === "ok" && outcome.lines.some((line) => line.startsWith(probe.answer))) return probe;
  }
  return said ? PROBES[0]! : "silent";
}

async function setUpMessages(at: AtPort): Promise<InitResult> {
  for (const text of ["AT+CREG=1", "AT+CSMS=0"]) await run(at, text, PLAIN);
  const pduMode = await run(at, "AT+CMGF=0", SLOW);
  if (pduMode.kind === "portGone") return { kind: "portGone" };
  if (pduMode.kind !== "ok") return { kind: "notYet", code: "SMS_MODEM_GONE", detail: "the modem refuses PDU mode" };
  const memory = await chooseMemory(at);
  if (typeof memory !== "string") return memory;
  await firstAccepted(at, INDICATIONS, (mode) => `AT+CNMI=${mode}`);
  // Keeps the radio link up between parts and doctors (27.005 §3.5.6); not every modem has it.
  await run(at, "AT+CMMS=2", PLAIN);
  const centre = await run(at, "AT+CSCA?", SLOW);
  if (centre.kind === "portGone") return { kind: "portGone" };
  const lines = centre.kind === "ok" ? centre.lines : [];
  const number = /^\+CSCA: *"(\+?\d+)"/.exec(lines.find((line) => line.startsWith("+CSCA:")) ?? "")?.[1];
  return { kind: "ready", memory, serviceCentre: number };
}

async function unlockSim(at: AtPort, simPin: string | undefined): Promise<InitResult | { kind: "unlocked" }> {
  const state = await askSim(at);
  if (state.kind === "portGone") return state;
  if (state.lock === "READY") return { kind: "unlocked" };
  if (state.lock !== "SIM PIN") return { kind: "notYet", code: state.code, detail: state.detail };
  const decision = decidePin(simPin, await askTriesLeft(at));
  if (decision.kind === "leave") return { kind: "notYet", code: "SMS_SIM_PIN", detail: decision.why };
  const entered = await run(at, `AT+CPIN="${simPin}"`, SLOW);
  if (entered.kind === "portGone") return { kind: "portGone" };
  if (entered.kind !== "ok")
    return { kind: "notYet", code: "SMS_SIM_PIN", detail: "the SIM refused its PIN; it is not tried again" };
  return { kind: "unlocked" };
}

type SimState =
  | {
      readonly kind: "sim";
      readonly lock: string;
      readonly code: string;
      readonly detail: string;
      /** The modem did not answer in time: nothing is known. */
      readonly unanswered?: boolean;
    }
  | { readonly kind: "portGone" };

/** 27.007 §9.2: errors of a SIM that is not there, has failed, is wrong. */
const NO_SIM = new Set([10, 13, 15]);

/** `AT+CPIN?`, in words and as a fault. */
export async function askSim(at: AtPort, timeout: Duration = SLOW): Promise<SimState> {
  const outcome = await at.command({ text: "AT+CPIN?", prefixes: ["+CPIN:"], timeout });
  if (outcome.kind === "portGone") return { kind: "portGone" };
  const line = outcome.kind === "ok" ? outcome.lines.find((one) => one.startsWith("+CPIN:")) : undefined;
  const lock = /^\+CPIN: *"?([A-Z0-9 -]+?)"?$/.exec(line ?? "")?.[1] ?? "";
  if (lock === "READY" || lock.startsWith("SIM P")) {
    return { kind: "sim", lock, code: "SMS_SIM_PIN", detail: `the SIM asks for ${lock}` };
  }
  // OK and nothing else: it sees no reason against, so a page is worth trying.
  if (outcome.kind === "ok" && outcome.lines.length === 0) return { kind: "sim", lock: "READY", code: "", detail: "" };
  if (outcome.kind === "refused" && outcome.code === 11)
    return { kind: "sim", lock: "SIM PIN", code: "SMS_SIM_PIN", detail: "" };
  if (outcome.kind === "timedOut" || outcome.kind === "unproven") {
    return { kind: "sim", lock: "", code: "SMS_MODEM_GONE", detail: "the modem does not answer", unanswered: true };
  }
  const missing = outcome.kind !== "refused" || outcome.code === undefined || NO_SIM.has(outcome.code);
  const detail = missing ? "no SIM card is seen" : "the SIM card is not ready";
  return { kind: "sim", lock: "", code: "SMS_SIM_MISSING", detail };
}

async function askTriesLeft(at: AtPort): Promise<number | undefined> {
  for (const question of RETRY_QUESTIONS) {
    const outcome = await run(at, question.text, PLAIN);
    const left = outcome.kind === "ok" ? triesLeft(outcome.lines, question) : undefined;
    if (left !== undefined) return left;
  }
  return undefined;
}

/** 27.005 §3.2.5: not inserted, PIN, failure, busy, wrong …: a SIM that will be there in a moment, or needs a hand. */
const isSimError = (code: number | undefined): boolean => code !== undefined && code >= 310 && code <= 318;

/** Where messages are kept. A modem that knows no +CPMS keeps them where it likes (""): it can page all the same. */
async function chooseMemory(at: AtPort): Promise<string | InitResult> {
  let waits = false;
  for (const name of ["SM", "ME", "MT"]) {
    const outcome = await run(at, `AT+CPMS="${name}","${name}","${name}"`, SLOW);
    if (outcome.kind === "ok") return name;
    if (outcome.kind === "portGone") return { kind: "portGone" };
    waits ||= outcome.kind !== "refused" || isSimError(outcome.code);
  }
  if (!waits) return "";
  return { kind: "notYet", code: "SMS_SIM_MISSING", detail: "the SIM's message store is not ready" };
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
