import { Seconds } from "../../../firmware/time/Duration.ts";
import type { AtPort } from "../../at/At.ts";
import type { Readings } from "./ModemHealth.ts";
import { askSim } from "./simAccess.ts";
import { parseRegistration, parseSignal } from "./storedPdus.ts";

/** A plain question; a modem that does not answer it in this time is put back into step before a page needs it. */
const QUESTION = Seconds(2);

export interface SimGone {
  readonly kind: "sim";
  readonly code: string;
  readonly detail: string;
  /** It may be so for a moment only. */
  readonly doubtful: boolean;
}

/** Undefined: nothing is known now. Out of step for a moment is not out of service: the dialogue finds back, or says that it is lost. */
export async function readModem(at: AtPort): Promise<Readings | SimGone | undefined> {
  const sim = await askSim(at, QUESTION);
  if (sim.kind === "portGone" || sim.unanswered) return undefined;
  if (sim.lock !== "READY") return { kind: "sim", code: sim.code, detail: sim.detail, doubtful: sim.doubtful === true };
  const csq = await at.command({ text: "AT+CSQ", prefixes: ["+CSQ:"], timeout: QUESTION });
  const creg = await registration(at, "CREG");
  const cereg = await registration(at, "CEREG");
  if (creg === undefined && cereg === undefined) return undefined;
  return { kind: "readings", signal: csq.kind === "ok" ? parseSignal(csq.lines) : undefined, creg, cereg };
}

async function registration(at: AtPort, name: string): Promise<number | undefined> {
  const outcome = await at.command({ text: `AT+${name}?`, prefixes: [`+${name}:`], timeout: QUESTION });
  if (outcome.kind !== "ok") return undefined;
  for (const line of outcome.lines) {
    const state = parseRegistration(line);
    if (state !== undefined) return state;
  }
  // OK and no line: a modem that knows the command and says nothing against.
  return 1;
}

/** As the network calls itself: +COPS: 0,0,"T-Mobile",7. */
export async function readNetworkName(at: AtPort): Promise<string | undefined> {
  await at.command({ text: "AT+COPS=3,0", timeout: QUESTION });
  const outcome = await at.command({ text: "AT+COPS?", prefixes: ["+COPS:"], timeout: Seconds(5) });
  return outcome.kind === "ok"
    ? /^\+COPS: *\d+ *, *\d+ *, *"([^"]{1,40})"/.exec(outcome.lines[0] ?? "")?.[1]
    : undefined;
}
