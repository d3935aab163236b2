import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../../firmware/time/Duration.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import { openPort } from "../serial/openPort.ts";
import { openPty, type Pty } from "../serial/Pty.ts";
import type { AtPort, AtPortListeners } from "./At.ts";
import { openAtPort } from "./AtPort.ts";

const BOUND = { timeout: 20_000 };
const UNSOLICITED = ["RING", "NMBR", "NAME", "+CMTI:"];

/** A modem on a real pty that answers by this function, and our AtPort on the other end. */
async function withModem(
  answer: (line: string, pty: Pty) => void,
  listeners: AtPortListeners,
  body: (at: AtPort, pty: Pty) => Promise<void>,
): Promise<void> {
  const pty = await openPty();
  let line = "";
  pty.onData((bytes) => {
    for (const byte of bytes) {
      if (byte !== 0x0d) line += String.fromCharCode(byte);
      else {
        const whole = line;
        line = "";
        answer(whole, pty);
      }
    }
  });
  const port = await openPort(pty.path);
  const at = openAtPort(port, {
    clock: new SystemClock(),
    dle: true,
    probe: { text: "ATI0", answer: "5601" },
    unsolicited: UNSOLICITED,
    listeners,
  });
  try {
    await body(at, pty);
  } finally {
    await at.close();
    await pty.close();
  }
}

const say = (pty: Pty, text: string): void => pty.write(Buffer.from(text, "latin1"));

test("a command is answered over a real pty", BOUND, () =>
  withModem(
    (line, pty) => say(pty, line === "ATI3" ? "\r\nU.S. Robotics 56K FAX USB V1.2.23\r\n\r\nOK\r\n" : "\r\nERROR\r\n"),
    {},
    async (at) => {
      const outcome = await at.command({ text: "ATI3", timeout: Seconds(5) });
      assert.deepEqual(outcome, { kind: "ok", final: "OK", lines: ["U.S. Robotics 56K FAX USB V1.2.23"] });
      assert.equal((await at.command({ text: "AT+X", timeout: Seconds(5) })).kind, "refused");
    },
  ),
);

test("the off-hook command leaves before anything else gets its turn", BOUND, async () => {
  let at: AtPort | undefined;
  let leftAtOnce = false;
  const offHook = Promise.withResolvers<void>();
  const listeners: AtPortListeners = {
    unsolicited: (line) => {
      if (!line.startsWith("NAME")) return;
      void at?.command({ text: "AT+VLS=1", timeout: Seconds(5) }, { urgent: true });
      queueMicrotask(() => {
        leftAtOnce = at?.trace().at(-1)?.includes("AT+VLS=1") ?? false;
      });
    },
  };
  await withModem(
    (line) => line === "AT+VLS=1" && offHook.resolve(),
    listeners,
    async (port, pty) => {
      at = port;
      say(pty, "\r\nRING\r\n\r\nNMBR=3125550123\r\nNAME=SMITH JOHN\r\n");
      await offHook.promise;
      assert.ok(leftAtOnce);
    },
  );
});

test("all 256 sample values are recorded as the modem sent them, and the OK after them is found", BOUND, async () => {
  const samples: number[] = [];
  const sent = Array.from({ length: 2560 }, (_, i) => i & 0xff);
  const shielded = sent.flatMap((value) => (value === 0x10 ? [0x10, 0x10] : [value]));
  const ended = Promise.withResolvers<void>();
  await withModem(
    (_, pty) => {
      say(pty, "\r\nCONNECT\r\n");
      pty.write(Uint8Array.from([...shielded, 0x10, 0x03]));
      say(pty, "\r\nOK\r\n");
    },
    { audio: (bytes) => samples.push(...bytes), audioEnded: () => ended.resolve() },
    async (at) => {
      const record = { text: "AT+VRX", timeout: Seconds(5), success: ["CONNECT"], receivesAudio: true };
      assert.equal((await at.command(record)).kind, "ok");
      await ended.promise;
      assert.deepEqual(await at.finalResult(Seconds(5)), { kind: "ok", final: "OK", lines: [] });
      assert.deepEqual(samples, sent);
    },
  );
});

test("unplugging ends every waiting command and is told exactly once", BOUND, async () => {
  const gone: string[] = [];
  const told = Promise.withResolvers<void>();
  const listeners: AtPortListeners = {
    gone: (why) => {
      gone.push(why);
      told.resolve();
    },
  };
  await withModem(
    (_, pty) => void pty.close(),
    listeners,
    async (at) => {
      const waiting = at.command({ text: "AT+CSQ", timeout: Seconds(15) });
      const queued = at.command({ text: "AT+CREG?", timeout: Seconds(15) });
      assert.deepEqual(await waiting, { kind: "portGone" });
      assert.deepEqual(await queued, { kind: "portGone" });
      await told.promise;
      await at.close();
      assert.equal(gone.length, 1);
      assert.deepEqual(await at.command({ text: "AT", timeout: Seconds(5) }), { kind: "portGone" });
    },
  );
});

test("closing it ourselves is not told as an unplugged modem", BOUND, async () => {
  const gone: string[] = [];
  await withModem(
    () => undefined,
    { gone: (why) => gone.push(why) },
    async (at) => {
      const waiting = at.command({ text: "AT", timeout: Seconds(15) });
      await at.close();
      assert.deepEqual(await waiting, { kind: "portGone" });
    },
  );
  assert.deepEqual(gone, []);
});

test("the trace shows what was said, but no number, name, text, PIN or key of anybody", BOUND, async () => {
  const heard = Promise.withResolvers<void>();
  const listeners: AtPortListeners = { unsolicited: (line) => line.startsWith("NAME") && heard.resolve() };
  await withModem(
    (_, pty) => say(pty, "\r\n+CMS ERROR: 331\r\n\r\nRING\r\n\x105NMBR = 3125550123\r\nNAME = SMITH JOHN\r\n"),
    listeners,
    async (at) => {
      await at.command({ text: 'AT+CPIN="4711"', timeout: Seconds(5) });
      await heard.promise;
      const trace = at.trace().join("\n");
      assert.match(trace, /→ AT\+CPIN="•{4}"/);
      assert.match(trace, /← \+CMS ERROR: 331/);
      assert.match(trace, /← RING/);
      assert.match(trace, /<DLE>•/);
      for (const secret of ["4711", "5550123", "SMITH", "JOHN", "<DLE>5"]) assert.ok(!trace.includes(secret), secret);
    },
  );
});
