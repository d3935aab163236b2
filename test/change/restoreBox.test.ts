import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeBackup } from "../../device/backup/makeBackup.ts";
import { demandIdentity, demandRecipient, makeRecoveryKey } from "../../device/backup/recoveryKey.ts";
import { stageRestore } from "../../device/backup/restore.ts";
import { exchangeState, markGoingBack } from "../../device/data/Exchange.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import { aCall, aMessage } from "../../device/storage/testStore.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { placesBelow } from "../../provisioning/change/Places.ts";
import { BeforeRestore } from "../../provisioning/restore/BeforeRestore.ts";
import { StagedData } from "../../provisioning/restore/StagedData.ts";
import { PowerCut } from "./CrashDisk.ts";
import { CLINIC, EngineBench, OTHER_CLINIC, WELL } from "./EngineBench.ts";

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
const DATABASE_KEY = { key: KEY, source: "credential", otherKeys: [] } as const;
const { clinicFile } = placesBelow();

const open = (directory: string) =>
  openStore({ directory, key: KEY, onFault: (code, detail) => assert.fail(`${code} ${detail}`) });

async function fill(directory: string, ...refs: readonly string[]): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const store = await open(directory);
  for (const ref of refs) await store.writeMessage(aMessage(ref, `c-${ref}`, { complete: true }));
  await store.close();
}

async function refsIn(directory: string): Promise<readonly string[]> {
  const store = await open(directory);
  const found = (await store.list(9)).map(({ message }) => message.ref).sort();
  await store.close();
  return found;
}

/** Virtual time goes on as long as real files are worked on. */
async function over<T>(bench: EngineBench, promise: Promise<T>): Promise<T> {
  let done = false;
  const watched = promise.finally(() => {
    done = true;
  });
  watched.catch(() => {});
  while (!done) {
    await bench.clock.advanceGently(Seconds(1));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return watched;
}

/** A box with the message 7Q4K on it, and a backup with 9ABC staged beside that. */
async function box() {
  const at = mkdtempSync(join(tmpdir(), "firstring-restore-box-"));
  const [data, other] = [join(at, "data"), join(at, "other")];
  await fill(data, "7Q4K");
  await fill(other, "9ABC");
  const file = join(at, "a.frbackup");
  const { privatePem, publicKey } = makeRecoveryKey();
  const locks = [{ kind: "recipient", publicKey: demandRecipient(publicKey) }] as const;
  const unlocks = [{ kind: "identity", privateKey: demandIdentity(privatePem) }] as const;
  makeBackup({ directory: other, key: DATABASE_KEY, to: file, locks, now: 1, program: "1.0.0" });
  const bench = new EngineBench();
  stageRestore({ file, unlocks, directory: data, key: KEY, now: bench.clock.now() });
  bench.data = new StagedData(data, () => DATABASE_KEY);
  const restore = () =>
    over(
      bench,
      bench.engine.apply(
        [{ kind: "clinic-file", text: OTHER_CLINIC }],
        { who: { by: "command-line" }, onProgress: ({ words }) => void bench.said.push(words) },
        { data: "the data of a backup" },
      ),
    );
  return { data, bench, restore, [Symbol.dispose]: () => rmSync(at, { recursive: true, force: true }) };
}

test("a backup that the box is well with is kept with its clinic file, and there is a way back", async () => {
  using it = await box();
  const { data, bench, restore } = it;
  const outcome = await restore();
  assert.match(outcome.words, /^Done: the data of a backup; the clinic file/);
  assert.deepEqual(await refsIn(data), ["9ABC"]);
  assert.equal(bench.file(clinicFile), OTHER_CLINIC);
});

/** As `firstring restore` and `restore --undo` on a box. */
async function restored() {
  const it = await box();
  const { bench, data } = it;
  const { credentials } = bench.places;
  const before = new BeforeRestore(bench.disk, bench.places);
  before.keep({ clinicFile: true, secrets: ["sim-pin", "pin-patel"] });
  const secrets = [
    { kind: "secret", name: "sim-pin", value: "1234" },
    { kind: "secret", name: "pin-patel", value: "7392" },
  ] as const;
  const changes = [{ kind: "clinic-file", text: OTHER_CLINIC } as const, ...secrets];
  const who = { by: "command-line" } as const;
  const outcome = await over(bench, bench.engine.apply(changes, { who }, { data: "the data of a backup" }));
  assert.equal(outcome.kind, "kept", outcome.words);
  const goBack = () => {
    const was = new BeforeRestore(bench.disk, bench.places).find() ?? assert.fail();
    markGoingBack(data, true);
    const text = was.clinicFile ?? assert.fail();
    const along = { data: "the data from before", along: was.secrets };
    return over(bench, bench.engine.apply([{ kind: "clinic-file", text }], { who }, along));
  };
  const secret = (name: string) => bench.file(`${credentials}/${name}`);
  return { ...it, goBack, secret, [Symbol.dispose]: () => it[Symbol.dispose]() };
}

test("the way back from a restore takes data, clinic file and secrets together", async () => {
  using it = await restored();
  const { data, bench, goBack, secret } = it;
  assert.deepEqual([secret("sim-pin"), secret("pin-patel")], ["sealed sim-pin 4", "sealed pin-patel 4"]);
  assert.equal((await goBack()).kind, "kept");
  assert.deepEqual(await refsIn(data), ["7Q4K"]);
  assert.equal(bench.file(clinicFile), CLINIC);
  assert.deepEqual([secret("sim-pin"), secret("pin-patel")], ["sealed", undefined]);
});

test("a way back with which the box does not answer is none: what was restored is in its place again, all of it", async () => {
  using it = await restored();
  const { data, bench, goBack, secret } = it;
  bench.service.health = (text) => (text === CLINIC ? undefined : WELL);
  assert.equal((await goBack()).kind, "rolled-back");
  assert.deepEqual(await refsIn(data), ["9ABC"]);
  assert.equal(bench.file(clinicFile), OTHER_CLINIC);
  assert.deepEqual([secret("sim-pin"), secret("pin-patel")], ["sealed sim-pin 4", "sealed pin-patel 4"]);
  // And it may be tried again.
  bench.service.health = () => WELL;
  assert.equal((await goBack()).kind, "kept");
  assert.deepEqual(await refsIn(data), ["7Q4K"]);
});

test("the power goes on the way back: at the next start all is as it was restored, or all as before", async () => {
  const ends = new Set<string>();
  for (const operation of [3, 20, 32, 60]) {
    using it = await restored();
    const { data, bench, goBack } = it;
    bench.disk.cutAt = bench.disk.operations + operation;
    const staged = bench.data ?? assert.fail();
    const cut = () => bench.disk.operations >= bench.disk.cutAt;
    // Whatever this process would still do: the power is gone.
    const powered = <T>(act: () => T): T => {
      if (cut()) throw new PowerCut();
      return act();
    };
    bench.data = {
      swap: (at) => powered(() => staged.swap(at)),
      hasNews: () => powered(() => staged.hasNews()),
      undo: () => powered(() => staged.undo()),
    };
    await goBack().catch(() => {});
    bench.disk.powerCycle((n) => n);
    const next = new EngineBench(bench.disk);
    next.data = new StagedData(data, () => DATABASE_KEY);
    next.service.running = false;
    await next.engine.recover();
    const back = next.file(clinicFile) === CLINIC;
    assert.deepEqual(await refsIn(data), [back ? "7Q4K" : "9ABC"], `cut ${operation}`);
    ends.add(String(back));
  }
  assert.deepEqual([...ends].sort(), ["false", "true"]);
});

test("a box that does not come up with a backup has its own data and clinic file again by itself", async () => {
  using it = await box();
  const { data, bench, restore } = it;
  bench.service.health = (text) => (text === OTHER_CLINIC ? undefined : WELL);
  const outcome = await restore();
  assert.equal(outcome.words, "Everything is as it was before: the answering service did not come up.");
  assert.deepEqual(await refsIn(data), ["7Q4K"]);
  assert.equal(readdirSync(data).includes(".restore"), false);
  assert.equal(bench.file(clinicFile), CLINIC);
  assert.ok(bench.service.running);
});

/** A call that is confirmed to its caller on the restored data. */
const takeCall = async (data: string, at: number): Promise<void> => {
  const store = await open(data);
  await store.writeCall(aCall("c-new", { rangAt: at, answeredAt: at }));
  await store.writeMessage(aMessage("5NEW", "c-new", { complete: true }));
  await store.close();
};

test("what a caller was promised meanwhile is not taken away: it stays, and says that it is not well", async () => {
  using it = await box();
  const { data, bench, restore } = it;
  const start = bench.service.start.bind(bench.service);
  bench.service.start = async () => {
    if (bench.service.starts === 0) await takeCall(data, bench.clock.now() + 1);
    return start();
  };
  bench.service.health = (text) => (text === OTHER_CLINIC ? { ...WELL, urgentFaults: ["STORE_FULL store"] } : WELL);
  const outcome = await restore();
  assert.ok(outcome.kind === "kept");
  assert.match(outcome.warnings.join(), /not well: a new urgent fault: STORE_FULL store; calls were taken/);
  assert.deepEqual(await refsIn(data), ["5NEW", "9ABC"]);
  assert.equal(bench.file(clinicFile), OTHER_CLINIC);
  assert.ok(bench.service.running);
});

test("the power goes while it is tried: back at the next start, unless a call was taken", async () => {
  for (const called of [false, true]) {
    using it = await box();
    const { data, bench, restore } = it;
    const staged = bench.data ?? assert.fail();
    bench.data = {
      swap: (at) => staged.swap(at),
      hasNews: () => staged.hasNews(),
      undo: () => {
        throw new PowerCut();
      },
    };
    bench.service.start = async () => {
      if (called) await takeCall(data, bench.clock.now() + 1);
      bench.disk.cutAt = 1;
      throw new PowerCut();
    };
    await restore().catch(() => undefined);
    bench.disk.powerCycle((unsynced) => unsynced);
    const again = new EngineBench(bench.disk);
    again.data = staged;
    again.service.running = false;
    await again.engine.recover();
    assert.deepEqual(await refsIn(data), called ? ["5NEW", "9ABC"] : ["7Q4K"]);
    assert.equal(again.file(clinicFile), called ? OTHER_CLINIC : CLINIC);
    assert.equal(exchangeState(data)?.phase, called ? "exchanged" : undefined);
    assert.ok(again.service.running);
  }
});
