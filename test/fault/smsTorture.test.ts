import assert from "node:assert/strict";
import { test } from "node:test";
import { TORTURE, tortureSms } from "../bench/smsTorture.ts";

/** So few that each kind of trouble needs to be likelier to come at all; `npm run bench` has the 500 with the promised rates. */
const FEW = { ...TORTURE, pages: 60, lostFinals: 0.06, lateOks: 0.06, errors: 0.1 };

test("60 pages over a modem that loses, delays and refuses: each is on its phone, and none was called sent before it was", {
  timeout: 90_000,
}, async (t) => {
  const figures = await tortureSms(FEW);
  const { attempts, struck, duplicates, lost, wronglySent, neverSent } = figures;
  t.diagnostic(`${attempts} PDUs, ${JSON.stringify(struck)}, ${duplicates} duplicates`);
  assert.deepEqual({ lost, wronglySent, neverSent }, { lost: [], wronglySent: [], neverSent: [] });
  assert.ok(struck.lost > 0 && struck.late > 0 && struck.refused > 0, "there was trouble");
  assert.ok(duplicates <= struck.lost + struck.late, "only what was not answered for went again");
});
