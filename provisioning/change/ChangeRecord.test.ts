import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ChangeRecord } from "./ChangeRecord.ts";

test("a line that a power cut tore costs itself and not the one after it", () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-record-"));
  try {
    const file = join(folder, "changes.jsonl");
    const record = new ChangeRecord(file);
    const at = "2026-11-26T05:00:00.000Z";
    const add = (id: string) => record.add({ id, at, who: { by: "web" }, what: [], outcome: "kept", words: "Done." });
    add("1");
    appendFileSync(file, '{"id":"2","at":"2026');
    add("3");
    add("4");
    assert.deepEqual(
      record.read().map(({ id }) => id),
      ["1", "3", "4"],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
