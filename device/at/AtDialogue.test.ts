import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { bytesOf, DialogueRunner, SMS_DIALOGUE, VOICE_DIALOGUE } from "../../test/harness/DialogueRunner.ts";
import type { AtCommand } from "./At.ts";
import type { DialogueOptions } from "./DialogueState.ts";

const PDU = "0001000B913121551510F10000";
const SEND: Partial<AtCommand> = {
  prefixes: ["+CMGS:"],
  proof: "+CMGS:",
  timeout: Seconds(60),
  afterPrompt: { bytes: bytesOf(PDU), promptTimeout: Seconds(5) },
};
const RECORD: Partial<AtCommand> = { success: ["CONNECT"], receivesAudio: true };

/** Captured or documented dialogues: one command, what the modem says, what must come out of it. */
interface Row {
  readonly why: string;
  readonly on?: DialogueOptions;
  readonly text: string;
  readonly rest?: Partial<AtCommand>;
  readonly hears: string;
  readonly outcome: unknown;
  readonly unsolicited?: readonly string[];
}

const ok = (...lines: string[]) => ({ kind: "ok", final: "OK", lines });

const ROWS: readonly Row[] = [
  { why: "plain OK", text: "AT", hears: "\r\nOK\r\n", outcome: ok() },
  { why: "echo is on", text: "ATE0", hears: "ATE0\r\r\nOK\r\n", outcome: ok() },
  {
    why: "SIM7600 with CR CR LF",
    text: "AT+CSQ",
    hears: "\r\r\n+CSQ: 21,99\r\r\n\r\r\nOK\r\r\n",
    outcome: ok("+CSQ: 21,99"),
  },
  {
    why: "information lines without a prefix",
    text: "ATI",
    hears: "\r\nManufacturer: SIMCOM INCORPORATED\r\nModel: SIMCOM_SIM7600G-H\r\n\r\nOK\r\n",
    outcome: ok("Manufacturer: SIMCOM INCORPORATED", "Model: SIMCOM_SIM7600G-H"),
  },
  {
    why: "RING and caller ID inside a reply",
    on: VOICE_DIALOGUE,
    text: "ATI3",
    hears: "\r\nRING\r\n\r\nU.S. Robotics 56K FAX USB V1.2.23\r\nNMBR=3125550123\r\nNAME=SMITH JOHN\r\n\r\nOK\r\n",
    outcome: ok("U.S. Robotics 56K FAX USB V1.2.23"),
    unsolicited: ["RING", "NMBR=3125550123", "NAME=SMITH JOHN"],
  },
  {
    why: "a new message announced between a command and its answer",
    text: "AT+CSQ",
    rest: { prefixes: ["+CSQ:"] },
    hears: '\r\n+CMTI: "SM",3\r\n\r\n+CSQ: 9,99\r\n\r\n^MODE: 5,4\r\n\r\nOK\r\n',
    outcome: ok("+CSQ: 9,99"),
    unsolicited: ['+CMTI: "SM",3', "^MODE: 5,4"],
  },
  {
    why: "a question about registration, answered by the prefix that is also unsolicited",
    text: "AT+CREG?",
    rest: { prefixes: ["+CREG:"] },
    hears: "\r\n+CREG: 0,1\r\n\r\nOK\r\n",
    outcome: ok("+CREG: 0,1"),
  },
  {
    why: "a message delivered with its PDU in the middle of a listing",
    text: "AT+CMGL=4",
    hears: "\r\n+CMGL: 1,1,,23\r\n0791AA\r\n+CMT: ,22\r\n0791BB\r\n+CMGL: 2,1,,23\r\n0791CC\r\n\r\nOK\r\n",
    outcome: ok("+CMGL: 1,1,,23", "0791AA", "+CMGL: 2,1,,23", "0791CC"),
    unsolicited: ["+CMT: ,22\n0791BB"],
  },
  { why: "ERROR", text: "AT+CGMX", hears: "\r\nERROR\r\n", outcome: { kind: "refused", final: "ERROR", lines: [] } },
  {
    why: "no SIM card",
    text: "AT+CPIN?",
    hears: "\r\n+CME ERROR: 10\r\n",
    outcome: { kind: "refused", final: "+CME ERROR: 10", code: 10, lines: [] },
  },
  {
    why: "an error in words",
    text: "AT+CPIN?",
    hears: "\r\n+CME ERROR: SIM not inserted\r\n",
    outcome: { kind: "refused", final: "+CME ERROR: SIM not inserted", lines: [] },
  },
  {
    why: "the call ends while the signal is asked for",
    text: "AT+CSQ",
    hears: "\r\nNO CARRIER\r\n\r\n+CSQ: 9,99\r\n\r\nOK\r\n",
    outcome: ok("+CSQ: 9,99"),
    unsolicited: ["NO CARRIER"],
  },
  {
    why: "a call that nobody takes",
    text: "ATD3125550101;",
    hears: "\r\nNO CARRIER\r\n",
    outcome: { kind: "refused", final: "NO CARRIER", lines: [] },
  },
  {
    why: "old Rockwell goes off-hook with VCON",
    on: VOICE_DIALOGUE,
    text: "ATA",
    rest: { success: ["VCON"] },
    hears: "\r\nVCON\r\n",
    outcome: { kind: "ok", final: "VCON", lines: [] },
  },
  {
    why: "keys of a caller inside an answer",
    on: VOICE_DIALOGUE,
    text: "AT+VLS=1",
    hears: "\r\nO\x10/\x105\x10~K\r\n",
    outcome: ok(),
  },
];

for (const row of ROWS) {
  test(`dialogue: ${row.why}`, () => {
    const runner = new DialogueRunner(row.on ?? SMS_DIALOGUE);
    const id = runner.command(row.text, row.rest);
    runner.hear(row.hears);
    assert.deepEqual(runner.written, [`${row.text}\r`]);
    assert.deepEqual(runner.outcomes.get(id), row.outcome);
    assert.deepEqual(runner.unsolicited, row.unsolicited ?? []);
  });
}

// --- sending a PDU -------------------------------------------------------------------------------------------------

test("a PDU is sent only after the prompt, and counts only with its +CMGS", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const id = runner.command("AT+CMGS=13", SEND);
  runner.hear("\r\n");
  assert.deepEqual(runner.written, ["AT+CMGS=13\r"]);
  runner.hear("> ");
  assert.deepEqual(runner.written, ["AT+CMGS=13\r", `${PDU}\x1a`]);
  runner.hear(`${PDU}\x1a\r\n\r\n+CMGS: 42\r\n\r\nOK\r\n`);
  assert.deepEqual(runner.outcomes.get(id), ok("+CMGS: 42"));
});

test("an OK without +CMGS is not a page that was sent, and the next command waits until we are in step", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const id = runner.command("AT+CMGS=13", SEND);
  const next = runner.command("AT+CSQ");
  runner.hear("\r\n> ");
  runner.hear("\r\nOK\r\n");
  assert.deepEqual(runner.outcomes.get(id), { kind: "unproven", lines: [] });
  assert.deepEqual(runner.written.slice(2), ["\x1b", "AT+CMEE?\r"]);
  runner.hear("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  runner.clock.advance(Seconds(1));
  runner.hear("\r\n+CSQ: 5,99\r\n\r\nOK\r\n");
  assert.deepEqual(runner.outcomes.get(next), ok("+CSQ: 5,99"));
});

test("a +CMGS line from before the PDU proves nothing about it", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const id = runner.command("AT+CMGS=13", SEND);
  runner.hear("\r\n+CMGS: 41\r\n\r\n> ");
  runner.hear("\r\nOK\r\n");
  assert.equal(runner.outcomes.get(id)?.kind, "unproven");
});

test("the modem refuses at the prompt: nothing more is sent", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const id = runner.command("AT+CMGS=13", SEND);
  runner.hear("\r\n+CMS ERROR: 304\r\n");
  assert.deepEqual(runner.outcomes.get(id), { kind: "refused", final: "+CMS ERROR: 304", code: 304, lines: [] });
  assert.deepEqual(runner.written, ["AT+CMGS=13\r"]);
});

test("no prompt in 5 s: ESC, never the PDU, also when the prompt comes late", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const id = runner.command("AT+CMGS=13", SEND);
  runner.clock.advance(Seconds(5));
  assert.deepEqual(runner.outcomes.get(id), { kind: "timedOut", lines: [], phase: "prompt" });
  assert.deepEqual(runner.written.slice(1), ["\x1b", "AT+CMEE?\r"]);
  runner.hear("\r\n> ");
  assert.equal(runner.written.at(-1), "\x1b");
  assert.ok(!runner.written.some((text) => text.includes(PDU)));
});

test("no result in 60 s is told as unknown", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const id = runner.command("AT+CMGS=13", SEND);
  runner.hear("\r\n> ");
  runner.clock.advance(Seconds(59));
  assert.equal(runner.outcomes.get(id), undefined);
  runner.clock.advance(Seconds(1));
  assert.deepEqual(runner.outcomes.get(id), { kind: "timedOut", lines: [], phase: "result" });
});

// --- out of step ---------------------------------------------------------------------------------------------------

test("a late OK after a timeout is credited to nobody", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const late = runner.command("AT+COPS=0");
  const next = runner.command("AT+CSQ");
  runner.clock.advance(Seconds(5));
  assert.equal(runner.outcomes.get(late)?.kind, "timedOut");
  runner.hear("\r\nOK\r\n\r\n+CMEE: 1\r\n");
  assert.ok(!runner.written.includes("AT+CSQ\r"));
  runner.hear("\r\nOK\r\n");
  runner.clock.advance(Milliseconds(200));
  assert.ok(!runner.written.includes("AT+CSQ\r"), "silence comes before the next command");
  runner.clock.advance(Milliseconds(50));
  assert.equal(runner.written.at(-1), "AT+CSQ\r");
  assert.ok(runner.effects.some((effect) => effect.kind === "resynchronised"));
  assert.equal(runner.outcomes.get(next), undefined);
});

test("a probe answered after it was given up takes its OK with it", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  runner.command("AT+COPS=0");
  runner.clock.advance(Seconds(7)); // the command, then the first probe
  runner.hear("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  runner.clock.advance(Seconds(1));
  const next = runner.command("AT+CFUN=1");
  runner.hear("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  assert.equal(runner.outcomes.get(next), undefined);
  runner.hear("\r\nOK\r\n");
  assert.deepEqual(runner.outcomes.get(next), ok());
});

test("two probes in vain: the port is lost, and everybody who waits is told", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  runner.command("AT+COPS=0");
  const waiting = runner.command("AT+CSQ");
  runner.clock.advance(Seconds(9));
  assert.equal(runner.written.filter((text) => text === "AT+CMEE?\r").length, 2);
  assert.ok(runner.effects.some((effect) => effect.kind === "lost"));
  assert.deepEqual(runner.outcomes.get(waiting), { kind: "portGone" });
  assert.deepEqual(runner.clock.running(), []);
  assert.deepEqual(runner.outcomes.get(runner.command("AT")), { kind: "portGone" });
});

test("RING is told at once also while we find back into step", () => {
  const runner = new DialogueRunner(VOICE_DIALOGUE);
  runner.command("AT+VCID=1");
  runner.clock.advance(Seconds(5));
  runner.hear("\r\nRING\r\n");
  assert.deepEqual(runner.unsolicited, ["RING"]);
});

test("a modem that never falls silent is not in step", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  runner.command("AT+COPS=0");
  runner.clock.advance(Seconds(5));
  runner.hear("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  for (let i = 0; i < 50; i++) runner.hear("\r\nOK\r\n");
  runner.clock.advance(Seconds(3));
  assert.ok(!runner.effects.some((effect) => effect.kind === "resynchronised"));
});

// --- order ---------------------------------------------------------------------------------------------------------

test("an urgent command overtakes those that wait, in its own order", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  runner.command("AT+CSQ");
  runner.command("AT+CREG?");
  runner.command("AT+CHUP", { urgent: true });
  runner.command("ATH", { urgent: true });
  for (let i = 0; i < 4; i++) runner.hear("\r\nOK\r\n");
  assert.deepEqual(runner.written, ["AT+CSQ\r", "AT+CHUP\r", "ATH\r", "AT+CREG?\r"]);
});

test("a page waits 2 s, not 20, behind a listing that the modem swallowed", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const listing = runner.command("AT+CMGL=4", { timeout: Seconds(20) });
  runner.command("AT+CMGS=13", { ...SEND, urgent: true });
  runner.clock.advance(Seconds(2));
  assert.equal(runner.outcomes.get(listing)?.kind, "timedOut");
  runner.hear("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  runner.clock.advance(Milliseconds(250));
  assert.equal(runner.written.at(-1), "AT+CMGS=13\r");
});

test("a page does not break off another one that is with the network", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const first = runner.command("AT+CMGS=13", SEND);
  runner.hear("\r\n> ");
  runner.command("AT+CMGS=14", { ...SEND, urgent: true });
  runner.clock.advance(Seconds(59));
  assert.equal(runner.outcomes.get(first), undefined);
});

// --- audio ---------------------------------------------------------------------------------------------------------

test("the first byte after CONNECT is the first sample", () => {
  const runner = new DialogueRunner(VOICE_DIALOGUE);
  const id = runner.command("AT+VRX", RECORD);
  runner.hear("\r\nCONNECT\r\n\x0a\x0d\x10\x10\x105\x80\x10\x03\r\nOK\r\n");
  assert.deepEqual(runner.outcomes.get(id), { kind: "ok", final: "CONNECT", lines: [] });
  assert.deepEqual(runner.audio, [0x0a, 0x0d, 0x10, 0x80]);
  assert.deepEqual(runner.dle, ["5"]);
});

test("the OK after the modem's own end of audio is kept for whoever asks", () => {
  const runner = new DialogueRunner(VOICE_DIALOGUE);
  runner.command("AT+VRX", RECORD);
  runner.hear("\r\nCONNECT\r\n\x80\x10\x03\r\nOK\r\n");
  assert.deepEqual(runner.outcomes.get(runner.finalResult()), ok());
});

test("a command waits while audio is on the wire, and the OK that ends the audio is not its own", () => {
  const runner = new DialogueRunner(VOICE_DIALOGUE);
  runner.command("AT+VTX", { success: ["CONNECT"] });
  runner.hear("\r\nCONNECT\r\n");
  const hangUp = runner.command("AT+VLS=0", { urgent: true });
  const end = runner.finalResult();
  assert.ok(!runner.written.includes("AT+VLS=0\r"));
  runner.hear("\r\nOK\r\n");
  assert.deepEqual(runner.outcomes.get(end), ok());
  assert.equal(runner.outcomes.get(hangUp), undefined);
  assert.equal(runner.written.at(-1), "AT+VLS=0\r");
});

test("hanging up breaks off audio that nobody ends", () => {
  const runner = new DialogueRunner(VOICE_DIALOGUE);
  runner.command("AT+VRX", RECORD);
  runner.hear("\r\nCONNECT\r\n\x80");
  runner.command("AT+VLS=0", { urgent: true });
  runner.clock.advance(Seconds(2));
  assert.deepEqual(runner.written.slice(-2), ["\x10!\x10\x18\x10\x03", "ATI0\r"]);
  runner.hear("\x10\x03\r\nOK\r\n\r\n5601\r\n\r\nOK\r\n");
  runner.clock.advance(Seconds(1));
  assert.equal(runner.written.at(-1), "AT+VLS=0\r");
});

test("the far end is gone while a prompt plays: told at once, and again to whoever ends the prompt", () => {
  const runner = new DialogueRunner(VOICE_DIALOGUE);
  runner.command("AT+VTX", { success: ["CONNECT"] });
  runner.hear("\r\nCONNECT\r\n\r\nNO CARRIER\r\n");
  assert.deepEqual(runner.unsolicited, ["NO CARRIER"]);
  assert.deepEqual(runner.outcomes.get(runner.finalResult()), { kind: "refused", final: "NO CARRIER", lines: [] });
});

test("nothing final in time after audio: told, and back into step", () => {
  const runner = new DialogueRunner(VOICE_DIALOGUE);
  runner.command("AT+VRX", RECORD);
  runner.hear("\r\nCONNECT\r\n");
  const end = runner.finalResult();
  runner.clock.advance(Seconds(2));
  assert.deepEqual(runner.outcomes.get(end), { kind: "timedOut", lines: [], phase: "result" });
  assert.equal(runner.written.at(-1), "ATI0\r");
});

test("a message header without its PDU is still told, and what follows is not swallowed", () => {
  const runner = new DialogueRunner(SMS_DIALOGUE);
  const id = runner.command("AT+CSQ");
  runner.hear("\r\n+CMT: ,22\r\n\r\nRING\r\n\r\nOK\r\n");
  assert.deepEqual(runner.unsolicited, ["RING", "+CMT: ,22"]);
  assert.deepEqual(runner.outcomes.get(id), ok());
});
