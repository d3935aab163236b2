import assert from "node:assert/strict";
import { basename } from "node:path";
import { type TestContext, test } from "node:test";
import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import { GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { CellularModem, type CellularModemOptions } from "../../device/line/gsm/CellularModem.ts";
import { GsmLine } from "../../device/line/gsm/GsmLine.ts";
import { ModemMemory } from "../../device/line/gsm/ModemMemory.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { openPort } from "../../device/serial/openPort.ts";
import { SIM7600, UsbTree } from "../../device/usb/UsbTree.fixture.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { LineEvent } from "../../firmware/line/Line.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { until } from "../e2e/until.ts";

const BACK_WITHIN_MS = 10_000;
const AWAY_MS = 1_000;
const SOCKET = "1-1.2";

type Named = Pick<CellularModemOptions, "port" | "audio">;

/** The kernel's tree of USB devices and an emulated modem in it, on real ports: what ttyUSB2 is, is a pty. */
class PluggedModem implements AsyncDisposable {
  readonly tree = new UsbTree();
  readonly emulator = new GsmModemEmulator();
  #device = SIM7600(SOCKET, 0, "0123");

  async plugIn(first: number): Promise<void> {
    this.#device = SIM7600(SOCKET, first, "0123");
    if (this.emulator.path === "") await this.emulator.listen({ kind: "pty" }, { kind: "pty" });
    else await this.emulator.replug({ newName: true });
    this.tree.plug(this.#device);
  }

  async pullOut(): Promise<void> {
    this.tree.unplug(this.#device);
    await this.emulator.unplug();
  }

  /** The kernel's own names lead to the emulator's ports; another interface of the modem has nothing to say. */
  readonly open = (spec: string, signal?: AbortSignal) => {
    const { ttys } = this.#device;
    const name = basename(spec);
    const path = name === ttys[2] ? this.emulator.path : name === ttys[4] ? this.emulator.audioPath : undefined;
    if (path !== undefined) return openPort(path, signal);
    const what = { disposition: "retry", cure: "Check the plug." } as const;
    return Promise.reject(new ApplianceError("PORT_MISSING", `${spec} is not there`, what));
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.emulator.stop();
    this.tree[Symbol.dispose]();
  }
}

function serve(t: TestContext, plugged: PluggedModem, named: Named) {
  const clock = new SystemClock();
  const events: LineEvent[] = [];
  const faults: string[] = [];
  const modem = new CellularModem({
    id: "mobile",
    ...named,
    clock,
    memory: new ModemMemory({ directory: "/firstring-no-such-directory", line: "mobile" }),
    onFault: (code, _detail, cleared) => faults.push(cleared ? `-${code}` : code),
    openPort: plugged.open,
    places: { sys: plugged.tree.sys, dev: plugged.tree.dev },
  });
  const line = new GsmLine({
    id: "mobile",
    modem,
    clock,
    answerPolicy: () => ({ atRing: 1 }),
    limits: { longestCall: Minutes(1) },
    onEvent: (event) => events.push(event),
  });
  t.after(async () => {
    await line.stop();
    await modem.stop();
  });
  return { modem, line, events, faults };
}

const CALLER: readonly CallerAction[] = [{ call: { number: "+13125550142" } }, { waits: 500 }, { hangsUp: {} }];

const NAMES: readonly (readonly [string, (tree: UsbTree) => Named])[] = [
  ["by what it is", () => ({ port: "usb:1e0e:9001" })],
  ["by the kernel's names", (tree) => ({ port: tree.path("ttyUSB2"), audio: tree.path("ttyUSB4") })],
];

for (const [says, named] of NAMES) {
  test(`a modem that the clinic file names ${says} comes back as ttyUSB7 instead of ttyUSB2: found, its sound too`, {
    timeout: 60_000,
  }, async (t) => {
    await using plugged = new PluggedModem();
    await plugged.plugIn(0);
    const { modem, line, events, faults } = serve(t, plugged, named(plugged.tree));
    await line.start();
    assert.equal(modem.ready, true, faults.join(" "));
    const answered = () => events.filter(({ kind }) => kind === "answered").length;
    await plugged.emulator.callFrom(CALLER);
    assert.equal(answered(), 1);
    await plugged.pullOut();
    await until("the fault", () => faults.includes("SMS_MODEM_GONE"));
    await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    await plugged.plugIn(5);
    const backAtMs = performance.now();
    await until("the modem in service", () => modem.ready);
    const took = performance.now() - backAtMs;
    assert.ok(took <= BACK_WITHIN_MS, `${took.toFixed(0)} ms`);
    // Told again only when there is something new to say of it.
    assert.deepEqual([...new Set(faults)], ["SMS_MODEM_GONE", "-SMS_MODEM_GONE"]);
    assert.equal(faults.at(-1), "-SMS_MODEM_GONE");
    const report = await plugged.emulator.callFrom(CALLER);
    assert.equal(answered(), 2, "it answers under the new name");
    assert.ok((report.streams?.[0]?.bytesToHost ?? 0) > 0, "with its sound");
    assert.ok(
      !events.some(({ kind }) => kind === "fault"),
      JSON.stringify(events.filter(({ kind }) => kind === "fault")),
    );
    await until("on-hook", () => events.filter(({ kind }) => kind === "released").length === 2);
  });
}
