import { detail as words } from "../../../firmware/health/details/detailWords.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtPort } from "../../at/At.ts";
import { decidePin, isPinRefusal, type PinMemory, RETRY_QUESTIONS, triesLeft } from "./simPin.ts";

/** The SIM answers these; a SIM that has just been powered up takes its time. */
export const SLOW: Duration = Seconds(10);
const PLAIN: Duration = Seconds(3);

/** What keeps the SIM from being used; `code` from the fault table. */
export interface SimTrouble {
  readonly kind: "notYet";
  readonly code: string;
  readonly detail: string;
}

export type SimState =
  | {
      readonly kind: "sim";
      readonly lock: string;
      readonly code: string;
      readonly detail: string;
      /** The modem did not answer in time: nothing is known. */
      readonly unanswered?: boolean;
      /** A bare ERROR, a SIM that is busy: a modem says such things once in a while with a good card in it. */
      readonly doubtful?: boolean;
    }
  | { readonly kind: "portGone" };

export type SimAccess = SimTrouble | { readonly kind: "unlocked" } | { readonly kind: "portGone" };

/** 27.007 §9.2: errors of a SIM that is not there, has failed, is wrong. */
const NO_SIM = new Set([10, 13, 15]);
const PIN_WANTED = 11;
const PUK_WANTED = 12;

/** `AT+CPIN?`, in words and as a fault. */
export async function askSim(at: AtPort, timeout: Duration = SLOW): Promise<SimState> {
  const outcome = await at.command({ text: "AT+CPIN?", prefixes: ["+CPIN:"], timeout });
  if (outcome.kind === "portGone") return { kind: "portGone" };
  const line = outcome.kind === "ok" ? outcome.lines.find((one) => one.startsWith("+CPIN:")) : undefined;
  const lock = /^\+CPIN: *"?([A-Z0-9 -]+?)"?$/.exec(line ?? "")?.[1] ?? "";
  if (lock === "READY") return { kind: "sim", lock, code: "", detail: "" };
  if (lock.startsWith("SIM P")) return locked(lock);
  // OK and nothing else: it sees no reason against, so a page is worth trying.
  if (outcome.kind === "ok" && outcome.lines.length === 0) return { kind: "sim", lock: "READY", code: "", detail: "" };
  if (outcome.kind === "refused" && outcome.code === PIN_WANTED) return locked("SIM PIN");
  if (outcome.kind === "refused" && outcome.code === PUK_WANTED) return locked("SIM PUK");
  if (outcome.kind === "timedOut" || outcome.kind === "unproven") {
    return { kind: "sim", lock: "", code: "SMS_MODEM_SILENT", detail: words.modemMute(), unanswered: true };
  }
  const missing = outcome.kind !== "refused" || outcome.code === undefined || NO_SIM.has(outcome.code);
  const detail = missing ? words.noSim() : words.simNotReady();
  const doubtful = outcome.kind === "refused" && !NO_SIM.has(outcome.code ?? Number.NaN);
  return { kind: "sim", lock: "", code: "SMS_SIM_MISSING", detail, ...(doubtful ? { doubtful } : {}) };
}

/** The PUK is for a person with the card's papers: ten wrong ones destroy the card. */
const locked = (lock: string): SimState => ({
  kind: "sim",
  lock,
  code: lock.startsWith("SIM PUK") ? "SMS_SIM_PUK" : "SMS_SIM_PIN",
  detail: words.simAsks({ lock }),
});

/** The card's own number, as far as the modem tells it (also while its PIN is wanted). */
export async function readIccid(at: AtPort, questions: readonly string[]): Promise<string | undefined> {
  for (const text of questions) {
    const outcome = await at.command({ text, timeout: PLAIN });
    if (outcome.kind === "portGone") return undefined;
    const found = outcome.kind === "ok" ? iccidOf(outcome.lines.join(" ")) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Begins with 89 (ITU-T E.118). Some modems give each octet as the card has it, its two digits the other way round. */
export function iccidOf(text: string): string | undefined {
  const [, plain, swapped] = /\b(?:(89[0-9A-E]{16,18}F?)|(98[0-9A-F]{18}))\b/i.exec(text) ?? [];
  return (plain ?? swapped?.replace(/(.)(.)/g, "$2$1"))?.replace(/F$/i, "");
}

export async function readImsi(at: AtPort): Promise<string | undefined> {
  const outcome = await at.command({ text: "AT+CIMI", timeout: PLAIN });
  return outcome.kind === "ok" ? /^\d{6,15}$/.exec(outcome.lines[0] ?? "")?.[0] : undefined;
}

/** To an open SIM, or the reason why not. A PIN that a card has refused is never sent to it again; see simPin.ts. */
export async function unlockSim(
  at: AtPort,
  pin: string | undefined,
  iccid: string | undefined,
  memory: PinMemory,
): Promise<SimAccess> {
  const state = await askSim(at);
  if (state.kind === "portGone") return state;
  if (state.lock === "READY") {
    void memory.simFoundOpen(iccid);
    return { kind: "unlocked" };
  }
  if (state.lock !== "SIM PIN") return { kind: "notYet", code: state.code, detail: state.detail };
  const decision = decidePin(pin, await askTriesLeft(at), memory.pinTried(iccid, pin));
  if (decision.kind === "leave" || pin === undefined)
    return { kind: "notYet", code: "SMS_SIM_PIN", detail: decision.kind === "leave" ? decision.why : words.noPin() };
  return enterPin(at, pin, iccid, memory);
}

async function enterPin(at: AtPort, pin: string, iccid: string | undefined, memory: PinMemory): Promise<SimAccess> {
  // Remembered before it is sent: a power cut in between must not make a second try of a wrong PIN.
  await memory.tryingPin(iccid, pin);
  const entered = await at.command({ text: `AT+CPIN="${pin}"`, timeout: SLOW });
  if (entered.kind === "portGone") return { kind: "portGone" };
  if (entered.kind === "ok") {
    await memory.pinWorked(iccid);
    return { kind: "unlocked" };
  }
  const detail = words.pinRefused();
  if (entered.kind !== "refused") return { kind: "notYet", code: "SMS_SIM_PIN", detail: words.pinUnanswered() };
  if (isPinRefusal(entered.code)) await memory.pinRefused(iccid, pin);
  else await memory.pinNotEntered(iccid, pin);
  return { kind: "notYet", code: "SMS_SIM_PIN", detail };
}

async function askTriesLeft(at: AtPort): Promise<number | undefined> {
  for (const question of RETRY_QUESTIONS) {
    const outcome = await at.command({ text: question.text, timeout: PLAIN });
    const left = outcome.kind === "ok" ? triesLeft(outcome.lines, question) : undefined;
    if (left !== undefined) return left;
  }
  return undefined;
}
