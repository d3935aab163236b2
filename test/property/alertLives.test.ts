import assert from "node:assert/strict";
import { test } from "node:test";
import { lifeClinics } from "../clinic/lifeClinics.ts";
import { live } from "../harness/AlertLife.ts";
import { liveCrowded } from "../harness/CrowdedLife.ts";

// `npm run bench -- lives` lives ten thousand of them.
const LIVES = 100;
const CROWDED_LIVES = 40;

test(`${LIVES} lives of a box: no alert ends without taken or still climbing, no page after taken, no code twice, the audit whole`, async () => {
  for (let seed = 1; seed <= LIVES; seed += 1) {
    const { violations } = await live(seed, lifeClinics[seed % lifeClinics.length]!);
    assert.deepEqual(violations, [], `life ${seed}`);
  }
});

test(`${CROWDED_LIVES} lives in which things overlap, on a card that answers late: every act comes to an end, what is told is true, memory and store agree`, async () => {
  for (let seed = 1; seed <= CROWDED_LIVES; seed += 1) {
    const { violations, history } = await liveCrowded(seed, lifeClinics[seed % lifeClinics.length]!);
    assert.deepEqual(violations, [], `life ${seed}: ${history.slice(0, 60).join("; ")}`);
  }
});
