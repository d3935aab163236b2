import assert from "node:assert/strict";
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { bootMs } from "../../../device/panel/presence.ts";
import { ourUnits, valuesOf } from "../../../test/systemd/systemdRoot.ts";
import { openNow } from "./cli.ts";
import { lastUse, tellUse } from "./lastUse.ts";
import { decideSetupMode } from "./setupMode.ts";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "firstring-use-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test("a use is told over a file of anybody, whole, and for the group of who closes", (t) => {
  const at = folder(t);
  writeFileSync(join(at, "used"), "1");
  linkSync(join(at, "used"), join(at, "before"));
  tellUse(at);
  assert.ok((lastUse(at) ?? 0) > 1);
  assert.equal(readFileSync(join(at, "before"), "utf8"), "1", "replaced, not written over");
  assert.equal(statSync(join(at, "used")).mode & 0o047, 0o040);
  assert.deepEqual(readdirSync(at).sort(), ["before", "used"]);
});

test("opened by hand it is open for ten minutes: who looks half a minute later does not close it", async (t) => {
  const [at, bin] = [folder(t), folder(t)];
  writeFileSync(join(bin, "systemctl"), `#!/bin/sh\necho "$@" > ${bin}/asked\n`, { mode: 0o755 });
  const before = process.env["PATH"];
  process.env["PATH"] = `${bin}:${before}`;
  t.after(() => {
    process.env["PATH"] = before;
  });
  await openNow(at);
  assert.match(readFileSync(join(bin, "asked"), "utf8"), /start firstring-setup\.target/);
  const decided = (laterMs: number) =>
    decideSetupMode({ nowMs: bootMs() + laterMs, claimed: true, presentForMs: 0, usedAtMs: lastUse(at), open: true });
  assert.equal(decided(9 * 60_000), "stay");
  assert.equal(decided(10 * 60_000), "close");
});

test("who decides may look when it was used last: root without a capability, by the group of the pages' account", () => {
  const unit = (name: string) => ourUnits().find((each) => each.name === name) ?? assert.fail(name);
  for (const name of ["firstring-setup-web.service", "firstring-setup-serial@.service"])
    assert.deepEqual(valuesOf(unit(name), "RuntimeDirectoryMode"), ["0710"], name);
  for (const name of ["firstring-setup-open.service", "firstring-setup-close.service"])
    assert.ok(
      valuesOf(unit(name), "SupplementaryGroups").some((value) => value.split(" ").includes("firstring-setup")),
    );
});
