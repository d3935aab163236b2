import assert from "node:assert/strict";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { modemManagerRuns, portHolders } from "./portHolders.ts";

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-holders-"));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("who holds a port is named, also when it is asked for by a link", (context) => {
  const folder = folderOf(context);
  const port = join(folder, "ttyUSB2");
  writeFileSync(port, "");
  const alias = join(folder, "mobile-at");
  symlinkSync(port, alias);
  assert.deepEqual(portHolders(port), []);
  const fd = openSync(port, "r");
  context.after(() => closeSync(fd));
  const holder = portHolders(alias).find((one) => one.pid === process.pid);
  assert.ok(holder !== undefined && holder.name !== "");
});

test("a port that is not there is held by nobody", () => assert.deepEqual(portHolders("/dev/firstring/none"), []));

test("ModemManager is seen wherever it runs; what only has its name in it is not it", (context) => {
  const proc = folderOf(context);
  const process = (pid: number, name: string): void => {
    mkdirSync(join(proc, String(pid)));
    writeFileSync(join(proc, String(pid), "comm"), `${name}\n`);
  };
  mkdirSync(join(proc, "self"));
  mkdirSync(join(proc, "77"));
  process(12, "mmcli");
  process(13, "NetworkManager");
  assert.equal(modemManagerRuns(proc), undefined);
  process(814, "ModemManager");
  assert.deepEqual(modemManagerRuns(proc), { pid: 814, name: "ModemManager" });
  assert.equal(modemManagerRuns("/nowhere"), undefined);
});
