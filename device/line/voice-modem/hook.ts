import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Ask, initialise, type PreparedModem } from "./prepare.ts";

export type Seized =
  | { readonly kind: "offHook"; readonly commandAtMs: number }
  /** `noVoice`: class 8 was refused twice. Otherwise the modem was silent, or the off-hook command failed. */
  | { readonly kind: "failed"; readonly noVoice: boolean; readonly why: string };

/**
 * Off-hook, proved. The first command is written before this function returns for the first time: nothing is awaited
 * between the decision and the wire.
 */
export async function goOffHook(
  ask: Ask,
  modem: PreparedModem,
  clock: Clock,
  log: (text: string) => void,
): Promise<Seized> {
  let entered = await ask("AT+FCLASS=8");
  if (entered.kind !== "ok") {
    log(`class 8 ${entered.kind}: set up anew for this call`);
    await initialise(ask, modem.model);
    entered = await ask("AT+FCLASS=8");
  }
  if (entered.kind !== "ok")
    return { kind: "failed", noVoice: entered.kind === "refused", why: `AT+FCLASS=8: ${entered.kind}` };
  const commandAtMs = clock.monotonic();
  const offHook = await ask("AT+VLS=1");
  if (offHook.kind === "ok") return { kind: "offHook", commandAtMs };
  // No answer in time is no answer: the line may be held. The modem is asked; and if it cannot say, told again, which
  // does no harm when it already is.
  if (offHook.kind === "timedOut" && ((await saysOffHook(ask)) || (await ask("AT+VLS=1")).kind === "ok")) {
    return { kind: "offHook", commandAtMs };
  }
  return { kind: "failed", noVoice: false, why: `AT+VLS=1: ${offHook.kind}` };
}

async function saysOffHook(ask: Ask): Promise<boolean> {
  const state = await ask("AT+VLS?");
  return state.kind === "ok" && state.lines.some((line) => /^(\+VLS:\s*)?1\b/i.test(line));
}

/**
 * `onHook`: the modem said so. `reset`: only ATZ was answered, so it must be set up anew. `unproved`: cutting the port
 * (which drops DTR) is all that is left.
 */
export type HungUp = "onHook" | "reset" | "unproved" | "portGone";

/** On-hook with proof; each way in turn, the gentle ones first. Ends in bounded time: each command has its bound. */
export async function goOnHook(ask: Ask): Promise<HungUp> {
  for (const text of ["AT+VLS=0", "ATH0", "ATZ"]) {
    const outcome = await ask(text);
    if (outcome.kind === "ok") return text === "ATZ" ? "reset" : "onHook";
    if (outcome.kind === "portGone") return "portGone";
  }
  return "unproved";
}

/** Back to class 0, where a ring is `RING` and caller ID is told. False when the modem must be set up anew. */
export async function goIdle(ask: Ask): Promise<boolean> {
  const left = await ask("AT+FCLASS=0");
  // Whether caller ID outlives a change of class is not known of every modem; asking again costs a few milliseconds.
  await ask("AT+VCID=1");
  return left.kind === "ok";
}
