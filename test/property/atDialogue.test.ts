import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AtCommand } from "../../device/at/At.ts";
import type { DialogueEffect, DialogueEvent } from "../../device/at/DialogueState.ts";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { bytesOf, DialogueRunner, SMS_DIALOGUE, VOICE_DIALOGUE } from "../harness/DialogueRunner.ts";
import { type Fate, ModelModem } from "../harness/ModelModem.ts";

// --- a modem that is late ------------------------------------------------------------------------------------------

const fate: fc.Arbitrary<Fate> = fc.record({
  swallowed: fc.boolean().chain((maybe) => (maybe ? fc.boolean() : fc.constant(false))),
  workMs: fc.oneof({ weight: 3, arbitrary: fc.nat(300) }, { weight: 2, arbitrary: fc.nat(9_000) }),
  proofLost: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  rings: fc.boolean(),
});

const kinds = fc.array(fc.constantFrom("plain", "send", "pause"), { minLength: 3, maxLength: 14, size: "max" });

/** An endless supply: the fates given, then a quick and honest modem. */
function* supply(fates: readonly Fate[]): Generator<Fate> {
  yield* fates;
  for (;;) yield { swallowed: false, workMs: 10, proofLost: false, rings: false };
}

function converse(
  plan: readonly string[],
  fates: readonly Fate[],
  flushWhenBusy: boolean,
): { settled: number; lost: boolean } {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const modem = new ModelModem(runner.clock, supply(fates), (text) => runner.hear(text), flushWhenBusy);
  const texts = new Map<number, string>();
  runner.onWrite = (text) => modem.write(text);
  runner.onSettle = (id, outcome) => {
    if (outcome.kind !== "ok") return;
    const text = texts.get(id)!;
    assert.equal(modem.lastAnswered, text, "the OK of another command was credited to this one");
    if (text.startsWith("AT+CMGS")) assert.ok(modem.provedSends.includes(text), "a page counted as sent without +CMGS");
  };
  let id = 0;
  for (const [i, kind] of plan.entries()) {
    if (kind === "pause") runner.clock.advance(Milliseconds(1_700));
    else {
      const text = kind === "plain" ? `AT+C${i}` : `AT+CMGS=${i}`;
      texts.set(++id, text);
      const send: Partial<AtCommand> = {
        proof: "+CMGS:",
        afterPrompt: { bytes: bytesOf(`PDU-OF-${text}`), promptTimeout: Seconds(2) },
      };
      runner.command(text, { timeout: Seconds(3), ...(kind === "send" ? send : {}) });
    }
  }
  runner.clock.advance(Seconds(400));
  assert.deepEqual(modem.faults, []);
  assert.equal(runner.outcomes.size, texts.size, "every command ends");
  return { settled: texts.size, lost: runner.state.phase.kind === "lost" };
}

test("whatever is late or swallowed, no OK is credited to another command and no page counts without +CMGS", () => {
  fc.assert(
    fc.property(kinds, fc.array(fate, { maxLength: 30, size: "max" }), fc.boolean(), (plan, fates, flushWhenBusy) => {
      converse(plan, fates, flushWhenBusy);
    }),
    { numRuns: 20_000 },
  );
});

test("an honest modem answers every command, and nothing is lost", () => {
  const plan = ["plain", "send", "plain", "send", "send"];
  assert.deepEqual(converse(plan, [], false), { settled: 5, lost: false });
});

// --- any bytes at all ----------------------------------------------------------------------------------------------

const fragment = fc.oneof(
  fc.constantFrom(
    "\r\nOK\r\n",
    "\r\nERROR\r\n",
    "\r\nCONNECT\r\n",
    "\r\n> ",
    "\r\n+CMGS: 1\r\n",
    "\r\nRING\r\n",
    "\r\nNO CARRIER\r\n",
    "\r\n+CMT: ,5\r\n",
    "0791AB\r\n",
    "\x10\x03",
    "\x10\x10",
    "\x105",
    "\x10\x1a",
    "\r\n5601\r\n",
    "\r\n+CMEE: 1\r\n",
    "\r\n+CMS ERROR: 500\r\n",
    "NMBR=3125550123\r\n",
    "AT+VRX\r",
  ),
  fc.array(fc.nat(255), { maxLength: 12 }).map((bytes) => String.fromCharCode(...bytes)),
);
const stream = fc.array(fragment, { maxLength: 40, size: "max" }).map((parts) => bytesOf(parts.join("")));

function prepare(voice: boolean): DialogueRunner {
  const runner = new DialogueRunner(voice ? VOICE_DIALOGUE : SMS_DIALOGUE);
  runner.command("AT+CSQ", { prefixes: ["+CSQ:"] });
  if (voice) runner.command("AT+VRX", { success: ["CONNECT"], receivesAudio: true });
  runner.command("AT+CMGS=9", { proof: "+CMGS:", afterPrompt: { bytes: bytesOf("00AB"), promptTimeout: Seconds(5) } });
  if (voice) runner.command("AT+VTX", { success: ["CONNECT"] });
  runner.command("ATI");
  return runner;
}

/** Effects with neighbouring audio joined: reads may cut it anywhere. */
function comparable(effects: readonly DialogueEffect[]): unknown[] {
  const joined: unknown[] = [];
  for (const effect of effects) {
    const last = joined.at(-1);
    if (effect.kind === "audio" && Array.isArray(last)) last.push(...effect.bytes);
    else joined.push(effect.kind === "audio" ? [...effect.bytes] : effect);
  }
  return joined;
}

test("where a read ends changes nothing in what a dialogue does", () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(300), { size: "max", maxLength: 40 }), fc.boolean(), (bytes, cuts, voice) => {
      const whole = prepare(voice);
      whole.event({ kind: "received", bytes });
      const pieces = prepare(voice);
      const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      for (const [i, edge] of edges.slice(1).entries()) {
        pieces.event({ kind: "received", bytes: bytes.subarray(edges[i], edge) });
      }
      assert.deepEqual(comparable(pieces.effects), comparable(whole.effects));
    }),
    { numRuns: 1500 },
  );
});

const anyEvent: fc.Arbitrary<DialogueEvent | "command" | "pdu" | "record" | "final"> = fc.oneof(
  { weight: 6, arbitrary: stream.map((bytes): DialogueEvent => ({ kind: "received", bytes })) },
  { weight: 4, arbitrary: fc.constantFrom("command" as const, "pdu" as const, "record" as const, "final" as const) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom("prompt" as const, "answer" as const, "probe" as const, "quiet" as const, "audioEnd" as const)
      .map((timer): DialogueEvent => ({ kind: "timerFired", timer })),
  },
  { weight: 1, arbitrary: fc.constant<DialogueEvent>({ kind: "portGone" }) },
);

test("no bytes, timers and commands in any order crash it; one command in flight; every command ends exactly once", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40, size: "max" }), fc.boolean(), (events, voice) => {
      const runner = new DialogueRunner(voice ? VOICE_DIALOGUE : SMS_DIALOGUE);
      const inFlight = new Set<string>();
      const byId = new Map<number, string>();
      const ended = new Set<number>();
      runner.onWrite = (text) => {
        if (!/^AT\+T\d+\r$/.test(text)) return;
        assert.equal(inFlight.size, 0, "two commands in flight");
        inFlight.add(text.slice(0, -1));
      };
      runner.onSettle = (id, outcome) => {
        assert.ok(!ended.has(id), "ended twice");
        ended.add(id);
        inFlight.delete(byId.get(id) ?? "");
        if (outcome.kind === "ok" && byId.get(id)?.endsWith("9")) {
          assert.ok(
            outcome.lines.some((line) => line.startsWith("+CMGS:")),
            "ok without proof",
          );
        }
      };
      let asked = 0;
      for (const event of events) {
        if (typeof event !== "string") runner.event(event);
        else if (event === "final") {
          asked++;
          runner.finalResult();
        } else {
          const text = `AT+T${++asked}${event === "pdu" ? 9 : 0}`;
          byId.set(asked, text);
          const extra: Partial<AtCommand> =
            event === "pdu"
              ? { proof: "+CMGS:", afterPrompt: { bytes: bytesOf("00AB"), promptTimeout: Seconds(5) } }
              : event === "record"
                ? { success: ["CONNECT"], receivesAudio: true }
                : {};
          runner.command(text, extra);
        }
      }
      runner.event({ kind: "portGone" });
      assert.equal(runner.outcomes.size, asked);
      assert.ok(runner.state.syntax.line.length <= 2048);
    }),
    { numRuns: 1500 },
  );
});
