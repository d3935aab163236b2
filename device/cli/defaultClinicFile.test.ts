import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { onABox } from "../../provisioning/package/commandHelp.ts";
import { clinicFile } from "./defaultClinicFile.ts";
import { escalationCommand } from "./escalation.ts";
import { oncallCommand } from "./oncall.ts";

test("a second terminal beside a rehearsal asks about the rehearsed clinic without naming its file", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-clinic-file-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // As `npm start -- --data DIR` leaves it.
  const rehearsed = join(folder, "rehearsal/clinic.yaml");
  mkdirSync(join(folder, "rehearsal"));
  assert.equal(clinicFile(undefined, folder), "clinic.yaml", "no rehearsal runs: the file that is missing is named");
  writeFileSync(rehearsed, "");
  assert.equal(clinicFile(undefined, folder), rehearsed);
  assert.equal(clinicFile("mine.yaml", folder), "mine.yaml");
});

test("--help says so, and on a box that it is the box's own", async () => {
  for (const command of [oncallCommand, escalationCommand]) {
    let help = "";
    const stdout = { write: (text: string) => (help += text) };
    await command(["--help"], { stdout, stderr: stdout });
    assert.match(help, /\(default: clinic\.yaml, else the rehearsal's\)/);
    assert.match(onABox(help), /\(default: \/etc\/firstring\/clinic\.yaml\)/);
  }
});
