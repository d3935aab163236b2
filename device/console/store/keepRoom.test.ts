import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pino } from "pino";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import { AccessAudit } from "../auth/AccessAudit.ts";
import { SessionBook } from "../auth/SessionBook.ts";
import { Users } from "../auth/Users.ts";
import { asApiError } from "../http/asApiError.ts";
import { openConsoleStore } from "./ConsoleStore.ts";
import { keepRoom } from "./keepRoom.ts";

const KEY = { key: new Uint8Array(32).fill(7), otherKeys: [], source: "environment" as const };

test("the disk is full: people sign in and see messages all the same, and what no longer fits is told as that", () => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-console-room-"));
  const layer = openConsoleStore(directory, KEY);
  try {
    const clock = new VirtualClock();
    const audit = new AccessAudit(layer, clock);
    new Users(layer).add({ id: "lopez", name: "Maria Lopez", role: "frontDesk" }, "test", 1);
    keepRoom(layer);
    const log = (): number => statSync(join(directory, "console.db-wal")).size;
    const file = (): number => statSync(join(directory, "console.db")).size;
    const [fileBefore, logBefore] = [file(), log()];
    layer.db.pragma(`max_page_count = ${Number(layer.db.pragma("page_count", { simple: true }))}`);
    keepRoom(layer);
    const sessions = new SessionBook(layer, clock);
    const see = (count: number): void => {
      for (let at = 0; at < count; at += 1) audit.note("lopez", { kind: "message-seen", ref: "7Q4K" });
    };
    for (let day = 0; day < 20; day += 1) {
      assert.ok(sessions.find(sessions.begin("lopez", "127.0.0.1", "test"), true));
      see(50);
    }
    assert.deepEqual([file(), log()], [fileBefore, logBefore], "neither file has asked the disk for anything");
    assert.equal(audit.verify().ok, true);
    assert.throws(
      () => see(100_000),
      (thrown) => {
        const { code, status } = asApiError(thrown, pino({ level: "silent" }));
        assert.deepEqual([status, code], [503, "DISK_FULL"]);
        return true;
      },
    );
    keepRoom(layer);
    assert.equal(audit.verify().ok, true, "and nothing of what was written is lost");
  } finally {
    layer.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
