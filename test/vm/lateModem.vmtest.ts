/** Modems that nobody has plugged in yet when the service starts: their drivers' numbers must be allowed to it all the same. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { until } from "../e2e/until.ts";
import { figure } from "./tell.ts";
import { READY_WITHIN_MS, VmClinic } from "./VmClinic.ts";

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

suite("modems plugged in after the service started", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  before(
    async () => {
      clinic = await VmClinic.start({ plugged: [], isSetUp: true });
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  const status = async (): Promise<string> => (await clinic.machine.tries("firstring status", 240_000)).output;

  test("the service starts without any modem, and says which are missing", async () => {
    await clinic.ready();
    const { machine } = clinic;
    assert.doesNotMatch(await machine.run("ls /dev"), /ttyUSB/);
    const said = await status();
    assert.match(said, /\[LINE_PORT_GONE\]/);
    assert.match(said, /\[SMS_MODEM_GONE\]/);
  });

  test("both are taken into service as they are plugged in, by the process that runs already", async () => {
    const pid = await clinic.ready();
    const began = clinic.now();
    await clinic.plugIn("mobile");
    await clinic.plugIn("front");
    const { atMs, call } = await clinic.answersAgain();
    figure(
      "modems plugged in after the start → off-hook for a call that rings already",
      `${seconds(atMs - began)}, call ${call}`,
    );
    await clinic.page();
    await until("the fault is over", async () => !/LINE_PORT_GONE|SMS_MODEM_GONE/.test(await status()), {
      withinMs: READY_WITHIN_MS,
    });
    assert.equal(await clinic.ready(), pid, "it was not restarted for it");
  });
});
