import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesOf } from "../../test/harness/DialogueRunner.ts";
import { type AtSyntaxState, type AtToken, enterAudio, LONGEST_LINE, nextToken, startSyntax } from "./AtSyntax.ts";

/** All tokens of several reads, neighbouring audio joined, as one comparable list. */
function tokensOf(start: AtSyntaxState, reads: readonly Uint8Array[]): unknown[] {
  const tokens: unknown[] = [];
  let audio: number[] = [];
  let state = start;
  for (const bytes of reads) {
    for (let at = 0; at < bytes.length; ) {
      const [token, next, position] = nextToken(state, bytes, at);
      assert.ok(position > at || token, "every call uses up a byte or gives a token");
      [state, at] = [next, position];
      if (token?.kind === "audio") audio.push(...token.bytes);
      else if (token) {
        if (audio.length > 0) tokens.push(audio);
        audio = [];
        tokens.push(token);
      }
    }
  }
  return audio.length > 0 ? [...tokens, audio] : tokens;
}

const line = (text: string): AtToken => ({ kind: "line", text });
const key = (character: string): AtToken => ({ kind: "dleEvent", code: character.charCodeAt(0) });

const TEXT: readonly (readonly [why: string, dle: boolean, wire: string, tokens: readonly unknown[]])[] = [
  ["V.250 verbose", false, "\r\nOK\r\n", [line("OK")]],
  ["SIM7600 ends lines with CR CR LF", false, "\r\r\n+CLCC: 1,1,4\r\r\n\r\nOK\r\n", [line("+CLCC: 1,1,4"), line("OK")]],
  ["LF only", false, "RING\nRING\n", [line("RING"), line("RING")]],
  ["CR only", false, "RING\rOK\r", [line("RING"), line("OK")]],
  ["echo, then the answer", false, "ATE0\r\r\nOK\r\n", [line("ATE0"), line("OK")]],
  ["the prompt has no line end", false, "\r\n> ", [{ kind: "prompt" }]],
  ["a > inside a line is no prompt", false, "\r\na > b\r\n", [line("a > b")]],
  ["control characters on the wire", false, "\0\x11RI\x13NG\x7f\r\n", [line("RING")]],
  ["a key while idle in class 8", true, "\x10/\x101\x10~", [key("/"), key("1"), key("~")]],
  ["a key inside a line", true, "\r\nRI\x105NG\r\n", [key("5"), line("RING")]],
  ["a DLE as noise before a line end", true, "OK\x10\r\n", [line("OK")]],
  ["DLE means nothing on a GSM modem", false, "O\x10K\r\n", [line("OK")]],
  ["a name in UTF-8", true, "NAME = JOS\xc3\x89\r\n", [line("NAME = JOSÉ")]],
  ["a name in Latin-1", true, "NAME = JOS\xc9\r\n", [line("NAME = JOSÉ")]],
];

for (const [why, dle, wire, tokens] of TEXT) {
  test(`text: ${why}`, () => assert.deepEqual(tokensOf(startSyntax(dle), [bytesOf(wire)]), tokens));
}

const ETX: readonly unknown[] = [{ kind: "audioEnded" }, line("OK")];
const AUDIO: readonly (readonly [why: string, wire: string, tokens: readonly unknown[]])[] = [
  ["samples as they are", "\x7f\x80\x81", [[0x7f, 0x80, 0x81]]],
  ["a doubled DLE is one sample", "\x01\x10\x10\x02", [[1, 0x10, 2]]],
  ["DLE SUB is two DLE samples", "\x01\x10\x1a\x02", [[1, 0x10, 0x10, 2]]],
  ["DLE DLE ETX is a sample and then 0x03", "\x10\x10\x03", [[0x10, 3]]],
  ["a key in the middle", "\x01\x105\x02", [[1], key("5"), [2]]],
  ["DLE ETX ends it, text follows", "\x01\x10\x03\r\nOK\r\n", [[1], ...ETX]],
  ["three DLE before ETX: a sample, then the end", "\x10\x10\x10\x03\r\nOK\r\n", [[0x10], ...ETX]],
  ["line ends are samples", "\r\n\r\n", [[13, 10, 13, 10]]],
];

for (const [why, wire, tokens] of AUDIO) {
  test(`audio: ${why}`, () => assert.deepEqual(tokensOf(enterAudio(startSyntax(true)), [bytesOf(wire)]), tokens));
}

test("the LF of CONNECT is not the first sample of the recording", () => {
  const [token, state, next] = nextToken(startSyntax(true), bytesOf("CONNECT\r\n\x0a\x0d"), 0);
  assert.deepEqual(token, line("CONNECT"));
  assert.deepEqual(tokensOf(enterAudio(state), [bytesOf("CONNECT\r\n\x0a\x0d").subarray(next)]), [[10, 13]]);
});

test("every one of the 256 sample values arrives as it was sent", () => {
  const samples = Array.from({ length: 256 }, (_, value) => value);
  const wire = samples.flatMap((value) => (value === 0x10 ? [0x10, 0x10] : [value]));
  assert.deepEqual(tokensOf(enterAudio(startSyntax(true)), [Uint8Array.from(wire)]), [samples]);
});

test("garbage without a line end does not fill the memory", () => {
  const noise = bytesOf("x".repeat(50 * LONGEST_LINE));
  const [, state] = nextToken(startSyntax(false), noise, 0);
  assert.ok(state.line.length <= LONGEST_LINE);
  assert.deepEqual(tokensOf(state, [bytesOf("\r\nOK\r\n")]), [{ kind: "overlong", length: noise.length }, line("OK")]);
});

const wireByte = fc.oneof(
  fc.constantFrom(0x10, 0x0d, 0x0a, 0x03, 0x1a, 0x3e, 0x20, 0x41),
  fc.integer({ min: 0, max: 255 }),
);
const wire = fc.array(wireByte, { maxLength: 200, size: "max" });

test("where a read ends changes nothing, in text and in audio", () => {
  fc.assert(
    fc.property(wire, fc.array(fc.nat(200)), fc.boolean(), fc.boolean(), (bytes, cuts, dle, audio) => {
      const start = audio ? enterAudio(startSyntax(true)) : startSyntax(dle);
      const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const reads = edges.slice(1).map((edge, i) => Uint8Array.from(bytes.slice(edges[i], edge)));
      assert.deepEqual(tokensOf(start, reads), tokensOf(start, [Uint8Array.from(bytes)]));
      assert.deepEqual(
        tokensOf(
          start,
          bytes.map((byte) => Uint8Array.of(byte)),
        ),
        tokensOf(start, reads),
      );
    }),
    { numRuns: 2000 },
  );
});

test("what was shielded comes out as it went in", () => {
  const samples = fc.array(fc.oneof(fc.constant(0x10), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 300,
    size: "max",
  });
  fc.assert(
    fc.property(samples, fc.boolean(), (values, pairs) => {
      const shielded: number[] = [];
      for (let i = 0; i < values.length; i++) {
        if (pairs && values[i] === 0x10 && values[i + 1] === 0x10) shielded.push(0x10, 0x1a) && i++;
        else if (values[i] === 0x10) shielded.push(0x10, 0x10);
        else shielded.push(values[i]!);
      }
      assert.deepEqual(tokensOf(enterAudio(startSyntax(true)), [Uint8Array.from([...shielded, 0x10, 3])]), [
        values,
        { kind: "audioEnded" },
      ]);
    }),
    { numRuns: 1000 },
  );
});
