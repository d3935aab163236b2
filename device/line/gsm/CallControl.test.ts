import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { MemoryWire } from "../../../test/harness/MemoryWire.ts";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import type { AtOutcome } from "../../at/At.ts";
import { CallControl } from "./CallControl.ts";

const FIRST_PORT: AtOutcome = { kind: "ok", final: "OK", lines: ["by the first port"] };

/** A second port that answers OK to everything, until it does not. */
async function opened() {
  const clock = new VirtualClock();
  const wire = new MemoryWire(clock);
  const port = { answers: true };
  wire.plug.onData(() => port.answers && wire.plug.write(Buffer.from("\r\nOK\r\n")));
  const control = new CallControl(async () => wire.open()!, clock);
  const begun = control.begin("/dev/second", []);
  await clock.advanceGently(Seconds(1));
  await begun;
  const ata = async (): Promise<{ readonly outcome: AtOutcome | undefined; readonly ms: number }> => {
    const since = clock.monotonic();
    let outcome: AtOutcome | undefined;
    let ms = 0;
    void control
      .command({ text: "ATA", timeout: Seconds(15) }, async () => FIRST_PORT)
      .then((ended) => {
        outcome = ended;
        ms = clock.monotonic() - since;
      });
    await clock.advanceGently(Seconds(20));
    return { outcome, ms };
  };
  return { clock, wire, port, control, ata };
}

test("a call is answered over the second port while it works, however long nobody called", async () => {
  const { clock, control, ata } = await opened();
  await clock.advanceGently(Seconds(600));
  assert.deepEqual((await ata()).outcome, { kind: "ok", final: "OK", lines: [] });
  await control.close();
  assert.deepEqual(clock.running(), []);
});

test("a second port that fell silent since is found out before the next call, which the first port answers at once", async () => {
  const { clock, port, control, ata } = await opened();
  port.answers = false;
  await clock.advanceGently(Seconds(30));
  const { outcome, ms } = await ata();
  assert.equal(outcome, FIRST_PORT);
  assert.ok(ms < 100, `${ms} ms`);
  await control.close();
  assert.deepEqual(clock.running(), []);
});
