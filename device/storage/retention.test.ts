import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { Days, Hours } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { RetentionJob, type RetentionOutcome } from "../data/RetentionJob.ts";
import { openSqlite } from "./SqliteFile.ts";
import type { Store } from "./StoreClient.ts";
import { aCall, aChunk, aDispatch, aMessage, anAlert, bench } from "./testStore.ts";

const START = Date.UTC(2026, 0, 10, 3);
const clinic = {
  clinic: { timezone: "America/Chicago" },
  privacy: { retention: { audioDays: 90, recordDays: 365 } },
} as unknown as Clinic;

/** A call of a moment with two seconds of speech, its message and its alert. */
const leave = async (store: Store, ref: string, at: number, state: "open" | "taken" | "closed") => {
  const id = `c${ref}`.padEnd(14, "0");
  await store.writeCall(aCall(id, { rangAt: at, answeredAt: at + 1000, endedAt: at + 60_000 }));
  await store.appendAudio(aChunk(id, 0));
  await store.appendAudio(aChunk(id, 1));
  const taken = state === "open" ? {} : { takenBy: "chen", takenAt: at + 90_000 };
  await store.writeMessage(
    aMessage(ref, id, { receivedAt: at, complete: true }),
    anAlert(ref, id, { raisedAt: at, state, ...taken, ...(state === "closed" ? { closedAt: at + 99_000 } : {}) }),
    [aDispatch(ref, { createdAt: at })],
  );
  await store.markHeard(ref, "chen", at);
  return id;
};

const jobOf = (store: Store, clock: VirtualClock, level: "untrusted" | "hinted" | "trusted" = "trusted") => {
  const faults: string[] = [];
  const job = new RetentionJob({
    ...{ clinic, clock, store },
    clockVerdict: () => ({ level, disagreement: undefined, better: undefined }),
    onFault: (code, detail, cleared) => faults.push(`${cleared ? "over " : ""}${code} ${detail}`.trim()),
    note: () => {},
  });
  return { job, faults };
};

/** Lets virtual time pass, as long as the store needs for its real work. */
const settled = async <T>(clock: VirtualClock, work: Promise<T>): Promise<T> => {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  while (!done) {
    clock.fireNext(clock.monotonic() + Hours(0.2));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ended;
};

const done = (outcome: RetentionOutcome) => {
  assert.equal(outcome.kind, "done", JSON.stringify(outcome));
  return outcome as Extract<RetentionOutcome, { kind: "done" }>;
};

test("a moved clock erases recordings, then records, and never what somebody has still to take or to close", async () => {
  await using it = bench();
  const store = await it.open({ now: () => START });
  const old = await leave(store, "CCCC", START, "closed");
  await leave(store, "DDDD", START, "open");
  await leave(store, "EEEE", START, "taken");
  await leave(store, "FFFF", START + Days(80), "closed");

  const first = new VirtualClock(START + Days(91));
  const { job } = jobOf(store, first);
  const outcome = done(await settled(first, job.runNow()));
  assert.deepEqual(outcome.counts, { recordings: 1, records: 0, others: 0 });
  assert.equal(outcome.keptOpen, 2);
  assert.equal((await store.find("CCCC"))?.recordings.length, 0, "the recording is gone, its record is there");
  for (const ref of ["DDDD", "EEEE", "FFFF"]) assert.equal((await store.find(ref))?.recordings.length, 1, ref);

  const year = new VirtualClock(START + Days(366));
  const later = done(await settled(year, jobOf(store, year).job.runNow()));
  assert.deepEqual(later.counts, { recordings: 1, records: 1, others: 0 });
  assert.equal(await store.find("CCCC"), undefined);
  assert.notEqual(await store.find("DDDD"), undefined);

  await store.close();
  const db = openSqlite(`${it.directory}/firstring.db`, it.key, { readonly: true });
  const count = (sql: string) => (db.prepare(sql).get() as { n: number }).n;
  for (const table of ["audio", "recordings", "messages", "alerts"])
    assert.equal(count(`SELECT count(*) AS n FROM ${table} WHERE call_id = '${old}'`), 0, table);
  for (const table of ["dispatches", "heard"])
    assert.equal(count(`SELECT count(*) AS n FROM ${table} WHERE ref = 'CCCC'`), 0);
  assert.equal(count("SELECT count(*) AS n FROM audit WHERE kind = 'retention'"), 2);
  assert.equal(db.pragma("freelist_count", { simple: true }), 0, "the disk has its pages back");
  db.close();
  const again = await it.open();
  assert.equal((await again.verifyAudit()).ok, true);
});

test("a long recording goes in small steps, between which urgent writes find their way", async () => {
  await using it = bench();
  const store = await it.open({ now: () => START });
  const id = await leave(store, "CCCC", START, "closed");
  for (let second = 2; second < 200; second += 1) await store.appendAudio(aChunk(id, second));
  const steps: number[] = [];
  const clock = new VirtualClock(START + Days(100));
  const watched: Pick<Store, "retentionDue" | "retain" | "giveBackPages"> = {
    retentionDue: store.retentionDue,
    giveBackPages: store.giveBackPages,
    retain: async (step) => {
      const result = await store.retain(step);
      if (step.kind === "audio") steps.push(result.erased);
      return result;
    },
  };
  const { job } = jobOf(watched as Store, clock);
  done(await settled(clock, job.runNow()));
  assert.equal(steps.length, 4, "200 seconds in steps of 64");
});

test("while the clock is not believed nothing is erased; after a week of that a person is told, and told when it is over", async () => {
  await using it = bench();
  const store = await it.open({ now: () => START });
  await leave(store, "CCCC", START, "closed");
  const clock = new VirtualClock(START + Days(100));
  let level: "untrusted" | "trusted" = "untrusted";
  const faults: string[] = [];
  const asked: Promise<unknown>[] = [];
  const job = new RetentionJob({
    ...{ clinic, clock },
    store: {
      ...{ retain: store.retain, giveBackPages: store.giveBackPages },
      retentionDue: (cut, limit) => {
        const answer = store.retentionDue(cut, limit);
        asked.push(answer);
        return answer;
      },
    },
    clockVerdict: () => ({ level, disagreement: undefined, better: undefined }),
    onFault: (code, detail, cleared) => faults.push(cleared ? `over ${code}` : `${code}: ${detail}`),
    note: () => {},
  });
  job.start();
  for (let hour = 0; hour < 24 * 8; hour += 1) {
    clock.advance(Hours(1));
    await asked.at(-1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(faults.length, 1, faults.join("\n"));
  assert.match(faults[0] ?? "", /^RETENTION_LATE: the box's clock is not to be believed/);
  assert.equal((await store.find("CCCC"))?.recordings.length, 1);
  level = "trusted";
  done(await settled(clock, job.runNow()));
  assert.equal(faults.at(-1), "over RETENTION_LATE");
  await job.stop();
});

test("in an emergency nothing is erased: what goes from one database would come back from the other", async () => {
  await using it = bench();
  const store = await it.open({ now: () => START });
  await leave(store, "CCCC", START, "closed");
  await store.close();
  const other = await it.open({ key: Uint8Array.from({ length: 32 }, () => 7), now: () => START });
  await leave(other, "DDDD", START, "closed");
  const clock = new VirtualClock(START + Days(100));
  const { job } = jobOf(other, clock);
  const outcome = await settled(clock, job.runNow());
  assert.equal(outcome.kind, "failed");
  assert.equal((await other.find("DDDD"))?.recordings.length, 1);
});

test("a person's calls are found by caller ID and by what they confirmed, however the number is written, and erased", async () => {
  await using it = bench();
  const store = await it.open({ now: () => START });
  await leave(store, "CCCC", START, "closed");
  await leave(store, "DDDD", START, "open");
  const other = "cother00000000";
  await store.writeCall(
    aCall(other, { rangAt: START, endedAt: START + 1, callerId: { kind: "number", number: "3125550199" } }),
  );
  await store.writeMessage(aMessage("EEEE", other, { callback: "3125550199" }));
  const found = await store.callsOfNumber("+1 312 555 0142".replace(/\D/g, ""));
  assert.deepEqual(found.map(({ open }) => open).sort(), [false, true], "one of two is still open");
  for (const { call } of found) await store.erasePersonStep({ digits: "13125550142", call, by: "front-desk" });
  await store.erasePersonStep({ digits: "13125550142", calls: 1, by: "front-desk" });
  assert.equal(await store.find("CCCC"), undefined);
  assert.notEqual(await store.find("DDDD"), undefined, "an open call is not erased under a doctor");
  assert.notEqual(await store.find("EEEE"), undefined, "another patient's stays");
  assert.equal((await store.verifyAudit()).ok, true);
});
