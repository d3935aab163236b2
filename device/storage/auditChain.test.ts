import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { DATABASE_FILE } from "./files.ts";
import { openSqlite } from "./SqliteFile.ts";
import { aDispatch, aMessage, anAlert, type Bench, bench } from "./testStore.ts";

/** Somebody with the key and time changes the audit behind our back. */
const tamper = (it: Bench, ...sql: string[]) => {
  const db = openSqlite(join(it.directory, DATABASE_FILE), it.key);
  for (const statement of sql) db.exec(statement);
  db.close();
};

const withAudit = async (it: Bench) => {
  const store = await it.open();
  const [ref = ""] = await store.reserveCodes(1);
  await store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1"), [aDispatch(ref)]);
  await store.writeDispatch(aDispatch(ref, { state: "sent" }));
  await store.takeAlert(ref, "chen", 5);
  await store.audit({ at: 6, kind: "on-call-answer", ref, person: "chen", detail: 'quotes " and \n lines' });
  assert.equal((await store.verifyAudit()).ok, true);
  await store.close();
  return ref;
};

const UNLOCK = ["DROP TRIGGER audit_is_not_changed", "DROP TRIGGER audit_is_not_deleted"];

for (const [what, sql, why] of [
  ["another name in a row", "UPDATE audit SET person = 'patel' WHERE seq = 4", /row 4 was changed/],
  ["a row taken out", "DELETE FROM audit WHERE seq = 2", /row 2 was deleted/],
  ["the last row cut off", "DELETE FROM audit WHERE seq = 5", /rows after 4 were deleted/],
  ["all rows cut off", "DELETE FROM audit", /rows after 0 were deleted/],
] as const) {
  test(`the audit tells: ${what}`, async () => {
    await using it = bench();
    await withAudit(it);
    tamper(it, ...UNLOCK, sql);
    const verdict = await (await it.open()).verifyAudit();
    assert.ok(!verdict.ok);
    assert.match(verdict.why, why);
  });
}

test("the database itself refuses to change or delete a row of the audit", async () => {
  await using it = bench();
  await withAudit(it);
  assert.throws(() => tamper(it, "UPDATE audit SET person = 'patel'"), /append-only/);
  assert.throws(() => tamper(it, "DELETE FROM audit"), /append-only/);
});
