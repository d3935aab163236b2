import assert from "node:assert/strict";
import { test } from "node:test";
import { LineKeys } from "./LineKeys.ts";

const typed = (edits: boolean, ...chunks: readonly (string | Uint8Array)[]): readonly string[] => {
  const lines: string[] = [];
  const keys = new LineKeys({ line: (line) => lines.push(line), end: () => lines.push("<end>") });
  keys.edits = edits;
  for (const chunk of chunks) keys.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
  return lines;
};

test("keys become lines: characters in pieces, both kinds of Enter, and our own editing while the terminal shows nothing", () => {
  assert.deepEqual(typed(false, "Pat", "el\nx\n\n"), ["Patel", "x", ""]);
  const bytes = new TextEncoder().encode("é\n");
  assert.deepEqual(typed(false, bytes.subarray(0, 1), bytes.subarray(1)), ["é"]);
  assert.deepEqual(typed(true, "7392\x7f1\r\n", "\r"), ["7391", ""]);
  assert.deepEqual(typed(true, "wrong\x15right\r"), ["right"]);
  assert.deepEqual(typed(true, "x\x03"), ["<end>"]);
  assert.deepEqual(
    typed(false, "x".repeat(5_000_000), "\n").map(({ length }) => length),
    [4_096],
  );
});
