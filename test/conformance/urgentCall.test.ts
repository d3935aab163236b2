import assert from "node:assert/strict";
import { Seconds } from "../../firmware/time/Duration.ts";
import { scenario } from "../harness/Clinic.ts";
import type { KeyWay } from "../harness/LineRig.ts";
import type { RigLine } from "../harness/ScenarioLine.ts";
import { isUrgent, tellsEverything } from "../scenario/ways.ts";
import { DRIVERS } from "./drivers.ts";

const IN_WORDS = { reported: "by report only", audio: "as tones only", both: "by report and as tones" } as const;

for (const driver of DRIVERS) {
  for (const way of ["reported", "audio", "both"] satisfies KeyWay[]) {
    if (driver.cannot[`keys ${way} over a prompt`] !== undefined) continue;
    scenario(
      `${driver.name}, keys ${IN_WORDS[way]}: an urgent call is with the doctor while the caller still speaks, and nothing of it is lost or altered`,
      async (clinic) => {
        const caller = await clinic.phone("+13125550142").calls();
        await caller.hears("greeting");
        await isUrgent(caller);
        assert.equal(clinic.pages.length, 0);
        await tellsEverything(caller);
        await caller.hears("saved-urgent");
        await caller.hears("your-reference");
        assert.ok(clinic.line.offHook);
        await clinic.pager("Dr. Patel").gets(/URGENT/, Seconds(1));
        // Silent for a minute and a half, because we asked for it: nobody takes that for a hang-up.
        await caller.hears("stay-offer");
        await caller.hears("stay-over");
        await caller.hears("goodbye");
        await caller.isReleased();
        const { message, call, recordings } = await clinic.message();
        assert.deepEqual(
          [message.urgency, message.urgencyBecause, message.callerKind, message.complete, call.ending],
          ["urgent", "caller", "patient", true, "completed"],
        );
        assert.equal(call.hangUpSign, undefined, "the box hung up, not the caller");
        assert.deepEqual([message.callback, message.callbackConfirmed], ["3125550142", true]);
        assert.equal(message.dateOfBirth, "1980-03-25");
        assert.deepEqual(
          recordings.map(({ part, takes }) => [part, takes]),
          [
            ["name", 1],
            ["reason", 1],
          ],
        );
        const report = await (clinic.line as RigLine).report();
        const delivered = report.recordings.map(({ bytes }) => Buffer.from(bytes));
        for (const [part, spokenMs] of [
          ["name", 3_000],
          ["reason", 12_000],
        ] as const) {
          const stored = await clinic.watched.store.recording(message.ref, part);
          assert.ok(stored !== undefined, part);
          assert.ok(
            delivered.some((bytes) => bytes.includes(Buffer.from(stored.bytes))),
            `${part}: stored ≠ delivered`,
          );
          const ms = stored.bytes.length / (stored.format === "s16le" ? 16 : 8);
          assert.ok(ms >= spokenMs - 100, `${part}: ${ms} ms`);
        }
      },
      {
        rig: () => {
          const rig = driver.rig({});
          rig.keysCome(way);
          return rig;
        },
      },
    );
  }
}
