import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, readFileSync } from "node:fs";
import { after, before, suite, test } from "node:test";
import type { ApplianceProcess } from "./ApplianceProcess.ts";
import { askedByTechnician } from "./askedByTechnician.ts";
import { DEGRADED_STORES, type DegradedStore } from "./degradedStores.ts";
import { bounded, CALLER, DOCTOR, House, patientCaller, urgentCaller } from "./House.ts";
import { smallDisk } from "./smallDisk.ts";
import { until } from "./until.ts";

/** Whole boxes side by side: they mostly wait for the telephone. */
const SIDE_BY_SIDE = 4;
const LONGEST_TEST = { timeout: 60_000 };

/** An urgent call comes in, and is answered, paged and taken as if nothing were wrong. */
async function answersAndPages(house: House, appliance: ApplianceProcess, caller = urgentCaller()): Promise<string> {
  const pages = house.paged.length;
  const from = appliance.events.length;
  const report = await house.call(caller);
  assert.equal(report.outcome, "answered", house.story());
  const code = await house.page(pages);
  house.gsm.doctorPhone(DOCTOR).sends(code);
  await appliance.event("taken", from, ({ ref }) => ref === code);
  return code;
}

/** The fault stands once in the journal, with its cure, and in `firstring status`. */
async function toldOnce(appliance: ApplianceProcess, data: string, code: string, says: RegExp): Promise<void> {
  const line = await appliance.fault(code);
  assert.match(line.detail ?? "", says);
  assert.equal(appliance.journal.filter((it) => it.msg === "fault" && it.code === code).length, 1, "told once");
  const told = await askedByTechnician(data);
  assert.match(told, new RegExp(`\\[${code}\\]`));
  assert.match(told, /What to do: /);
}

const digest = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

suite("a box in trouble still answers, still pages what it can, and says what is wrong", {
  concurrency: SIDE_BY_SIDE,
}, () => {
  let used: House;
  before(async () => {
    used = await House.build({ replies: true });
    const appliance = await used.start();
    await answersAndPages(used, appliance, urgentCaller({ number: "3125550144" }));
    await appliance.stop();
  });
  after(() => used[Symbol.asyncDispose]());

  for (const degraded of DEGRADED_STORES) test(degraded.name, LONGEST_TEST, () => withStore(degraded));

  async function withStore(degraded: DegradedStore): Promise<void> {
    await using house = await House.build();
    cpSync(used.data, house.data, { recursive: true });
    const untouched = degraded.spoil(house.data);
    const before = untouched.map(digest);
    const data = degraded.data?.(house.data) ?? house.data;
    const appliance = await house.start({
      data,
      ...(degraded.env === undefined ? {} : { env: degraded.env }),
      ...(degraded.before === undefined ? {} : { before: degraded.before }),
    });
    await toldOnce(appliance, data, degraded.code, degraded.says);
    await answersAndPages(house, appliance, degraded.longPrompts ? patientCaller() : urgentCaller());
    const saved = degraded.longPrompts ? undefined : await appliance.event("saved");
    if (saved === undefined) assert.ok(appliance.events.some(({ kind }) => kind === "caller-gone"));
    else if (degraded.kept === "memory") assert.equal(saved.text, "could not be saved on a disk");
    else assert.match(saved.text, /^saved, reference/);
    await appliance.stop();
    assert.equal(appliance.exitCode, 0, appliance.story());
    assert.deepEqual(untouched.map(digest), before, "the files are as they were");
  }

  test(
    "the disk is full at the start: told, answered and paged, and all is in the database when there is room",
    LONGEST_TEST,
    async (t) => {
      await using house = await House.build();
      const disk = await smallDisk(house.data);
      if (disk === undefined) return t.skip("only root may mount a small disk here");
      try {
        cpSync(used.data, house.data, { recursive: true });
        disk.fill();
        const appliance = await house.start();
        await toldOnce(appliance, house.data, "STORE_FULL", /disk is full.*Free space on the data disk/);
        const code = await answersAndPages(house, appliance);
        assert.equal((await appliance.event("saved")).text, "could not be saved on a disk");
        disk.free();
        await appliance.faultOver("STORE_FULL");
        const [newest] = await appliance.messages();
        assert.equal(newest?.message.ref, code);
        await appliance.stop();
      } finally {
        await disk.unmount();
      }
    },
  );

  test("a secret of the clinic file is gone: told by its name, and the box does without", LONGEST_TEST, async () => {
    await using house = await House.build({ callsSecondAfter: "5m" });
    const appliance = await house.start({ env: { FIRSTRING_E2E_DOCTORS_PIN: "" } });
    await toldOnce(appliance, house.data, "SECRET_MISSING", /FIRSTRING_E2E_DOCTORS_PIN.*is not there/);
    await answersAndPages(house, appliance);
  });

  test("no SIM card: told, calls are taken, and the page goes as soon as there is one", LONGEST_TEST, async () => {
    await using house = await House.build({ gsm: { noSim: true } });
    const appliance = house.spawn();
    await appliance.ready((status) => status.lines.some(({ state }) => state.startsWith("ready")));
    await toldOnce(appliance, house.data, "SMS_SIM_MISSING", /SIM/i);
    const report = await house.call(urgentCaller());
    assert.equal(report.outcome, "answered");
    assert.match((await appliance.event("saved")).text, /^saved/);
    assert.deepEqual(house.paged, []);
    house.gsm.insertSim();
    await house.page();
    await appliance.faultOver("SMS_SIM_MISSING");
  });

  test(
    "no cellular modem at the start: told, calls are taken, and the page goes when it is plugged in",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ gsmModem: false });
      const appliance = house.spawn();
      await appliance.ready((status) => status.lines.some(({ state }) => state.startsWith("ready")));
      await toldOnce(appliance, house.data, "SMS_MODEM_GONE", /is not there.*Check the modem.s USB plug/);
      const report = await house.call(urgentCaller());
      assert.equal(report.outcome, "answered");
      await house.plugInGsm();
      await house.page();
      await appliance.faultOver("SMS_MODEM_GONE");
    },
  );

  test(
    "no voice modem at the start: told, and the first call after it is plugged in is answered",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ voiceModem: false });
      const appliance = house.spawn();
      await appliance.ready((status) => status.sms?.registered === true && status.faults.length > 0);
      await toldOnce(appliance, house.data, "LINE_PORT_GONE", /cannot be opened/);
      await house.plugInVoice();
      await appliance.ready();
      await appliance.faultOver("LINE_PORT_GONE");
      await answersAndPages(house, appliance);
    },
  );

  test(
    "the voice modem is pulled out in the middle of the reason: paged, what was said is kept, and the next call is answered",
    LONGEST_TEST,
    async () => {
      await using house = await House.build();
      const appliance = await house.start();
      const call = house.voice.call(urgentCaller({ speaksMs: 6_000 }));
      const code = await house.page();
      await until("two seconds of speech", () => appliance.events.some(({ kind }) => kind === "recording"));
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await house.voice.unplug();
      await bounded("the call", call);
      await appliance.event("on-hook");
      await toldOnce(appliance, house.data, "LINE_PORT_GONE", /./);
      const [kept] = await appliance.messages();
      assert.equal(kept?.message.ref, code);
      assert.equal(kept?.call.ending, "line-lost");
      assert.ok((kept?.recordings[0]?.milliseconds ?? 0) > 1_000, JSON.stringify(kept));
      await house.plugInVoice();
      await appliance.ready();
      // Somebody else: the first caller's second call would be told of with their first one.
      assert.notEqual(await answersAndPages(house, appliance, urgentCaller({ number: "3125550143" })), code);
    },
  );

  test(
    "the cellular modem is pulled out while it pages: the page goes when it is back, with the same code",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ gsm: { network: { delayMs: 1_000 } } });
      const appliance = await house.start();
      const call = house.call(urgentCaller());
      await until("the page on its way", () => appliance.events.find(({ kind }) => kind === "urgent"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await house.gsm.unplug();
      await toldOnce(appliance, house.data, "SMS_MODEM_GONE", /./);
      // The radio may have sent it before the plug was pulled; nobody could tell the box.
      assert.ok(appliance.events.every(({ kind }) => kind !== "submitted"));
      await house.gsm.replug();
      await appliance.event("submitted");
      const code = await house.page();
      assert.equal((await call).outcome, "answered");
      house.gsm.doctorPhone(DOCTOR).sends(code);
      await appliance.event("taken");
      assert.deepEqual([...new Set(house.paged)], [code]);
      const [kept] = await appliance.messages();
      assert.equal(kept?.call.callerId.kind === "number" && kept.call.callerId.number, CALLER);
    },
  );
});
