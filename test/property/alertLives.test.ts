import assert from "node:assert/strict";
import { test } from "node:test";
import { lifeClinics } from "../clinic/lifeClinics.ts";
import { live } from "../harness/AlertLife.ts";

// `npm run bench -- lives` lives ten thousand of them.
const LIVES = 100;

test(`${LIVES} lives of a box: no alert ends without taken or still climbing, no page after taken, no code twice, the audit whole`, async () => {
  for (let seed = 1; seed <= LIVES; seed += 1) {
    const { violations } = await live(seed, lifeClinics[seed % lifeClinics.length]!);
    assert.deepEqual(violations, [], `life ${seed}`);
  }
});
