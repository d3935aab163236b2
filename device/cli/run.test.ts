import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../main.ts", import.meta.url));
const EXAMPLE = readFileSync(new URL("../../provisioning/example/clinic.yaml", import.meta.url), "utf8");

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-run-"));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function firstring(
  args: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });
}

test("a box whose line nobody can call does not pretend to answer, and says how to rehearse instead", async (context) => {
  const folder = folderOf(context);
  const file = join(folder, "clinic.yaml");
  writeFileSync(file, EXAMPLE.replace("port: /dev/firstring/front", "port: emulated"));
  const { code, stdout, stderr } = await firstring(["run", "--config", file, "--data", join(folder, "data")]);
  assert.equal(code, 1);
  assert.match(stderr, /the line front of .* has port: emulated, which nobody can call/);
  assert.match(stderr, /firstring start --rehearse --config/);
  assert.equal(stdout, "");
  assert.deepEqual(readdirSync(folder), ["clinic.yaml"], "nothing was begun");
});

test("mistakes in the clinic file are told with their place before anything starts", async (context) => {
  const folder = folderOf(context);
  const file = join(folder, "clinic.yaml");
  writeFileSync(file, EXAMPLE.replace("driver: gsm", "driver: gms"));
  const line = EXAMPLE.slice(0, EXAMPLE.indexOf("driver: gsm")).split("\n").length;
  for (const args of [
    ["run", "--config", file, "--data", join(folder, "data")],
    ["start", "--rehearse", "--config", file, "--data", join(folder, "data")],
  ]) {
    const { code, stderr } = await firstring(args);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`clinic\\.yaml:${line}:\\d+: error: .*gms`));
  }
});

test("a clinic file that is not there is told in a sentence", async (context) => {
  const { code, stderr } = await firstring(["run", "--config", join(folderOf(context), "none.yaml")]);
  assert.equal(code, 1);
  assert.match(stderr, /none\.yaml cannot be read \(ENOENT\)/);
});
