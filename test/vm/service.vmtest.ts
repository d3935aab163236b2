/** From power to a taken page: the package in a machine of its own, its modems on USB serial adapters. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { CallReport } from "../../device/emulator/caller/CallReport.ts";
import { urgentCaller } from "../e2e/House.ts";
import { until } from "../e2e/until.ts";
import { figure } from "./tell.ts";
import { READY_WITHIN_MS, VmClinic } from "./VmClinic.ts";

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

suite("the service in a machine", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  before(
    async () => {
      clinic = await VmClinic.start({ isSetUp: true });
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  test("is ready to answer when systemd is told so", async () => {
    await clinic.ready();
    const [started = 0, active = 0] = (
      await clinic.machine.run(
        "systemctl show firstring -P ExecMainStartTimestampMonotonic; systemctl show firstring -P ActiveEnterTimestampMonotonic",
      )
    )
      .split("\n")
      .map(Number);
    const cpu = Number(await clinic.property("CPUUsageNSec")) / 1e9;
    const memory = Number(await clinic.property("MemoryCurrent")) / 1e6;
    const rss = await clinic.machine.run(
      "awk '/VmRSS/ { print $2 / 1000 }' /proc/$(systemctl show firstring -P MainPID)/status",
    );
    figure(
      "unit started → ready (emulated CPU)",
      `${seconds((active - started) / 1000)}, ${cpu.toFixed(1)} s of CPU since the start`,
    );
    figure("memory of the service", `${rss.trim()} MB resident, ${memory.toFixed(0)} MB in its cgroup`);
    assert.ok(active > started, "it became active");
  });

  test("answers, pages, is told who takes it, and keeps the reason sample for sample", async () => {
    // A guest begins to listen later than a Pi: enough speech that a good part of it is kept in any case.
    const report = await clinic.call(urgentCaller({ speaksMs: 6_000 }));
    assert.equal(report.outcome, "answered");
    const ref = await clinic.page();
    await until(
      "the answer to the doctor",
      () => clinic.texts.some((text) => text.includes(ref) && !text.includes("URGENT call")),
      {
        withinMs: 120_000,
        story: () => clinic.texts.join("\n"),
      },
    );
    const samples = samplesOf(await clinic.exported(ref));
    assert.ok(samples.length >= 8_000, `a reason of ${samples.length} samples`);
    const delivered = report.recordings.some(({ bytes }) => Buffer.from(bytes).includes(samples));
    assert.ok(delivered, `what is kept is not what the modem delivered: ${howFarAlike(samples, report)}`);
    figure(
      "ring → off-hook on the emulated CPU",
      `${seconds((report.offHook?.atMs ?? 0) - (report.firstRingAtMs ?? 0))}, ring ${report.offHook?.rings}`,
    );
    assert.equal(report.offHook?.rings, 1, "before the second ring");
    assert.match(JSON.stringify(await clinic.message(ref)), /taken/);
  });

  test("modem pulled in mid-recording: what was spoken is kept and paged; plugged in again, it answers", async () => {
    const speaking = clinic.voice.next("callerSpeaks");
    const cut = clinic.call(urgentCaller({ speaksMs: 20_000 }));
    await speaking;
    // Some seconds of speech are on the disk by then; the page left when the number was confirmed.
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    await clinic.pull("front");
    await cut;
    const ref = await clinic.page(1, READY_WITHIN_MS);
    const wav = await clinic.exported(ref);
    assert.ok(wav.length > 16_000, `${wav.length} bytes of the reason are kept`);
    const began = clinic.now();
    await clinic.plugIn("front");
    const { atMs, call } = await clinic.answersAgain();
    figure("modem plugged in again → off-hook for a call that rings already", `${seconds(atMs - began)}, call ${call}`);
  });

  test("comes back under another ttyUSB number", async () => {
    const before = await clinic.machine.run("readlink /dev/serial/by-id/*FRONT1*");
    await clinic.pull("front");
    // Somebody else takes the number that was free.
    await clinic.machine.qmp.ask("chardev-add", { id: "other-wire", backend: { type: "null", data: {} } });
    await clinic.machine.plug("other", "usb-serial", {
      chardev: "other-wire",
      "always-plugged": true,
      serial: "OTHER1",
    });
    await clinic.machine.until("the other adapter", "ls /dev/serial/by-id | grep OTHER1");
    await clinic.plugIn("front");
    const after = await clinic.machine.until("the front modem", "readlink /dev/serial/by-id/*FRONT1*");
    assert.notEqual(after, before);
    await clinic.answersAgain();
    await clinic.machine.unplug("other");
  });
});

/** The modem's own bytes in a WAV file; a padding byte may follow an odd number of them. */
function samplesOf(wav: Buffer): Buffer {
  const at = wav.indexOf("data") + 8;
  return wav.subarray(at, at + wav.readUInt32LE(at - 4));
}

/** For a failure: where the beginning of what is kept is found, and how far both are alike from there. */
function howFarAlike(samples: Buffer, report: CallReport): string {
  const tried = report.recordings.map(({ bytes, format, overrunBytes }) => {
    const [delivered, begin] = [Buffer.from(bytes), samples.subarray(0, 40)];
    const at = delivered.indexOf(begin);
    let alike = 0;
    while (at >= 0 && alike < samples.length && delivered[at + alike] === samples[alike]) alike += 1;
    return `${delivered.length} ${format} delivered (${overrunBytes} not taken), found at ${at}, alike for ${alike} of ${samples.length}`;
  });
  return tried.join("; ");
}
