import assert from "node:assert/strict";
import { test } from "node:test";
import type { OnCallOptions } from "../../firmware/oncall/onCall.ts";
import { Days, Hours, Minutes } from "../../firmware/time/Duration.ts";
import { inZone } from "../../test/clinic/testClinic.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { GapWatch } from "./GapWatch.ts";

/** A clinic with duty every day but the first Sunday of 2027, looked at from a Friday nine days before. */
function watched(options: () => OnCallOptions = () => ({}), start = Date.UTC(2026, 11, 25, 12)) {
  const clock = new VirtualClock(start);
  const told: string[] = [];
  const clinic = inZone("UTC");
  const watch = new GapWatch({
    clinic: {
      ...clinic,
      onCall: {
        ...clinic.onCall,
        overrides: [{ from: "2027-01-03 00:00", to: "2027-01-03 08:00", kind: "remove", person: "patel" }],
      },
    },
    clock,
    onCall: options,
    onFault: (code, detail, cleared) => told.push(`${code}${cleared ? " over" : `: ${detail}`}`),
  });
  watch.start();
  return { clock, told, watch };
}

test("a gap is told a week before it begins, by day, with its times and its reason", () => {
  const { clock, told, watch } = watched();
  clock.advance(Days(1));
  assert.deepEqual(told, []);
  // Sunday 27 December, midnight: seven days before. Told in the morning.
  clock.advance(Hours(18));
  assert.deepEqual(told, []);
  clock.advance(Hours(3));
  assert.equal(
    told[0],
    "ONCALL_GAP_AHEAD: from 2027-01-03 00:00 to 2027-01-03 08:00 or longer: absences and overrides leave nobody of rotation doctors: the fallback",
  );
  watch.stop();
  assert.deepEqual(clock.running(), []);
});

test("who starts the box is told at once, whatever the hour", () => {
  const { clock, told, watch } = watched(() => ({}), Date.UTC(2026, 11, 28, 2));
  clock.advance(Minutes(2));
  assert.equal(told.length, 1);
  watch.stop();
});

test("somebody who takes the hours ends it within the hour", () => {
  let duties: NonNullable<OnCallOptions["duties"]> = [];
  const { clock, told, watch } = watched(() => ({ duties }), Date.UTC(2026, 11, 28, 12));
  clock.advance(Hours(2));
  const span = { from: Date.UTC(2027, 0, 3), to: Date.UTC(2027, 0, 3, 8) };
  duties = [{ id: "d1", kind: "add", person: "chen", ...span, madeAt: clock.now(), madeBy: "front-desk" }];
  clock.advance(Hours(1));
  assert.equal(told.at(-1), "ONCALL_GAP_AHEAD over");
  watch.stop();
});

test("while the clock is not to be believed, nothing is told of next week", () => {
  const { clock, told, watch } = watched(() => ({ clockTrusted: false }), Date.UTC(2026, 11, 28, 12));
  clock.advance(Days(1));
  assert.deepEqual(told, []);
  watch.stop();
});
