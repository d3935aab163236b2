import assert from "node:assert/strict";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { type Clinic, scenario } from "../harness/Clinic.ts";
import { confirmsNumber, isUrgent } from "./ways.ts";

const WANTED = { patientText: "when-taken" } as const;
const PHONE = "+13125550142";

/** An urgent call whose caller hangs up once the number is confirmed, or before. */
async function isCalled(clinic: Clinic, confirmed = true): Promise<string> {
  const caller = await clinic.phone(PHONE).calls();
  await isUrgent(caller);
  if (confirmed) await confirmsNumber(caller);
  await caller.hangsUp();
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  return clinic.pages[0]!.ref;
}

scenario(
  "once a doctor has taken the call the caller reads who will call back, once",
  async (clinic) => {
    const ref = await isCalled(clinic);
    assert.deepEqual(clinic.phone(PHONE).received, [], "not before");
    await clinic.pager("Dr. Patel").replies(ref);
    await clinic.until("the caller is told", () => clinic.phone(PHONE).received.length > 0, Seconds(10));
    await clinic.pager("Dr. Patel").replies(`${ref} pass`);
    await clinic.pager("Dr. Chen").replies(ref);
    await clinic.passes(Minutes(5));
    assert.deepEqual(clinic.phone(PHONE).received, [
      "Rosewood: Dr. Patel has your message and will call you back. In an emergency call 911. Nobody reads replies to this text.",
    ]);
    const { dispatches } = await clinic.message();
    assert.ok(!dispatches.some(({ person }) => person === "caller"), "it is no page");
  },
  WANTED,
);

scenario(
  "a number that the caller has not confirmed gets nothing",
  async (clinic) => {
    const ref = await isCalled(clinic, false);
    await clinic.pager("Dr. Patel").replies(ref);
    await clinic.passes(Minutes(1));
    assert.deepEqual(clinic.phone(PHONE).received, []);
  },
  WANTED,
);

scenario("a clinic that has not asked for it: no caller is ever texted", async (clinic) => {
  const ref = await isCalled(clinic);
  await clinic.pager("Dr. Patel").replies(ref);
  await clinic.passes(Minutes(1));
  assert.deepEqual(clinic.phone(PHONE).received, []);
});
