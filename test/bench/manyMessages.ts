import { join } from "node:path";
import { putChunk, RunningDigests } from "../../device/storage/audio.ts";
import { DATABASE_FILE } from "../../device/storage/files.ts";
import { putDeskAct } from "../../device/storage/inbox/deskActs.ts";
import { settleInbox } from "../../device/storage/inbox/settleInbox.ts";
import { readDatabaseKey } from "../../device/storage/key.ts";
import { Layer, type View } from "../../device/storage/Layer.ts";
import { putCall, putDispatch, putHeard, putMessage, writeAlertRow } from "../../device/storage/records.ts";
import { openSqlite } from "../../device/storage/SqliteFile.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import { aChunk } from "../../device/storage/testStore.ts";

const CODES_AT_ONCE = 5_000;
const ROWS_A_COMMIT = 2_000;
/** So many of the newest still have their recordings: older ones are past their days. */
const WITH_SOUND = 100;
const SOUND_SECONDS = 20;
/** Some ninety a day, for three years. */
const APART_MS = 16 * 60_000;

/** Four hundred of them and an initial: ten thousand different callers. */
const FIRST_NAMES =
  "MARIA OLIVER THI ADA RUTH JOAO SOO LENA OMAR INES PAUL ROSA YARA FINN NOAH EMMA LIAM OLGA HUGO VERA";
const LAST_NAMES =
  "LOPEZ GRANT NGUYEN OKONKWO BAKER SILVA KIM MOREAU HADDAD COSTA WEBER RICCI SATO NOVAK LIND BRANDT DIAZ COHEN REYES PARK";
const [FIRST, LAST] = [FIRST_NAMES.split(" "), LAST_NAMES.split(" ")];

function nameOf(index: number): string {
  const initial = String.fromCharCode(65 + (Math.trunc(index / 400) % 26));
  return `${LAST[index % 20]} ${FIRST[Math.trunc(index / 20) % 20]} ${initial}`;
}

/** Nearly every one another, which is the worst for a search. */
const numberOf = (index: number): string =>
  `${201 + ((index * 7) % 780)}55501${String((index * 13 + Math.trunc(index / 780)) % 100).padStart(2, "0")}`;

/** A box that has been at it for years: so many messages in its store, the newest of a few minutes ago. Numbers are those of fiction (555-01xx). */
export async function writeManyMessages(directory: string, count: number, tell: (line: string) => void): Promise<void> {
  const { key } = readDatabaseKey(directory);
  const refs = await codes(directory, key, count);
  const db = openSqlite(join(directory, DATABASE_FILE), key);
  // Nobody cuts the power of a bench.
  db.pragma("synchronous = OFF");
  db.pragma("cache_size = -65536");
  const layer = new Layer(db, "disk", "");
  const now = Date.now();
  try {
    for (let from = 0; from < count; from += ROWS_A_COMMIT) {
      db.transaction(() => {
        for (let index = from; index < Math.min(count, from + ROWS_A_COMMIT); index += 1)
          write(layer, refs[index] ?? "", index, now - (count - index) * APART_MS, count - index <= WITH_SOUND);
      })();
      if (from % 20_000 === 0) tell(`${from} of ${count} messages written`);
    }
    const view: View = { top: layer, all: [layer], read: (it, read) => read(it) };
    for (let more = true; more; )
      db.transaction(() => {
        for (let step = 0; step < 30 && more; step += 1) more = settleInbox(view, Number.MAX_SAFE_INTEGER).more;
      })();
    db.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    layer.close();
  }
}

async function codes(directory: string, key: Uint8Array, count: number): Promise<readonly string[]> {
  const store = await openStore({
    ...{ directory, key },
    onFault: (code, detail) => {
      throw new Error(`${code} ${detail}`);
    },
  });
  const refs: string[] = [];
  while (refs.length < count) refs.push(...(await store.reserveCodes(Math.min(CODES_AT_ONCE, count - refs.length))));
  await store.close();
  return refs;
}

/** Every tenth is urgent; of what is older than a week nearly all is closed. */
function write(layer: Layer, ref: string, index: number, at: number, withSound: boolean): void {
  const id = `c${ref}`.padEnd(14, "0");
  const number = numberOf(index);
  const urgent = index % 10 === 0;
  const name = nameOf(index);
  putCall(layer, {
    ...{ id, line: "line-1", rangAt: at, answeredAt: at + 2_000, endedAt: at + 60_000, ending: "completed" },
    callerId: index % 9 === 0 ? { kind: "withheld" } : { kind: "number", number, name },
  });
  putMessage(layer, {
    ...{ callId: id, ref, receivedAt: at + 10_000, urgency: urgent ? "urgent" : "routine", urgencyBecause: "caller" },
    ...{ callerKind: "patient", language: index % 5 === 0 ? "es" : "en", callback: number, callbackConfirmed: true },
    ...{ complete: true, savedAt: at + 55_000 },
  });
  const isOld = !withSound || index % 3 === 0;
  if (urgent) {
    const state = isOld ? "closed" : "taken";
    writeAlertRow(
      layer,
      {
        ...{ ref, callId: id, urgency: "urgent", state, raisedAt: at + 10_000, escalation: "{}" },
        ...{ takenBy: "chen", takenAt: at + 120_000, ...(state === "closed" ? { closedAt: at + 600_000 } : {}) },
      },
      ...(state === "closed" ? ["chen"] : []),
    );
    putDispatch(layer, {
      ...{ id: `${ref}.0.0.chen.sms`, ref, person: "chen", way: "sms", address: "+13125550101", text: `ref ${ref}` },
      ...{ state: "delivered", attempts: 1, createdAt: at + 10_000, updatedAt: at + 20_000 },
    });
  }
  const by = { id: "user:ann", name: "Ann" };
  if (isOld && index % 50 !== 7) {
    putHeard(layer, { ref, person: by.id, at: at + 3_600_000 });
    const deed = { kind: index % 4 === 0 ? "closed" : "calledBack" } as const;
    putDeskAct(layer, { id: `${ref}-1`, ref, at: at + 3_600_000, order: at + 3_600_000, by, deed });
  }
  if (!withSound) return;
  const digests = new RunningDigests();
  for (let second = 0; second < SOUND_SECONDS; second += 1) putChunk(layer, aChunk(id, second), at, digests);
}
