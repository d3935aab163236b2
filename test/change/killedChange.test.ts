import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { recover } from "../../provisioning/change/disk/Transaction.ts";

const PROGRAM = fileURLToPath(new URL("./killedChange.ts", import.meta.url));

/** Thirty starts of a program: without it most of the time would go into reading TypeScript. */
const CACHE = fileURLToPath(new URL("../../.tools/compile-cache", import.meta.url));

const run = (folder: string, nth: number): Promise<{ out: string; killed: boolean }> =>
  new Promise((resolve, reject) => {
    const env = { NODE_COMPILE_CACHE: CACHE, ...process.env };
    execFile(process.execPath, [PROGRAM, folder, String(nth)], { env }, (error, out, said) => {
      const killed = error?.signal === "SIGKILL";
      if (error !== null && !killed) reject(new Error(said));
      else resolve({ out, killed });
    });
  });

function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

const OLD = { "clinic.yaml": "old", gone: "old" };
const NEW = { "clinic.yaml": "new", "prompts/en/greeting.wav": "new" };

/** One life: killed at the n-th operation, mended, looked at. False: it was not killed any more. */
async function life(nth: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "firstring-change-"));
  try {
    for (const [name, text] of Object.entries(OLD)) writeFileSync(join(folder, name), text);
    const { out, killed } = await run(folder, nth);
    recover(new RealDisk(), join(folder, "journal.json"));
    const files = filesBelow(folder);
    assert.deepEqual(files, files["clinic.yaml"] === "new" ? NEW : OLD, `killed at operation ${nth}`);
    if (out === "kept") assert.deepEqual(files, NEW);
    return killed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("a process that is killed at any of its operations on real files leaves all of the old or all of the new", async () => {
  let killed = 0;
  for (let nth = 1; ; nth += 2) {
    const both = await Promise.all([life(nth), life(nth + 1)]);
    killed += both.filter(Boolean).length;
    if (both.includes(false)) break;
  }
  assert.ok(killed > 15, `${killed} operations`);
});
