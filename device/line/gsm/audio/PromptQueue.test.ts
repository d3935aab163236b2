import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PromptQueue } from "./PromptQueue.ts";

const audio = (...samples: number[]) => ({ samples: Int16Array.from(samples) });

function queue(onStart: (playId: number) => void = () => {}) {
  const told: string[] = [];
  const prompts = new PromptQueue({
    started: (playId) => {
      told.push(`${playId} starts`);
      onStart(playId);
    },
    finished: (playId, interrupted) => told.push(`${playId} ${interrupted ? "is cut off" : "ends"}`),
  });
  return { prompts, told };
}

test("nothing to say is silence, of the length that was asked for", () => {
  const { prompts, told } = queue();
  assert.deepEqual(prompts.take(4), Int16Array.of(0, 0, 0, 0));
  assert.ok(prompts.empty);
  assert.deepEqual(told, []);
});

test("one prompt follows the other without a gap, and each is told as it starts and ends", () => {
  const { prompts, told } = queue();
  prompts.add(1, audio(1, 2, 3));
  prompts.add(2, audio(4, 5));
  assert.deepEqual(prompts.take(2), Int16Array.of(1, 2));
  assert.deepEqual(told, ["1 starts"]);
  assert.deepEqual(prompts.take(4), Int16Array.of(3, 4, 5, 0));
  assert.deepEqual(told, ["1 starts", "1 ends", "2 starts", "2 ends"]);
  assert.ok(prompts.empty);
});

test("a prompt of exactly the length that is asked for ends with it", () => {
  const { prompts, told } = queue();
  prompts.add(1, audio(1, 2));
  prompts.take(2);
  assert.deepEqual(told, ["1 starts", "1 ends"]);
});

test("an empty prompt starts and ends, and holds up nothing", () => {
  const { prompts, told } = queue();
  prompts.add(1, audio());
  prompts.add(2, audio(7));
  assert.deepEqual(prompts.take(2), Int16Array.of(7, 0));
  assert.deepEqual(told, ["1 starts", "1 ends", "2 starts", "2 ends"]);
});

test("a key stops everything that is said and waits to be said", () => {
  const { prompts, told } = queue();
  prompts.add(1, audio(1, 2, 3));
  prompts.add(2, audio(4));
  prompts.take(1);
  prompts.drop();
  assert.deepEqual(prompts.take(2), Int16Array.of(0, 0));
  assert.deepEqual(told, ["1 starts", "1 is cut off", "2 is cut off"]);
  prompts.drop();
  assert.equal(told.length, 3);
});

test("a prompt that is dropped by its own start says nothing more", () => {
  const { prompts, told } = queue((playId) => {
    if (playId === 1) prompts.drop();
  });
  prompts.add(1, audio(1, 2, 3));
  assert.deepEqual(prompts.take(2), Int16Array.of(0, 0));
  assert.deepEqual(told, ["1 starts", "1 is cut off"]);
});

test("dropped and followed by another within its start: the other is said", () => {
  const { prompts, told } = queue((playId) => {
    if (playId !== 1) return;
    prompts.drop();
    prompts.add(2, audio(8, 9));
  });
  prompts.add(1, audio(1, 2, 3));
  assert.deepEqual(prompts.take(3), Int16Array.of(8, 9, 0));
  assert.deepEqual(told, ["1 starts", "1 is cut off", "2 starts", "2 ends"]);
});

test("however it is taken, all is said once, in order, each prompt with one start and one end", () => {
  const prompt = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 });
  fc.assert(
    fc.property(
      fc.array(prompt, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (all, sizes) => {
        const { prompts, told } = queue();
        for (const [playId, samples] of all.entries()) prompts.add(playId, audio(...samples));
        const heard: number[] = [];
        for (let i = 0; !prompts.empty; i++) heard.push(...prompts.take(sizes[i % sizes.length]!));
        assert.deepEqual(
          heard.filter((sample) => sample !== 0),
          all.flat(),
        );
        assert.deepEqual(
          told,
          all.flatMap((_, playId) => [`${playId} starts`, `${playId} ends`]),
        );
      },
    ),
  );
});
