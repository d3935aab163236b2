import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { resolveSecret } from "../runtime/resolveSecret.ts";
import { readClinicInChild } from "./readClinicInChild.ts";

const TEXT = readFileSync(new URL("../../provisioning/example/clinic.yaml", import.meta.url), "utf8");

function program(context: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-reader-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "reader.mjs");
  writeFileSync(file, text);
  return file;
}

test("the daemon gets the same clinic as if it had read the file itself, secrets among it", async (context) => {
  process.env["FIRSTRING_TEST_PIN"] = "4321";
  context.after(() => delete process.env["FIRSTRING_TEST_PIN"]);
  const text = TEXT.replace("credential:sim-pin", "env:FIRSTRING_TEST_PIN");
  const troubles: string[] = [];
  const result = await readClinicInChild(text, { onTrouble: (why) => troubles.push(why) });
  assert.deepEqual(result, readClinicFile(text, { resolveSecret }));
  assert.ok(result.ok && JSON.stringify(result.clinic).includes("4321"));
  assert.deepEqual(troubles, []);
});

test("mistakes come with their places", async () => {
  const text = TEXT.replace("driver: gsm", "driver: gms");
  assert.deepEqual(await readClinicInChild(text), readClinicFile(text, { resolveSecret }));
});

for (const [what, reader] of [
  ["dies", "process.exit(3);"],
  ["throws", 'throw new Error("out of memory");'],
  ["never answers", "setInterval(() => {}, 1000); process.on('message', () => {});"],
] as const)
  test(`a box whose reader ${what} reads its clinic file all the same, and says so`, async (context) => {
    const troubles: string[] = [];
    const result = await readClinicInChild(TEXT, {
      reader: program(context, reader),
      withinMs: 1_500,
      onTrouble: (why) => troubles.push(why),
    });
    assert.ok(result.ok);
    assert.equal(troubles.length, 1);
  });
