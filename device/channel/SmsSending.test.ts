import assert from "node:assert/strict";
import { test } from "node:test";
import type { DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { dispatchTo } from "../../test/harness/SmsBench.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { encodeDeliver } from "../line/gsm/pdu/Pdu.ts";
import type { SubmitResult } from "../line/gsm/SmsCarrier.ts";
import type { ReceivedPdu } from "../line/gsm/SmsInbox.ts";
import { SmsChannel, type SmsPath } from "./SmsChannel.ts";
import type { SmsStore } from "./SmsReceiver.ts";

const never = new Promise<never>(() => {});
const CHEN = "+13125550101";
const AT = { year: 26, month: 11, day: 24, hour: 2, minute: 14, second: 30, zoneQuarterHours: -24 };

/** A channel on a modem that refuses the first PDU for its full store, and on whatever else is wrong. */
function channelOn(wrong: {
  readonly modem?: Partial<SmsPath>;
  readonly store?: Partial<SmsStore>;
  readonly reply?: () => Promise<void>;
}) {
  const clock = new VirtualClock();
  let comesIn: (pdu: ReceivedPdu) => Promise<void> = () => never;
  let refusals = 1;
  const modem: SmsPath = {
    ready: true,
    onReceived: (listener) => {
      comesIn = listener;
    },
    whenReady: async () => true,
    submit: async (): Promise<SubmitResult> => {
      refusals -= 1;
      if (refusals >= 0) return { kind: "refused", code: 322 };
      return { kind: "submitted", reference: 1, submittedAtMs: clock.monotonic(), modemMs: 1 };
    },
    discard: async () => {},
    sweep: async () => {},
    restoreServiceCentre: async () => true,
    reinit: () => {},
    ...wrong.modem,
  };
  const disk = async () => ({ kept: "disk" as const });
  const store: SmsStore = {
    writeInbound: async () => true,
    writeDispatch: disk,
    keepPart: disk,
    keptParts: async () => [],
    partsDone: disk,
    ...wrong.store,
  };
  const channel = new SmsChannel({ modem, clock, store, onReply: wrong.reply ?? (() => {}), onFault: () => {} });
  return { channel, clock, received: (pdu: ReceivedPdu) => comesIn(pdu) };
}

const hexOf = (text: string): string => encodeDeliver({ from: CHEN, text, reference: 1, at: AT }).pdus[0]!.hex;

for (const [what, wrong] of [
  ["the modem's listing", { modem: { sweep: () => never } }],
  ["the database", { store: { writeInbound: () => never } }],
  ["deleting", { modem: { discard: () => never } }],
] as const)
  test(`room has to be made for a page, and ${what} hangs: the page goes all the same`, async () => {
    const { channel, clock, received } = channelOn(wrong);
    void received({ hex: hexOf("hello"), slot: { session: 1, memory: "SM", index: 1, hex: "" } });
    let outcome: DispatchOutcome | undefined;
    void channel.send(dispatchTo(CHEN, "page"), { urgent: true }).then((ended) => {
      outcome = ended;
    });
    await clock.advanceGently(Seconds(8));
    assert.equal(outcome?.kind, "sent");
    channel.stop();
    assert.deepEqual(clock.running(), []);
  });

test("a reply that its reader dies of is off the SIM before that: it is not met again after the restart", async () => {
  const deleting = Promise.withResolvers<void>();
  const { received, clock } = channelOn({
    modem: { discard: () => deleting.promise },
    reply: () => Promise.reject(new Error("a bug")),
  });
  let died = false;
  const reading = received({ hex: hexOf("7Q4K"), slot: { session: 1, memory: "SM", index: 1, hex: "" } });
  reading.catch(() => {
    died = true;
  });
  await clock.advanceGently(Seconds(1));
  assert.ok(!died);
  deleting.resolve();
  await assert.rejects(reading, /a bug/);
});
