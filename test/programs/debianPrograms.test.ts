import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { debianProgram } from "./debianPrograms.ts";

const run = promisify(execFile);
const MODULE = fileURLToPath(new URL("../../provisioning/debianPrograms.mjs", import.meta.url));

/** A program that no machine has, asked for in a checkout of its own. */
const ASK = `
  import { ensureDebianPrograms, packageOf } from "./provisioning/debianPrograms.mjs";
  packageOf["no-such-program"] = "no-such-package";
  console.log(JSON.stringify(await ensureDebianPrograms({ names: ["no-such-program"] })));
`;

test("a machine without apt is told so in one sentence, and nothing is left behind", { timeout: 30_000 }, async () => {
  const checkout = mkdtempSync(join(tmpdir(), "firstring-debian-"));
  try {
    mkdirSync(join(checkout, "provisioning"));
    copyFileSync(MODULE, join(checkout, "provisioning/debianPrograms.mjs"));
    const args = ["--input-type=module", "--eval", ASK];
    const { stdout } = await run(process.execPath, args, { cwd: checkout, env: { PATH: "/nonexistent" } });
    const { missing, reason } = JSON.parse(stdout) as { missing: string[]; reason: string };
    assert.deepEqual(missing, ["no-such-program"]);
    assert.match(reason, /^no-such-program could not be fetched from Debian: this machine has no apt-get\. /);
    assert.deepEqual(readdirSync(join(checkout, ".tools/debian")), []);
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
});

test("a program that is there comes with the environment that it needs", async (t) => {
  const vgetty = await debianProgram("vgetty").catch((error: Error) => {
    if (process.env["CI"] === "true") throw error;
    t.skip(error.message);
    return undefined;
  });
  if (!vgetty) return;
  assert.match(vgetty.path, /\/sbin\/vgetty$/);
  assert.ok(vgetty.env["PATH"]?.startsWith(vgetty.path.replace(/\/vgetty$/, "")));
});

test("a fetched browser finds every library that it is made of, those in folders of their own too", async (t) => {
  const chromium = await debianProgram("chromium").catch((error: Error) => {
    if (process.env["CI"] === "true") throw error;
    t.skip(error.message);
    return undefined;
  });
  if (!chromium) return;
  const { stdout } = await run("ldd", [chromium.path], { env: chromium.env });
  assert.match(stdout, /libpulse\.so/, "this Chromium was not linked as Debian's is");
  assert.deepEqual(
    stdout.split("\n").filter((line) => line.includes("not found")),
    [],
  );
});
