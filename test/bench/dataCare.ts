import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeBackup } from "../../device/backup/makeBackup.ts";
import { readBackup } from "../../device/backup/readBackup.ts";
import { demandIdentity, demandRecipient, makeRecoveryKey } from "../../device/backup/recoveryKey.ts";
import { exchangeData, stageRestore } from "../../device/backup/restore.ts";
import { forgetOld } from "../../device/data/Exchange.ts";
import { openStore, type Store } from "../../device/storage/StoreClient.ts";
import { aCall, aChunk, aMessage } from "../../device/storage/testStore.ts";
import { finding, measured, type Row, type Section } from "./report.ts";

/** Of one spoken message: name and reason. */
const SECONDS_A_MESSAGE = 30;

const noFault = (code: string, detail: string): never => {
  throw new Error(`${code} ${detail}`);
};

async function fill(directory: string, key: Uint8Array, messages: number): Promise<void> {
  const store = await openStore({ directory, key, onFault: noFault });
  const refs = await store.reserveCodes(messages);
  for (const [index, ref] of refs.entries()) {
    const call = `c${index}`;
    await store.writeCall(aCall(call, { endedAt: 2_000_000 }));
    for (let second = 0; second < SECONDS_A_MESSAGE; second += 1)
      await store.appendAudio(aChunk(call, second, { bytes: Uint8Array.from(randomBytes(8_000)) }));
    await store.writeMessage(aMessage(ref, call, { complete: true }));
  }
  await store.close();
}

/** Commits of a second of speech, one after the other, as calls make them, until `over`. In ms each. */
async function commitsWhile(store: Store, over: Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  let done = false;
  void over.finally(() => {
    done = true;
  });
  for (let second = 0; !done || times.length < 3; second += 1) {
    const began = performance.now();
    await store.appendAudio(aChunk("during", second, { bytes: Uint8Array.from(randomBytes(8_000)) }));
    times.push(performance.now() - began);
  }
  return times;
}

/** Backup, proof, restore onto another box until its store answers, and another key while calls write. */
export async function dataCare(messages: number, runs: number, tell: (line: string) => void): Promise<Section> {
  const at = mkdtempSync(join(tmpdir(), "firstring-bench-data-"));
  try {
    const [data, fresh] = [join(at, "data"), join(at, "fresh")];
    for (const folder of [data, fresh]) mkdirSync(folder);
    const key = Uint8Array.from(randomBytes(32));
    tell(`writing ${messages} messages of ${SECONDS_A_MESSAGE} s`);
    await fill(data, key, messages);
    const { privatePem, publicKey } = makeRecoveryKey();
    const locks = [{ kind: "recipient", publicKey: demandRecipient(publicKey) }] as const;
    const unlocks = [{ kind: "identity", privateKey: demandIdentity(privatePem) }] as const;
    const times = { backup: [] as number[], verify: [] as number[], restore: [] as number[] };
    let bytes = 0;
    let found = 0;
    for (let run = 0; run < runs; run += 1) {
      tell(`backup, proof, restore ${run + 1} of ${runs}`);
      const file = join(at, `${run}.frbackup`);
      const databaseKey = { key, source: "credential", otherKeys: [] } as const;
      const [began] = [performance.now()];
      bytes = makeBackup({
        directory: data,
        key: databaseKey,
        to: file,
        locks,
        now: Date.now(),
        program: "bench",
      }).bytes;
      const made = performance.now();
      readBackup(file, unlocks);
      const proved = performance.now();
      const own = Uint8Array.from(randomBytes(32));
      stageRestore({ file, unlocks, directory: fresh, key: own, now: Date.now() });
      exchangeData(fresh, Date.now());
      const store = await openStore({ directory: fresh, key: own, onFault: noFault });
      found = (await store.list(messages + 1)).length;
      const works = performance.now();
      await store.close();
      forgetOld(fresh);
      rmSync(file);
      times.backup.push(made - began);
      times.verify.push(proved - made);
      times.restore.push(works - proved);
    }
    return {
      title: "data",
      rows: [
        finding("messages in the restored box", `${found} of ${messages}`, "all", found === messages),
        measured({ name: "the backup", values: [bytes / 1e6], unit: "MB" }),
        measured({ name: "firstring backup", values: times.backup }),
        measured({ name: "firstring backup verify", values: times.verify }),
        measured({ name: "firstring restore → the store answers with its messages", values: times.restore }),
        ...(await rekeyed(data, key, tell)),
      ],
      notes: [
        `${messages} messages of ${SECONDS_A_MESSAGE} s of speech; a recovery key, so no passphrase is stretched; the health check of a box (modems) comes on top: bench appliance and setup`,
      ],
    };
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

async function rekeyed(directory: string, key: Uint8Array, tell: (line: string) => void): Promise<readonly Row[]> {
  tell("another key while a call is written");
  const store = await openStore({ directory, key, onFault: noFault });
  try {
    await store.writeCall(aCall("during"));
    const began = performance.now();
    const rekey = store.rekey(Uint8Array.from(randomBytes(32)));
    let took = 0;
    const over = rekey.then(() => {
      took = performance.now() - began;
    });
    const commits = await commitsWhile(store, over);
    await over;
    return [
      measured({ name: "firstring key rotate, in the running box", values: [took] }),
      measured({ name: "a second of speech committed meanwhile", values: commits }),
    ];
  } finally {
    await store.close();
  }
}
