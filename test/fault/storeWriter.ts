/**
 * A process of its own that writes into a store until it is killed or done, and says on stdout what was acknowledged:
 * `message REF`, `audio CALL SEQUENCE`, `taken REF`, `handed CALL SEQUENCE` (given to the store, not acknowledged yet),
 * `codes A,B,…`. Arguments: directory, key in hex, a prefix for call ids, how many calls (0: until killed).
 */
import { openStore } from "../../device/storage/StoreClient.ts";
import { aCall, aChunk, aDispatch, aMessage, anAlert } from "../../device/storage/testStore.ts";

const [directory = "", key = "", prefix = "c", calls = "0"] = process.argv.slice(2);
const CHUNKS = 4;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const store = await openStore({
  directory,
  key: Buffer.from(key, "hex"),
  onFault: (code, _detail, cleared) => say(`fault ${code} ${cleared ? "cleared" : "raised"}`),
});
say("open");
for (let n = 0; calls === "0" || n < Number(calls); n += 1) {
  const codes = await store.reserveCodes(2);
  say(`codes ${codes.join(",")}`);
  const [ref = "", routine = ""] = codes;
  const id = `${prefix}.${n}`;
  say(`kept ${(await store.writeCall(aCall(id))).kept}`);
  for (let sequence = 0; sequence < CHUNKS; sequence += 1) {
    say(`handed ${id} ${sequence}`);
    await store.appendAudio(aChunk(id, sequence));
    say(`audio ${id} ${sequence}`);
    if (sequence !== 1) continue;
    await store.writeMessage(aMessage(ref, id), anAlert(ref, id), [aDispatch(ref)]);
    say(`message ${ref}`);
  }
  await store.writeMessage(aMessage(routine, id, { urgency: "routine", complete: true }));
  say(`message ${routine}`);
  const taken = await store.takeAlert(ref, "chen", n + 1);
  if (taken.kind === "taken") say(`taken ${ref}`);
}
await store.close();
say("closed");
