import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import type { DeskDeed, DeskWish, Hand } from "../../../firmware/message/frontDesk.ts";
import type { InboxPlace, InboxQuery } from "../../../firmware/message/Inbox.ts";
import { until as looksUntil } from "../../../test/e2e/until.ts";
import { DATABASE_FILE } from "../files.ts";
import { Layer, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { mergeInto } from "../merge.ts";
import { migrate } from "../migrate.ts";
import { putCall, putDispatch, putHeard, putMessage, writeAlertRow } from "../records.ts";
import { eraseCall } from "../retention.ts";
import { openSqlite } from "../SqliteFile.ts";
import { StoreReader } from "../StoreReader.ts";
import { aCall, aChunk, aDispatch, aMessage, anAlert, bench } from "../testStore.ts";
import { countInbox } from "./countInbox.ts";
import { doDeskAct } from "./doDeskAct.ts";
import { stepsOfInbox } from "./queryInbox.ts";
import { inboxDetail, inboxMessage } from "./readInbox.ts";
import { settleInbox } from "./settleInbox.ts";

const ANN: Hand = { id: "user:ann", name: "Ann" };
const means = { now: 9_000 } as Means;
const layer = (kept: Layer["kept"] = "disk"): Layer => {
  const made = new Layer(openSqlite(":memory:", new Uint8Array(32)), kept, ":memory:");
  migrate(made.db);
  return made;
};
const viewOf = (...all: readonly [Layer, ...Layer[]]): View => ({ top: all[0], all, read: (it, read) => read(it) });
const settle = (view: View): void => {
  while (settleInbox(view, 0).more);
};

interface Left {
  readonly ref: string;
  readonly at: number;
  readonly number?: string;
  readonly name?: string;
  readonly callback?: string;
}

const leave = (to: Layer, { at, callback, name, number, ref }: Left): void => {
  const callerId =
    number === undefined
      ? ({ kind: "none" } as const)
      : ({ kind: "number", number, ...(name ? { name } : {}) } as const);
  putCall(to, aCall(`c${ref}`, { rangAt: at, endedAt: at + 1, callerId }));
  const { callback: usual, ...message } = aMessage(ref, `c${ref}`, { receivedAt: at, urgency: "routine" });
  putMessage(to, {
    ...message,
    ...(callback === undefined ? {} : { callback }),
    callbackConfirmed: usual === callback,
  });
};

const all = (view: View, query: Partial<InboxQuery> = {}): string[] =>
  [...stepsOfInbox(view, { limit: 1_000, ...query })].flat().map(({ ref }) => ref);

const wish = (ref: string, deed: DeskDeed, more: Partial<DeskWish> = {}): DeskWish => ({
  ...{ id: `${ref}-${deed.kind}-${more.at ?? 0}`, ref, at: 8_000, by: ANN, deed },
  ...more,
});

test("a number is found in every way of writing it, in part, by its last four; names by a part; references by their beginning", () => {
  const only = layer();
  const view = viewOf(only);
  leave(only, { ref: "AAAA", at: 1, number: "3125550142", name: "QUILLFEATHER A" });
  leave(only, { ref: "BBBB", at: 2, number: "+13125550177", callback: "3125550199" });
  leave(only, { ref: "CCCC", at: 3, callback: "5550142" });
  leave(only, { ref: "7Q4K", at: 4, number: "02079460018", name: "100% CARE" });
  leave(only, { ref: "7Q4M", at: 5 });
  settle(view);
  const found = (search: string) => all(view, { search }).join(" ");
  for (const [typed, refs] of [
    ["0142", "CCCC AAAA"],
    ["(312) 555-0142", "CCCC AAAA"],
    ["+1 312 555 0142", "CCCC AAAA"],
    ["001 312-555-0142", "CCCC AAAA"],
    ["312 555 0177", "BBBB"],
    ["13125550199", "BBBB"],
    ["312555", "BBBB AAAA"],
    ["+44 20 7946 0018", "7Q4K"],
    ["020 7946 0018", "7Q4K"],
    ["quill", "AAAA"],
    ["feather a", "AAAA"],
    ["100%", "7Q4K"],
    ["_", ""],
    ["7q4k", "7Q4K"],
    ["7Q4", "7Q4M 7Q4K"],
    ["312 555 0143", ""],
    ["   ", "7Q4M 7Q4K CCCC BBBB AAAA"],
  ] as const)
    assert.equal(found(typed), refs, typed);
});

test("one among thousands is found by its name or number, and thousands are, whichever way is shorter; what nobody has any more is not kept", () => {
  const only = layer();
  const view = viewOf(only);
  const put = (at: number, name: string, numbers: string): number =>
    only.run(
      `INSERT INTO inbox (received_at, ref, state, open, urgent, unheard, numbers, name) VALUES (?, ?, 'closed', 0, 0, 0, ?, ?)`,
      ...[at, `R${at}`, numbers, name],
    );
  only.db.transaction(() => {
    for (let at = 0; at < 3_000; at += 1)
      put(at, at % 2 === 0 ? "wireless caller" : `grant ${at}`, `31255501${at % 100} 8475550${at}`);
    put(5_000, "quillfeather ada", "6305550142");
  })();
  for (const [typed, fits] of [
    ["quillfeather", (name: string) => name.includes("quillfeather")],
    ["wireless", (name: string) => name.includes("wireless")],
    ["grant 29", (name: string) => name.includes("grant 29")],
    ["grant", (name: string) => name.includes("grant")],
    ["nobody", () => false],
  ] as const) {
    const rows = only.all<{ ref: string; name: string }>("SELECT ref, name FROM inbox ORDER BY received_at DESC");
    const wanted = rows.filter(({ name }) => fits(name)).map(({ ref }) => ref);
    assert.deepEqual(all(view, { search: typed, limit: 10_000 }), wanted, typed);
    const [, second] = all(view, { search: typed, limit: 2 });
    assert.equal(second, wanted[1], typed);
  }
  assert.deepEqual(all(view, { search: "630555" }), ["R5000"]);
  assert.deepEqual(all(view, { search: "501234" }), ["R1234"]);
  assert.deepEqual(all(view, { search: "r12", limit: 10_000 }).length, 111);
  const kept = (): number =>
    only.all("SELECT 1 FROM inbox_names").length + only.all("SELECT 1 FROM inbox_numbers").length;
  assert.equal(kept(), 1_502 + 3_001);
  only.run("DELETE FROM inbox WHERE received_at > 1");
  assert.equal(kept(), 4);
});

test("what is asked for holds, together and each by itself; the counts say the same", () => {
  const only = layer();
  const view = viewOf(only);
  for (const [at, ref] of ["AAAA", "BBBB", "CCCC", "DDDD", "EEEE"].entries()) leave(only, { ref, at });
  putMessage(only, aMessage("BBBB", "cBBBB", { receivedAt: 1 }));
  writeAlertRow(only, anAlert("BBBB", "cBBBB"));
  putDispatch(only, aDispatch("BBBB"));
  writeAlertRow(only, anAlert("CCCC", "cCCCC", { state: "taken", takenBy: "chen", takenAt: 7 }));
  putHeard(only, { ref: "CCCC", person: "chen", at: 8 });
  doDeskAct(view, means, wish("DDDD", { kind: "calledBack" }));
  doDeskAct(view, means, wish("EEEE", { kind: "assigned", to: ANN }));
  settle(view);
  assert.deepEqual(all(view, { states: ["new", "paged", "recording"] }), ["EEEE", "BBBB", "AAAA"]);
  assert.deepEqual(all(view, { states: ["calledBack"] }), ["DDDD"]);
  assert.deepEqual(all(view, { open: true, unheard: true }), ["EEEE", "BBBB", "AAAA"]);
  assert.deepEqual(all(view, { urgent: true, states: ["paged"] }), ["BBBB"]);
  assert.deepEqual(all(view, { holders: [ANN.id] }), ["EEEE"]);
  assert.deepEqual(all(view, { holders: ["chen", ANN.id] }), ["EEEE", "CCCC"]);
  assert.deepEqual(all(view, { holders: null, open: true }), ["BBBB", "AAAA"]);
  assert.deepEqual(all(view, { from: 1, to: 3 }), ["CCCC", "BBBB"]);
  assert.deepEqual(countInbox(view, ["chen"]), { new: 3, urgentOpen: 1, unheard: 3, mine: 1 });
});

test("pages of a list that goes on growing and changing: none is left out, none comes twice", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("page" as const), limit: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant("come" as const), late: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ kind: fc.constant("act" as const), which: fc.nat() }),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.array(step, { maxLength: 20 }),
      fc.boolean(),
      (count, steps, layered) => {
        const [below, above] = [layer(), layer("emergency")];
        // Several come in one millisecond.
        const at = (index: number) => 100 + Math.floor(index / 3);
        const refOf = (index: number) => `R${String(index).padStart(3, "0")}`;
        for (let index = 0; index < count; index += 1) leave(below, { ref: refOf(index), at: at(index) });
        settle(viewOf(below));
        const view = layered ? viewOf(above, below) : viewOf(below);
        let [next, after]: [number, InboxPlace | undefined] = [count, undefined];
        const seen: string[] = [];
        const page = (limit: number) => {
          const places = [...stepsOfInbox(view, { limit, ...(after === undefined ? {} : { after }) })].flat();
          seen.push(...places.map(({ ref }) => ref));
          after = places.at(-1) ?? after;
          return places.length;
        };
        for (const one of steps) {
          if (one.kind === "page") page(one.limit);
          if (one.kind === "come") leave(view.top, { ref: refOf(next), at: at(next++) });
          if (one.kind === "act" && count > 0)
            doDeskAct(view, means, wish(refOf(one.which % count), { kind: "note", text: "x" }, { at: next++ }));
          settle(view);
        }
        while (page(5) > 0);
        assert.equal(new Set(seen).size, seen.length, "twice");
        for (let index = 0; index < count; index += 1)
          assert.ok(seen.includes(refOf(index)), `${refOf(index)} was left out`);
        for (const it of [below, above]) it.close();
      },
    ),
    { numRuns: 25 },
  );
});

test("what is done while an emergency database is written counts at once, and after both are one again", () => {
  const [main, emergency] = [layer(), layer("emergency")];
  leave(main, { ref: "AAAA", at: 1, number: "3125550142" });
  leave(main, { ref: "BBBB", at: 2 });
  settle(viewOf(main));
  const both = viewOf(emergency, main);
  leave(emergency, { ref: "CCCC", at: 3 });
  assert.equal(doDeskAct(both, means, wish("AAAA", { kind: "calledBack" })).kind, "write");
  putHeard(emergency, { ref: "BBBB", person: "chen", at: 5 });
  settle(both);
  assert.deepEqual(all(both, { states: ["new"] }), ["CCCC", "BBBB"]);
  assert.deepEqual(all(both, { open: true, unheard: true }), ["CCCC"]);
  assert.deepEqual(countInbox(both, []), { new: 2, urgentOpen: 0, unheard: 1, mine: 0 });
  assert.deepEqual(all(both, { search: "0142" }), ["AAAA"]);
  mergeInto(main, emergency, 10);
  const one = viewOf(main);
  settle(one);
  assert.deepEqual(all(one, { states: ["calledBack"] }), ["AAAA"]);
  assert.deepEqual(countInbox(one, []), countInbox(both, []));
  assert.equal(doDeskAct(one, means, wish("AAAA", { kind: "calledBack" }, { id: "later" })).kind, "refused");
});

test("an erased call leaves nothing of its messages behind", () => {
  const only = layer();
  const view = viewOf(only);
  leave(only, { ref: "AAAA", at: 1, number: "3125550142", name: "QUILLFEATHER" });
  doDeskAct(view, means, wish("AAAA", { kind: "note", text: "CANARY QUILLFEATHER" }));
  settle(view);
  eraseCall(only, { digests: { forget: () => {} } } as unknown as Means, "cAAAA");
  assert.deepEqual(all(view), []);
  for (const table of ["desk_acts", "inbox_names", "inbox_numbers"])
    assert.equal(only.all(`SELECT 1 FROM ${table}`).length, 0, table);
  assert.deepEqual(settleInbox(view, 0).settled, [{ ref: "AAAA", isNew: false }]);
  // The audit stays, and knows who did what, but no word of a note.
  const rows = only.all<{ kind: string; detail: string }>("SELECT kind, detail FROM audit WHERE ref = 'AAAA'");
  assert.deepEqual(rows, [{ kind: "desk-note", detail: "by Ann" }]);
});

test("a message shows whose calls are of the same number, how long was spoken, and who has listened", () => {
  const only = layer();
  const view = viewOf(only);
  leave(only, { ref: "AAAA", at: 1, number: "+13125550142" });
  leave(only, { ref: "BBBB", at: 2, callback: "3125550142" });
  leave(only, { ref: "CCCC", at: 3, number: "3125550143" });
  putHeard(only, { ref: "BBBB", person: "chen", at: 5 });
  settle(view);
  const { heardBy, sameCaller, spoken } = inboxDetail(view, "BBBB") ?? {};
  assert.deepEqual([heardBy, sameCaller, spoken], [[{ person: "chen", at: 5 }], ["AAAA"], []]);
  assert.equal(inboxMessage(view, "ZZZZ"), undefined);
});

test("the store tells each change once it is written, and what an earlier version wrote is in the inbox after the start", async () => {
  await using it = bench();
  const told: string[] = [];
  let tell = (_what: string): void => {};
  const until = (what: string) =>
    new Promise<void>((resolve) => {
      tell = (heard) => heard === what && resolve();
      if (told.includes(what)) resolve();
    });
  const onChanged = (messages: readonly { ref: string; isNew: boolean }[]) => {
    for (const { isNew, ref } of messages) {
      told.push(`${ref} ${isNew ? "new" : "changed"}`);
      tell(told.at(-1) ?? "");
    }
  };
  const store = await it.open({ onChanged });
  const [ref = ""] = await store.reserveCodes(1);
  await store.writeCall(aCall("c1", { endedAt: 2_000_000 }));
  await store.appendAudio(aChunk("c1", 0));
  await store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1"), [aDispatch(ref)]);
  await until(`${ref} new`);
  told.length = 0;
  assert.equal((await store.deskAct(wish(ref, { kind: "calledBack" }))).kind, "write");
  assert.equal((await store.deskAct(wish("ZZZZ", { kind: "calledBack" }))).kind, "noMessage");
  await until(`${ref} changed`);
  told.length = 0;
  await store.markHeard(ref, "chen", 9);
  await until(`${ref} changed`);
  await store.close();

  // An earlier version knows of no inbox: it only writes, and the triggers mark.
  const key = { key: it.key, source: "credential", otherKeys: [] } as const;
  const older = openSqlite(join(it.directory, DATABASE_FILE), it.key);
  older.exec("DELETE FROM inbox; DELETE FROM inbox_stale; UPDATE messages SET urgency = 'urgent'");
  older.close();
  told.length = 0;
  const again = await it.open({ onChanged });
  await again.probe();
  const reader = StoreReader.open(it.directory, key);
  const places = (): string[] => [...reader.inbox({ limit: 5 })].flat().map((place) => place.ref);
  // Rows are made behind everything else that the store has to do, and nobody is told of old ones.
  await looksUntil("the row in the inbox", () => places().length > 0);
  assert.deepEqual(told, [], "what was there before is no news");
  // What happens after it is.
  await again.deskAct(wish(ref, { kind: "note", text: "Called at ten." }));
  await until(`${ref} changed`);
  await again.close();
  assert.deepEqual(places(), [ref]);
  assert.deepEqual(reader.inboxMessage(ref)?.spoken, [{ part: "reason", takes: 1, ms: 1_000 }]);
  const sound = reader.sound(ref, "reason");
  assert.ok(sound && Buffer.from(aChunk("c1", 0).bytes).equals(reader.soundChunk(sound.take, 0) ?? Buffer.of()));
  reader.close();
});
