/**
 * ModemManager, which we did not write, takes the emulated modem for the USB modem whose ids it is shown: it picks its
 * plugin for that make by itself, enables it, texts and talks with it. And it keeps off the ports that our udev rules
 * tell it to.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, type TestContext, test } from "node:test";
import { type GsmEmulatorOptions, GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { debianProgramsOrSkip } from "./debianPrograms.ts";
import { MmModem } from "./MmModem.ts";
import { ModemManagerStation, modemManagerNamespace } from "./ModemManagerStation.ts";
import type { UsbSerialPort } from "./usbSerialTree.ts";

const BOUND = { timeout: 90_000 };
const CHEN = "+13125550101";
const CALLER = "+13125550142";

interface Make {
  readonly model: NonNullable<GsmEmulatorOptions["model"]>;
  readonly usb: UsbSerialPort;
  readonly plugin: string;
  /** It takes `AT+CNMI=2,1,2,1,0`, which ModemManager sends to be told of delivery. */
  readonly tellsDelivery: boolean;
}

/** The AT port of each, as ModemManager's rules and its plugins know it. */
const MAKES = {
  sim7600: {
    model: "sim7600",
    usb: { vendor: "1e0e", product: "9001", interfaceNumber: "02", name: "ttyUSB2" },
    plugin: "simtech",
    // ⟨ds⟩ 1 only with ⟨mode⟩ 1 (manual §7.9).
    tellsDelivery: false,
  },
  ec25: {
    model: "ec25",
    usb: { vendor: "2c7c", product: "0125", interfaceNumber: "02", name: "ttyUSB2" },
    plugin: "quectel",
    tellsDelivery: true,
  },
  huawei: {
    model: "huawei",
    usb: { vendor: "12d1", product: "1001", interfaceNumber: "00", name: "ttyUSB0" },
    plugin: "huawei",
    tellsDelivery: true,
  },
  generic: {
    model: "generic",
    usb: { vendor: "ffff", product: "0001", interfaceNumber: "00", name: "ttyUSB0" },
    plugin: "generic",
    tellsDelivery: true,
  },
} as const satisfies Record<string, Make>;

/** What ModemManager needs of this machine. In CI it must be there; elsewhere the test says why it is skipped. */
async function groundFor(t: TestContext) {
  const programs = await debianProgramsOrSkip(t, "ModemManager", "mmcli", "dbus-daemon", "dbus-monitor");
  if (!programs) return undefined;
  const namespace = await modemManagerNamespace();
  if (typeof namespace !== "string") return { programs, namespace };
  if (process.env["CI"] === "true") throw new Error(namespace);
  t.skip(namespace);
  return undefined;
}

/** The emulated modem behind the ids of `make`, and a ModemManager that has just been told of its port. */
async function stationAt(t: TestContext, make: Make, rules: Readonly<Record<string, string>> = {}) {
  const ground = await groundFor(t);
  if (!ground) return undefined;
  const emulator = new GsmModemEmulator({ model: make.model });
  t.after(() => emulator.stop());
  const port = await emulator.listen({ kind: "pty" });
  const station = await ModemManagerStation.open(ground.programs, ground.namespace, { port, usb: make.usb, rules });
  t.after(() => station.close());
  return { emulator, station };
}

async function textsAndTalks(t: TestContext, make: Make): Promise<void> {
  const ground = await stationAt(t, make);
  if (!ground) return;
  const { emulator, station } = ground;
  const chen = emulator.doctorPhone(CHEN);
  const modem = new MmModem(station);

  await modem.found();
  const seen = await modem.enable(
    ({ generic, "3gpp": network }) =>
      generic.state === "registered" &&
      network["operator-name"] !== "--" &&
      Number(generic["signal-quality"].value) > 0,
  );
  assert.equal(seen.generic.plugin, make.plugin, "it knows the make by the USB ids");
  assert.equal(seen.generic["equipment-identifier"], "860000000000013");
  assert.equal(seen["3gpp"]["registration-state"], "home");
  assert.equal(seen["3gpp"]["operator-code"], "00101");
  assert.equal(seen["3gpp"]["operator-name"], "Test Mobile Network");
  // +CSQ: 20, as a percentage of 31.
  assert.equal(seen.generic["signal-quality"].value, "64");

  const page = "Rosewood: URGENT 🚑 ref 7Q4K {€}";
  const sent = await modem.sendText(CHEN, page);
  assert.deepEqual(
    chen.received.map(({ text }) => text),
    [page],
  );
  assert.equal((await modem.text(sent)).properties.state, "sent");
  chen.sends("7Q4K 👍 done");
  const reply = await modem.received("deliver");
  assert.deepEqual([reply.content.number, reply.content.text], [CHEN, "7Q4K 👍 done"]);
  if (make.tellsDelivery) {
    const report = await modem.received("status-report");
    assert.equal(report.properties["delivery-state"], "completed-received");
  }

  // Before any other call: 1.20 asks for the state of calls every 2 s until none is being set up, and one that is made,
  // but not started, when it last asks is never asked about again.
  const outgoing = await modem.dial(CHEN);
  await modem.callThatIs("ringing-out", outgoing);
  assert.ok(emulator.doctorPicksUp());
  assert.equal((await modem.callThatIs("active", outgoing)).number, CHEN);
  const ended = emulator.waitFor(({ event }) => event === "callEnded", Seconds(10), "the end of the call");
  emulator.callerHangsUp();
  await ended;
  await modem.callThatIs("terminated", outgoing);

  assert.ok(emulator.call(CALLER));
  const incoming = await modem.listedCall("incoming");
  const ringing = await modem.callThatIs("ringing-in", incoming);
  assert.deepEqual([ringing.direction, ringing.number], ["incoming", CALLER]);
  const answered = emulator.waitFor(({ event }) => event === "callAnswered", Seconds(10), "the answer");
  await modem.accept(incoming);
  await answered;
  await modem.callThatIs("active", incoming);
  await modem.hangUp(incoming);
  await modem.callThatIs("terminated", incoming);
}

// Side by side: each spends its seconds in waiting for ModemManager's own pauses.
describe("ModemManager texts and talks with the emulated modem", { concurrency: true }, () => {
  for (const [name, make] of Object.entries(MAKES)) {
    test(`as ${name}, by its plugin ${make.plugin}`, BOUND, (t) => textsAndTalks(t, make));
  }
});

const OUR_RULES = new URL("../../systemd/78-firstring-modems.rules", import.meta.url);

/** The lines about ModemManager as it reads them without udev: one assignment in a line, at its end. */
function asModemManagerReads(rules: string): string {
  const lines = rules.split("\n").filter((line) => /^ATTRS.*ID_MM_/.test(line));
  return lines
    .flatMap((line) => {
      const conditions = line.match(/\S+=="[^"]*"/g) ?? [];
      const marks = line.match(/ENV\{ID_MM_\w+\}="1"/g) ?? [];
      return marks.map((mark) => [...conditions, mark].join(", "));
    })
    .join("\n");
}

describe("our udev rules keep ModemManager off", { concurrency: true }, () => {
  const rules = asModemManagerReads(readFileSync(OUR_RULES, "utf8"));
  const ids = [
    ["1e0e", "9001"],
    ["2c7c", "0125"],
    ["12d1", "1001"],
  ] as const;
  for (const [vendor, product] of ids) {
    test(`${vendor}:${product}: it sees the port and sends nothing to it`, BOUND, async (t) => {
      const usb = { vendor, product, interfaceNumber: "02", name: "ttyUSB2" };
      const ground = await stationAt(t, { ...MAKES.generic, usb }, { "78-mm-firstring.rules": rules });
      if (!ground) return;
      let heard = "";
      ground.emulator.onEvent((event) => {
        if (event.event === "command") heard += event.line;
      });
      assert.match(ground.station.log, /\(tty\/ttyUSB2\): port filtered: device is blocklisted/);
      assert.deepEqual(await ground.station.mmcli("-L"), { "modem-list": [] });
      assert.equal(heard, "");
    });
  }
});
