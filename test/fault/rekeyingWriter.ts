/**
 * A process of its own that goes on writing messages while the key is changed again and again, until it is killed. It finds its
 * keys as the appliance does. Says `open`, `message REF` when that is acknowledged, `begun` and `changed` for each change.
 */
import { FileKeyPlace } from "../../device/keys/FileKeyPlace.ts";
import { chooseKey } from "../../device/storage/chooseKey.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import { aCall, aChunk, aMessage, anAlert } from "../../device/storage/testStore.ts";

const [directory = "", prefix = "c"] = process.argv.slice(2);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const store = await openStore({
  directory,
  ...chooseKey(directory, {}),
  onFault: (code, detail, cleared) => say(`fault ${code} ${detail} ${cleared}`),
});
say("open");

async function write(): Promise<never> {
  for (let n = 0; ; n += 1) {
    const id = `${prefix}.${n}`;
    const [ref = ""] = await store.reserveCodes(1);
    await store.writeCall(aCall(id, { endedAt: 2_000_000 }));
    await store.appendAudio(aChunk(id, 0));
    const { kept } = await store.writeMessage(aMessage(ref, id, { complete: true }), anAlert(ref, id));
    if (kept !== "memory") say(`message ${ref}`);
  }
}

async function change(): Promise<never> {
  const place = new FileKeyPlace(directory);
  for (;;) {
    const key = place.stageNext();
    say("begun");
    await store.rekey(key);
    place.promote();
    say("changed");
  }
}

await Promise.race([write(), change()]);
