import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isRead, MOST_IN_A_COMMIT, RequestQueue, type StoreRequest } from "./protocol.ts";

const KINDS = [
  "appendAudio",
  "writeMessage",
  "saved",
  "writeCall",
  "find",
  "recording",
  "takeAlert",
  "reserveCodes",
  "close",
] as const;

const request = (id: number, kind: (typeof KINDS)[number]): StoreRequest =>
  kind === "saved"
    ? { id, kind: "writeMessage", args: [{ complete: true }], now: 0 }
    : { id, kind, args: [{}], now: 0 };

const drain = (queue: RequestQueue): (readonly StoreRequest[])[] => {
  const batches: (readonly StoreRequest[])[] = [];
  for (let batch = queue.next(); batch.length > 0; batch = queue.next()) batches.push(batch);
  return batches;
};

test("whatever is asked in whatever order: each is done once, audio stays in order, and reads see what came before", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...KINDS), { maxLength: 200 }), (kinds) => {
      const queue = new RequestQueue();
      kinds.forEach((kind, id) => {
        queue.add(request(id, kind));
      });
      const batches = drain(queue);
      const done = batches.flat();
      assert.equal(done.length, kinds.length);
      assert.equal(queue.length, 0);
      for (const batch of batches) {
        assert.ok(batch.length <= MOST_IN_A_COMMIT);
        assert.ok(batch.length === 1 || !batch.some(isRead));
      }
      const place = new Map(done.map((it, i) => [it.id, i]));
      const behind = done
        .filter((it) => ["appendAudio", "find", "recording", "close"].includes(it.kind))
        .map((it) => it.id);
      assert.deepEqual(
        behind,
        behind.toSorted((a, b) => a - b),
      );
      for (const read of done.filter((it) => it.kind === "find")) {
        for (const earlier of done.filter((it) => it.id < read.id))
          assert.ok(place.get(earlier.id)! < place.get(read.id)!);
      }
    }),
  );
});

test("a message with its alert does not wait for audio, so that no take of it comes first; a finished one without does", () => {
  const queue = new RequestQueue();
  queue.add({ id: 1, kind: "appendAudio", args: [{}], now: 0 });
  queue.add({ id: 2, kind: "writeMessage", args: [{ complete: true }], now: 0 });
  queue.add({ id: 3, kind: "writeMessage", args: [{ complete: true }, { ref: "7Q4K" }, []], now: 0 });
  queue.add({ id: 4, kind: "takeAlert", args: ["7Q4K", "chen", 0], now: 0 });
  assert.deepEqual(
    drain(queue).map((batch) => batch.map(({ id }) => id)),
    [
      [3, 4],
      [1, 2],
    ],
  );
});
