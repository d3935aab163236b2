import assert from "node:assert/strict";
import { test } from "node:test";
import { placeInUse } from "../../device/keys/boxKeys.ts";
import { changeKey, goOn, settleChange } from "../../device/keys/changeKey.ts";
import { isSealedKeyComing } from "../../device/keys/KeyChange.ts";
import type { KeySource } from "../../device/keys/KeyPlace.ts";
import { withMachineKey } from "../programs/machineKey.ts";
import { Cut, KeyBox } from "./KeyBox.ts";

async function change(box: KeyBox, from: KeySource, to: KeySource): Promise<void> {
  const means = box.means();
  const [old, fresh] = [means.places[from], means.places[to]];
  assert.ok(old && fresh);
  await changeKey(means, old, fresh);
}

/** Cut off at its n-th step; false: it has no so many. */
async function cutAt(box: KeyBox, n: number, from: KeySource, to: KeySource): Promise<boolean> {
  let steps = 0;
  box.tick = () => {
    steps += 1;
    if (steps === n) throw new Cut();
  };
  try {
    await change(box, from, to);
    return false;
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
    return true;
  } finally {
    box.tick = () => {};
  }
}

/** As the box does it at its start and after it. */
async function startAnew(box: KeyBox): Promise<void> {
  box.powerCycle();
  const { credential } = box.places();
  if (!isSealedKeyComing(box.changeFile)) credential.mend();
  settleChange(box.means());
  placeInUse(box.places())?.destroyReplaced();
  box.means().handOut();
  box.daemonOpens();
  await goOn(box.means());
  box.daemonOpens();
  box.commandsOpen();
}

for (const [from, to] of [
  ["otp", "credential"],
  ["credential", "otp"],
  ["file", "credential"],
] as const)
  test(`the key goes from ${from} to ${to}: cut off at any step, daemon and commands open the messages, and the next start puts it right`, {
    timeout: 280_000,
  }, async (t) => {
    if (!(await withMachineKey(t))) return;
    using begin = await KeyBox.with(from);
    let n = 0;
    const ends = new Set<string>();
    for (;;) {
      n += 1;
      using box = begin.copy();
      const cut = await cutAt(box, n, from, to);
      try {
        box.daemonOpens();
        box.commandsOpen();
        await startAnew(box);
        const end = placeInUse(box.places())?.source ?? "nowhere";
        ends.add(end);
        box.assertOnly(end as KeySource);
        if (!cut) assert.equal(end, to);
      } catch (error) {
        throw new Error(`cut off at step ${n}`, { cause: error });
      }
      if (!cut) break;
    }
    t.diagnostic(`${n - 1} steps`);
    assert.ok(n > 10);
    assert.deepEqual([...ends].sort(), [...new Set([from, to])].sort(), "taken back at the beginning, finished later");
  });
