import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { UsageError } from "./Cli.ts";
import { checkCommand } from "./check.ts";
import { oncallCommand } from "./oncall.ts";

const EXAMPLE = new URL("../../provisioning/example/clinic.yaml", import.meta.url).pathname;

async function run(command: typeof checkCommand, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
  };
  const code = await command(args, io);
  return { code, out: out.join(""), err: err.join("") };
}

function file(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-check-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "clinic.yaml");
  writeFileSync(path, text);
  return path;
}

test("a mistake is shown with its line, a caret below it, and what would be right", async (t) => {
  const path = file(t, "version: 1\nprivacy: { smsDetail: cod }\n");
  const { code, out } = await run(checkCommand, path);
  assert.equal(code, 1);
  assert(
    out.includes(
      `${path}:2:23: error: smsDetail: "cod" is not possible\n   2 | privacy: { smsDetail: cod }\n     |                       ^^^\n      → did you mean code?\n`,
    ),
    out,
  );
  assert.match(out, /5 errors, 1 warning: .* cannot be used\.\n$/);
});

test("a password in plain text is not shown, not even in the line of another mistake", async (t) => {
  const path = file(t, 'version: 1\nmqtt: { url: "mqtts://b", password: hunter2, topic: "#" }\n');
  const { out } = await run(checkCommand, path);
  assert(out.includes("password: •••••••"), out);
  assert(!out.includes("hunter2"));
});

test("escape sequences in a file do not reach the terminal", async (t) => {
  const path = file(t, 'version: 1\nclinic: { name: "a", countri: "\u009b31m\u202e" }\n');
  const { out } = await run(checkCommand, path);
  assert(!/[\u009b\u202e]/.test(out));
});

test("the example passes, and --json and --schema are for programs", async () => {
  assert.equal((await run(checkCommand, EXAMPLE)).code, 0);
  const json = await run(checkCommand, EXAMPLE, "--json");
  const report = JSON.parse(json.out) as { ok: boolean; issues: { severity: string }[] };
  assert.equal(report.ok, true);
  assert(report.issues.every(({ severity }) => severity === "warning"));
  const schema = JSON.parse((await run(checkCommand, "--schema")).out) as { required: string[] };
  assert(schema.required.includes("clinic"));
});

test("a file that is not there, or a folder, is told with what to do; two files are a wrong question", async () => {
  await assert.rejects(
    run(checkCommand, "/nowhere/clinic.yaml"),
    (error) =>
      isApplianceError(error) &&
      error.code === "CLINIC_FILE_UNREADABLE" &&
      /copy provisioning\/example/.test(error.cure),
  );
  await assert.rejects(run(checkCommand, tmpdir()), (error) => isApplianceError(error) && /folder/.test(error.cure));
  await assert.rejects(run(checkCommand, "a", "b"), UsageError);
});

test("oncall says who and why, on the clinic's wall", async () => {
  const { code, out } = await run(oncallCommand, "--config", EXAMPLE, "--at", "2026-11-09 07:59");
  assert.equal(code, 0);
  assert.match(out, /^2026-11-09 07:59 America\/Chicago: Dr\. Chen\n {2}because Dr\. Chen has rotation doctors/);
  const json = JSON.parse(
    (await run(oncallCommand, "--config", EXAMPLE, "--at", "2026-11-09T14:00Z", "--json")).out,
  ) as { people: { id: string }[]; at: string };
  assert.deepEqual(json.people, [{ id: "patel", name: "Dr. Patel" }]);
  await assert.rejects(run(oncallCommand, "--config", EXAMPLE, "--at", "yesterday"), UsageError);
});

test("oncall with a broken file says what is broken", async (t) => {
  const { code, err } = await run(oncallCommand, "--config", file(t, "version: 1\n"));
  assert.equal(code, 1);
  assert.match(err, /clinic is missing/);
});
