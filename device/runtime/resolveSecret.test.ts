import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { resolveKeptSecret } from "./resolveSecret.ts";

const CLINIC = readFileSync(new URL("../../provisioning/rehearsal/clinic.yaml", import.meta.url), "utf8");
const withPin = (name: string): string => CLINIC.replace(/pin: "[^"]*"/, `pin: "\${credential:${name}}"`);

test("who checks a box's clinic file is not warned of PINs that are sealed there, and is told how one that is missing gets there", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-sealed-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "pin-chen"), "sealed");
  const resolveSecret = (reference: string) => resolveKeptSecret(reference, folder);
  const warnings = (name: string) => {
    const read = readClinicFile(withPin(name), { resolveSecret });
    assert.ok(read.ok);
    return read.warnings.map(({ what, instead }) => `${what}: ${instead}`).filter((one) => one.includes("pin-"));
  };
  assert.deepEqual(warnings("pin-chen"), []);
  assert.match(warnings("pin-patel").join(), /pin-patel\} .*not there.*on the box: firstring credential set pin-patel/);
  assert.equal(resolveKeptSecret("credential:../pin-chen", folder), undefined, "a name never becomes a path");
  assert.equal(resolveKeptSecret("credential:pin-chen", undefined), undefined);
});
