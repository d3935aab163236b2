import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import Sqlite from "better-sqlite3-multiple-ciphers";
import { ourUnits, valuesOf } from "../../test/systemd/systemdRoot.ts";
import { takeLock } from "../change/takeLock.ts";
import { OTHER_WRITERS, withoutOthers } from "./withoutOthers.ts";

function lockOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-erase-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, "lock");
}

test("whoever writes beside the daemon is stopped before an erase, and no change begins in the middle of it", (t) => {
  const lock = lockOf(t);
  const stopped: string[] = [];
  const release = withoutOthers(lock, false, (units) => stopped.push(...units));
  assert.deepEqual(stopped, OTHER_WRITERS);
  assert.ok(existsSync(lock));
  release();
  takeLock(lock)?.();
});

test("while a change is under way nothing is stopped and nothing erased; the held button goes on all the same", (t) => {
  const lock = lockOf(t);
  const other = new Sqlite(lock);
  t.after(() => other.close());
  other.exec("BEGIN EXCLUSIVE");
  const stopped: string[] = [];
  const stop = (units: readonly string[]) => stopped.push(...units);
  assert.throws(() => withoutOthers(lock, false, stop), /nothing was erased.*CHANGE_GOING_ON/);
  assert.deepEqual(stopped, []);
  withoutOthers(lock, true, stop)();
  assert.deepEqual(stopped, OTHER_WRITERS);
  assert.equal(takeLock(lock), undefined, "it is somebody else's");
});

test("the button's erase stops the same as the command line's", () => {
  const reset = ourUnits().find(({ name }) => name === "firstring-reset.service") ?? assert.fail();
  const line = valuesOf(reset, "ExecStartPre").find((value) => value.includes("systemctl stop")) ?? assert.fail();
  assert.deepEqual(line.split(" stop ").at(-1)?.split(" "), OTHER_WRITERS);
});
