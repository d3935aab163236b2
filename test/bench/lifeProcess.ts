// One stretch of a box's life on the real, encrypted store: resumes, lives by lot until it is killed, and with `last` is quiet
// for half an hour and judges. Lines on stdout: `code 7Q4K`, `ready`, `violation …`, `over`.

import { pageInterruptedCalls } from "../../device/call/pageInterruptedCalls.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import { Milliseconds, Minutes } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench } from "../harness/AlertBench.ts";
import { Lot } from "../harness/AlertLife.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { WatchedStore } from "../harness/WatchedStore.ts";

const [directory = "", key = "", generation = "0", last = ""] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const PEOPLE = ["chen", "patel", "okafor"] as const;
const SILENCE_MS = 12 * 60_000;

const lot = new Lot(Number(generation) + 1);
const clock = new VirtualClock(Date.parse("2026-12-01T04:00:00Z") + Number(generation) * 20 * 60_000);
const store = await openStore({
  directory,
  key: Uint8Array.from(Buffer.from(key, "hex")),
  onFault: (code, detail) => say(`violation ${code} ${detail}`),
  now: () => clock.now(),
});
const watched = new WatchedStore(store);
const box = new AlertBench({ clinic: testClinic(), clock, store: watched.store, settled: () => watched.settled() });
await box.desk.resume();
await pageInterruptedCalls(watched.store, (message, callerId) => box.desk.raise(message, clock.monotonic(), callerId));
say("ready");
const refs = box.desk.views.map(({ ref }) => ref);

async function live(): Promise<void> {
  const chance = lot.below(5);
  if (chance === 0 || refs.length === 0) {
    const ref = await box.calls({ number: lot.of(["3125550142", "3125550143"]) });
    say(`code ${ref}`);
    refs.push(ref);
  } else if (chance < 3) await box.replies(lot.of(PEOPLE), `${lot.of(refs)}${lot.of(["", " pass", " done"])}`);
  else await box.passes(Milliseconds(lot.below(4 * 60_000)));
}

async function judge(): Promise<void> {
  await box.passes(Minutes(30));
  const verdict = await store.verifyAudit();
  if (!verdict.ok) say(`violation the audit: ${verdict.why}`);
  for (const { alert } of await store.unfinishedAlerts()) {
    const { linkedTo = alert.ref } = JSON.parse(alert.escalation) as { linkedTo?: string };
    const paged = box.pages.findLast(({ dispatch }) => dispatch.ref === linkedTo)?.at ?? 0;
    const root = linkedTo === alert.ref ? alert : (await store.alertNow(linkedTo))?.alert;
    if (alert.state === "open" && root?.state === "open" && clock.now() - paged > SILENCE_MS)
      say(`violation ${alert.ref} is open, and nobody was paged for it`);
  }
  await box.desk.stop();
  await store.close();
  say("over");
}

if (last === "last") await judge();
else for (;;) await live();
