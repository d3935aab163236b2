import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { LiveEvent } from "../../device/control/LiveFeed.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { ApplianceProcess } from "./ApplianceProcess.ts";
import { CALLER, codeOf, DOCTOR, House, MOBILE_CALLER, mobileCaller, shownBy, urgentCaller } from "./House.ts";
import { assertAllKept, assertWhole, kept } from "./keptSound.ts";
import { until } from "./until.ts";

const LONGEST_TEST = { timeout: 90_000 };
/** Whole boxes side by side: they mostly wait for the telephone. */
const SIDE_BY_SIDE = 2;
const LONG_MS = 6_000;
/** A busy machine begins to record a moment after the tone; the emulated caller speaks at once. */
const KEPT_MS = LONG_MS - 500;
const SOON = Seconds(20);

const onLine = (appliance: ApplianceProcess, kind: string, line: string): Promise<LiveEvent> =>
  appliance.event(kind, 0, (event) => event.line === line);

/** The code that a call on this line was given, once it is known. */
async function codeFrom(appliance: ApplianceProcess, line: string): Promise<string> {
  const { ref } = await onLine(appliance, "off-hook", line);
  assert.ok(ref !== undefined);
  return ref;
}

const recordingOn = (appliance: ApplianceProcess, line: string): Promise<LiveEvent> =>
  onLine(appliance, "recording", line);

const pageOf = (house: House, code: string): Promise<string> =>
  until(`the page ${code}`, () => house.texts.find((text) => codeOf(text) === code), { story: () => house.story() });

suite("two modems in one box", { concurrency: SIDE_BY_SIDE }, () => {
  test(
    "a call on the analog line is paged while a patient speaks on the cellular line: by the very modem that is in a call",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ cellularLine: true, replies: true });
      const appliance = await house.start();
      const mobile = house.mobileCall(mobileCaller({ speaksMs: LONG_MS }));
      await recordingOn(appliance, "mobile");
      const analog = house.call();
      const code = await codeFrom(appliance, "front");
      const submitted = await appliance.event("submitted", 0, ({ ref }) => ref === code);
      await appliance.event("taken", 0, ({ ref }) => ref === code);
      const analogReport = await analog;
      const mobileReport = await mobile;
      const free = await onLine(appliance, "on-hook", "mobile");
      assert.ok(submitted.atMs < free.atMs, "the page did not wait for the end of the cellular call");
      assert.deepEqual(mobileReport.puzzles, []);
      assertAllKept(house.data, code, analogReport);
      assertWhole(house.data, await codeFrom(appliance, "mobile"), mobileReport, KEPT_MS);
      assert.equal(new Set(house.paged).size, 2);
      assert.equal(house.paged.length, 2, "each paged once");
      assert.deepEqual((await appliance.status()).faults, []);
    },
  );

  test(
    "both lines ring at the same moment: both are answered before their second ring, and both doctors' pages go out",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ cellularLine: true });
      const appliance = await house.start();
      const [analog, mobile] = await Promise.all([house.call(), house.mobileCall()]);
      for (const report of [analog, mobile]) {
        assert.equal(report.outcome, "answered", house.story());
        assert.equal(report.offHook?.rings, 1, "before the second ring");
        assert.deepEqual(report.puzzles, []);
      }
      const codes = { front: await codeFrom(appliance, "front"), mobile: await codeFrom(appliance, "mobile") };
      const front = assertAllKept(house.data, codes.front, analog);
      const cellular = assertWhole(house.data, codes.mobile, mobile, 1_000);
      assert.deepEqual(front.call.callerId, { kind: "number", number: CALLER, name: "LOPEZ MARIA" });
      assert.deepEqual(cellular.call.callerId, { kind: "number", number: MOBILE_CALLER });
      await pageOf(house, codes.front);
      await pageOf(house, codes.mobile);
      assert.deepEqual(house.paged.toSorted(), [codes.front, codes.mobile].toSorted(), "one page each");
    },
  );

  test(
    "the cellular modem is pulled out in its own call: the analog call notices nothing, and what was said is kept",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ cellularLine: true });
      const appliance = await house.start();
      const mobile = house.mobileCall(mobileCaller({ speaksMs: LONG_MS }));
      const lost = await codeFrom(appliance, "mobile");
      await pageOf(house, lost);
      await recordingOn(appliance, "mobile");
      const analog = house.call(urgentCaller({ speaksMs: LONG_MS }));
      await recordingOn(appliance, "front");
      await house.gsm.unplug();
      await appliance.fault("SMS_MODEM_GONE");
      assert.equal((await mobile).end, "lost");
      await house.gsm.replug();
      await appliance.faultOver("SMS_MODEM_GONE");
      const code = await codeFrom(appliance, "front");
      assertAllKept(house.data, code, await analog);
      await pageOf(house, code);
      const message = kept(house.data, lost).summary;
      assert.equal(message.call.ending, "line-lost");
      assert.ok((message.recordings[0]?.milliseconds ?? 0) > 1_000, JSON.stringify(message));
      await appliance.ready(
        (status) => status.faults.length === 0 && status.lines.every(({ state }) => state.startsWith("ready")),
      );
      const again = await house.mobileCall();
      assert.equal(again.outcome, "answered", "it answers again");
      assert.deepEqual(again.puzzles, []);
    },
  );

  test(
    "the analog modem is pulled out in its own call: the cellular call notices nothing, and the page of either goes out",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ cellularLine: true });
      const appliance = await house.start();
      const analog = house.call(urgentCaller({ speaksMs: LONG_MS }));
      await recordingOn(appliance, "front");
      const mobile = house.mobileCall(mobileCaller({ speaksMs: LONG_MS }));
      await recordingOn(appliance, "mobile");
      await house.voice.unplug();
      await appliance.fault("LINE_PORT_GONE");
      await analog;
      const codes = { front: await codeFrom(appliance, "front"), mobile: await codeFrom(appliance, "mobile") };
      assertWhole(house.data, codes.mobile, await mobile, KEPT_MS);
      await pageOf(house, codes.front);
      await pageOf(house, codes.mobile);
      assert.equal(kept(house.data, codes.front).summary.call.ending, "line-lost");
      await house.plugInVoice();
      await appliance.faultOver("LINE_PORT_GONE");
      await appliance.ready();
      assert.equal((await house.call()).outcome, "answered", "it answers again");
    },
  );

  test(
    "of two cellular modems one dies: pages go over the other, and so does the text that says it",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ spare: {}, faultsAfter: "2s", replies: true });
      const appliance = await house.start();
      await appliance.ready(({ modems }) => modems.every(({ registered }) => registered));
      await house.gsm.unplug();
      await appliance.fault("SMS_MODEM_GONE");
      const report = await house.call();
      assert.equal(report.outcome, "answered");
      const code = await codeFrom(appliance, "front");
      await appliance.event("taken", 0, ({ ref }) => ref === code);
      const { spare } = house;
      assert.ok(spare !== undefined);
      assert.deepEqual(
        shownBy(spare).flatMap((text) => codeOf(text) ?? []),
        [code],
      );
      const about = await until(
        "the text about the fault",
        () => shownBy(spare).find((text) => text.includes("(201 mobile)")),
        {
          withinMs: 40_000,
          story: () => house.story(),
        },
      );
      assert.match(about, /^Rosewood FirstRing: The cellular modem is not there \(201 mobile\)\./);
      const { modems, faults } = await appliance.status();
      assert.deepEqual(
        modems.map(({ id, ready }) => [id, ready]),
        [
          ["mobile", false],
          ["spare", true],
        ],
      );
      assert.deepEqual(
        faults.map((fault) => [fault.code, fault.where]),
        [["SMS_MODEM_GONE", "mobile"]],
      );
      await house.gsm.replug();
      await appliance.faultOver("SMS_MODEM_GONE");
      assert.equal(house.gsm.doctorPhone(DOCTOR).received.length, 0, "nothing went twice");
    },
  );

  test(
    "the first modem is pulled out while the network works on a page: the second one sends it at once",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ gsm: { network: { delayMs: 3_000 } }, spare: {} });
      const appliance = await house.start();
      await appliance.ready(({ modems }) => modems.every(({ registered }) => registered));
      const handedOver = house.gsm.waitFor(({ event }) => event === "pduReceived", SOON, "the page on its way");
      const call = house.call();
      await handedOver;
      const pulledAtMs = house.gsm.now();
      await house.gsm.unplug();
      const code = await house.page();
      const { spare } = house;
      const [shown] = spare?.doctorPhone(DOCTOR).received ?? [];
      assert.ok(shown !== undefined && codeOf(shown.text) === code, house.story());
      const { atMs } = await appliance.event("submitted");
      assert.ok(atMs - pulledAtMs < 5_000, `${atMs - pulledAtMs} ms`);
      assert.equal((await call).outcome, "answered");
    },
  );
});
