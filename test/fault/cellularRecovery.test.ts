import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { ApplianceProcess } from "../e2e/ApplianceProcess.ts";
import { everythingReady } from "../e2e/ApplianceProcess.ts";
import { House, mobileCaller } from "../e2e/House.ts";
import { assertWhole, kept } from "../e2e/keptSound.ts";
import { until } from "../e2e/until.ts";

const LONGEST_TEST = { timeout: 90_000 };
/** Whole boxes side by side: they mostly wait. */
const SIDE_BY_SIDE = 2;
/** The bench pulls it out for 20 s; what happens is the same. */
const AWAY_MS = 1_500;
const BACK_WITHIN_MS = 10_000;
const SPEAKS_MS = 8_000;
const SOON = Seconds(20);

const passes = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** From the port's return to a box that says it answers and pages, with no fault left. */
async function backInService(house: House, appliance: ApplianceProcess, portBackAtMs: number): Promise<void> {
  await until(
    "back in service",
    async () => {
      const status = await appliance.status();
      return everythingReady(status) && status.faults.length === 0;
    },
    { story: () => house.story() },
  );
  const took = house.gsm.now() - portBackAtMs;
  assert.ok(took <= BACK_WITHIN_MS, `back in service ${took.toFixed(0)} ms after the port was back\n${house.story()}`);
  await appliance.faultOver("SMS_MODEM_GONE");
}

async function answersAndPages(house: House, appliance: ApplianceProcess): Promise<void> {
  const pages = house.paged.length;
  const from = appliance.events.length;
  const report = await house.mobileCall();
  assert.equal(report.outcome, "answered", house.story());
  assert.deepEqual(report.puzzles, []);
  const { ref } = await appliance.event("saved", from);
  assertWhole(house.data, ref ?? "", report, 1_000);
  await house.page(pages);
}

for (const newName of [false, true]) {
  const where = newName ? "under another name" : "where it was";
  suite(`a cellular modem that vanishes and comes back ${where}`, { concurrency: SIDE_BY_SIDE }, () => {
    test(
      "while nothing happens: told, in service within ten seconds, the next call is answered and paged",
      LONGEST_TEST,
      async () => {
        await using house = await House.build({ cellularLine: true });
        const appliance = await house.start();
        const { path } = house.gsm;
        await house.gsm.unplug();
        await appliance.fault("SMS_MODEM_GONE");
        await passes(AWAY_MS);
        await house.gsm.replug({ newName });
        assert.equal(house.gsm.path, path, "the link of udev stays");
        await backInService(house, appliance, house.gsm.now());
        await answersAndPages(house, appliance);
      },
    );

    test(
      "in the middle of its own call: what was said is kept and was paged, the next call is answered",
      LONGEST_TEST,
      async () => {
        await using house = await House.build({ cellularLine: true });
        const appliance = await house.start();
        const call = house.mobileCall(mobileCaller({ speaksMs: SPEAKS_MS }));
        const code = await house.page();
        await appliance.event("recording");
        await passes(AWAY_MS);
        await house.gsm.unplug();
        await appliance.fault("SMS_MODEM_GONE");
        assert.equal((await call).end, "lost");
        await passes(AWAY_MS);
        await house.gsm.replug({ newName });
        await backInService(house, appliance, house.gsm.now());
        const { summary } = kept(house.data, code);
        assert.equal(summary.call.ending, "line-lost");
        assert.ok((summary.recordings[0]?.milliseconds ?? 0) > AWAY_MS / 2, JSON.stringify(summary));
        await answersAndPages(house, appliance);
        assert.equal(house.paged.filter((paged) => paged === code).length, 1, "paged once");
      },
    );

    test(
      "while the network works on a page: it goes out when the modem is back, with the same code",
      LONGEST_TEST,
      async () => {
        await using house = await House.build({ cellularLine: true, gsm: { network: { delayMs: 2_000 } } });
        const appliance = await house.start();
        const handedOver = house.gsm.waitFor(({ event }) => event === "pduReceived", SOON, "the page on its way");
        const call = house.mobileCall();
        await handedOver;
        await house.gsm.unplug();
        await appliance.fault("SMS_MODEM_GONE");
        await call;
        await passes(AWAY_MS);
        await house.gsm.replug({ newName });
        await backInService(house, appliance, house.gsm.now());
        const { ref } = await appliance.event("submitted");
        await house.page();
        assert.deepEqual([...new Set(house.paged)], [ref]);
        assert.equal(kept(house.data, ref ?? "").summary.call.ending, "line-lost");
      },
    );

    test(
      "it crashes in the middle of its own call and starts anew: what was said is kept, the next call is answered",
      LONGEST_TEST,
      async () => {
        await using house = await House.build({ cellularLine: true, gsm: { registerAfterMs: 500 } });
        const appliance = await house.start();
        const call = house.mobileCall(mobileCaller({ speaksMs: SPEAKS_MS }));
        const code = await house.page();
        await appliance.event("recording");
        await passes(AWAY_MS);
        const back = house.gsm.waitFor(({ event }) => event === "ready", SOON, "the port");
        house.gsm.reset({ awayMs: AWAY_MS, newName });
        await appliance.fault("SMS_MODEM_GONE");
        assert.equal((await call).end, "lost");
        await backInService(house, appliance, (await back).atMs);
        assert.equal(kept(house.data, code).summary.call.ending, "line-lost");
        await answersAndPages(house, appliance);
      },
    );
  });
}
