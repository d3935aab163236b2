import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtOutcome, AtPort } from "../../at/At.ts";
import type { EncodedPart } from "./pdu/Pdu.ts";
import type { SubmitResult } from "./SmsCarrier.ts";

const PROMPT: Duration = Seconds(5);
/** wdoekes waits 40 s, ModemManager 300 s: after this it is unknown, and the escalation has long gone on. */
const RESULT: Duration = Seconds(60);

/** One PDU, one result. The proof is its own +CMGS. */
export async function submitPdu(at: AtPort, clock: Clock, part: EncodedPart, urgent: boolean): Promise<SubmitResult> {
  let sentAtMs: number | undefined;
  const sent = (): void => {
    sentAtMs = clock.monotonic();
  };
  const entry = { bytes: Buffer.from(part.hex, "latin1"), promptTimeout: PROMPT, sent };
  const command = { text: `AT+CMGS=${part.tpduOctets}`, prefixes: ["+CMGS:"], proof: "+CMGS:", timeout: RESULT };
  const outcome = await at.command({ ...command, afterPrompt: entry }, { urgent });
  return resultOf(outcome, sentAtMs, clock.monotonic());
}

function resultOf(outcome: AtOutcome, sentAtMs: number | undefined, now: number): SubmitResult {
  const sent = sentAtMs !== undefined;
  switch (outcome.kind) {
    case "ok": {
      const line = outcome.lines.find((one) => one.startsWith("+CMGS:")) ?? "";
      const reference = Number(/^\+CMGS: *(\d{1,3})/.exec(line)?.[1] ?? Number.NaN);
      return { kind: "submitted", reference, submittedAtMs: now, modemMs: now - (sentAtMs ?? now) };
    }
    case "refused":
      return outcome.code === undefined ? { kind: "refused" } : { kind: "refused", code: outcome.code };
    case "unproven":
      return { kind: "noResult", sent, why: "OK without +CMGS" };
    case "timedOut":
      return { kind: "noResult", sent, why: outcome.phase === "prompt" ? "no prompt" : "no result" };
    case "portGone":
      return { kind: "modemGone", sent };
  }
}
