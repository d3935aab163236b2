import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Duration, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import { GsmRig, type GsmRigParts } from "../../../test/harness/GsmRig.ts";
import { SIM7600, UsbTree } from "../../usb/UsbTree.fixture.ts";
import { ModemMemory } from "./ModemMemory.ts";

async function started(t: TestContext, parts: GsmRigParts = {}): Promise<GsmRig> {
  const rig = new GsmRig(parts);
  t.after(() => rig.stop());
  await rig.start();
  return rig;
}

const inService = (rig: GsmRig, within: Duration = Minutes(1)): Promise<void> =>
  rig.untilSo("in service", () => rig.modem.ready, within);

const told = (rig: GsmRig, code: string, within: Duration = Minutes(1)): Promise<void> =>
  rig.untilSo(`told ${code}`, () => rig.faults.includes(code), within);

/** What the ladder has done, in order. */
const rungs = (rig: GsmRig): string[] => rig.log.flatMap((line) => /recovery: (\w+)$/.exec(line)?.slice(1) ?? []);

/** A folder that goes with the test. */
function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "firstring-modem-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** A GPIO's file: what is on it has power. Looked at whenever virtual time has gone on. */
function powerSwitch(t: TestContext): {
  readonly file: string;
  readonly watch: (rig: GsmRig) => void;
  wasOff: boolean;
} {
  const file = join(folder(t), "brightness");
  writeFileSync(file, "1");
  const power = {
    file,
    wasOff: false,
    watch: (rig: GsmRig): void => {
      // The disk writes in real time, so how long it is off cannot be measured on virtual time: UsbPower.test.ts does.
      const look = (): void => {
        // The test is over, and its folder gone, before the rig has stopped.
        if (!existsSync(file)) return;
        const off = readFileSync(file, "utf8").startsWith("0");
        power.wasOff ||= off;
        void (off ? rig.emulator.unplug() : rig.emulator.replug());
        rig.clock.after("power", Seconds(0.1), look);
      };
      look();
    },
  };
  return power;
}

// --- it comes back by itself -------------------------------------------------------------------------------------------

test("a modem that wants an ESC before it answers again gets it, and nobody is told", async (t) => {
  const rig = await started(t);
  rig.emulator.fallSilent("escape");
  await rig.passes(Minutes(1));
  assert.ok(rig.modem.ready);
  assert.deepEqual(rungs(rig), []);
  assert.deepEqual(rig.faults, []);
});

for (const [wokenBy, expected] of [
  ["init", ["reinit"]],
  ["reset", ["reinit", "reopen", "reset"]],
] as const)
  test(`a silent modem that only ${wokenBy} wakes: brought back by that, and by nothing harder`, async (t) => {
    const rig = await started(t, { emulator: { reenumerateMs: 8_000 } });
    rig.emulator.fallSilent(wokenBy);
    await told(rig, "SMS_MODEM_SILENT");
    await inService(rig, Minutes(3));
    const hard = rungs(rig).filter((rung) => !["reinit", "reopen"].includes(rung));
    assert.deepEqual(
      hard,
      expected.filter((rung) => rung === "reset"),
      rungs(rig).join(" "),
    );
    assert.equal(rungs(rig)[0], expected[0]);
    assert.ok(rig.faults.includes("-SMS_MODEM_SILENT"));
  });

for (const wokenBy of ["replug", "cfun"] as const)
  test(`a silent modem that no command reaches (${wokenBy}) loses its power for ten seconds, by the file of the switch`, async (t) => {
    const power = powerSwitch(t);
    const rig = await started(t, { modem: { powerSwitch: power.file }, emulator: { reenumerateMs: 8_000 } });
    power.watch(rig);
    rig.emulator.fallSilent(wokenBy);
    await told(rig, "SMS_MODEM_SILENT");
    await inService(rig, Minutes(5));
    assert.ok(rungs(rig).includes("power"), rungs(rig).join(" "));
    assert.ok(power.wasOff, "it never lost its power");
    assert.deepEqual(
      rungs(rig).filter((rung) => rung === "reset"),
      ["reset"],
      "the milder one was tried before",
    );
  });

test("a modem that only its USB device's restart helps: taken away from the kernel and given back", async (t) => {
  using tree = new UsbTree();
  const stick = SIM7600("1-1.2", 0);
  tree.plug(stick);
  const rig = await started(t, { modem: { port: "usb:1e0e:9001", audio: "tcp://audio:1", places: tree } });
  await inService(rig);
  assert.equal(rig.modem.socket, "1-1.2");
  const authorized = join(tree.sys, "bus/usb/devices/1-1.2/authorized");
  let away = false;
  const look = (): void => {
    // The test is over, and its tree gone, before the rig has stopped.
    if (!existsSync(authorized)) return;
    const off = readFileSync(authorized, "utf8").startsWith("0");
    if (off !== away) void (off ? rig.emulator.unplug() : rig.emulator.replug());
    away = off;
    rig.clock.after("kernel", Seconds(0.1), look);
  };
  look();
  rig.emulator.fallSilent("replug");
  await told(rig, "SMS_MODEM_SILENT");
  await inService(rig, Minutes(5));
  assert.deepEqual(
    rungs(rig).filter((rung) => ["usb", "power"].includes(rung)),
    ["usb"],
  );
});

test("a modem that answers but refuses PDU mode until its radio was off and on", async (t) => {
  const rig = await started(t);
  rig.emulator.inject({ kind: "refuse", on: "+CMGF=0", times: Number.POSITIVE_INFINITY });
  rig.emulator.onEvent((event) => {
    if (event.event === "command" && /\+CFUN=1$/.test(event.line)) rig.emulator.clearFaults();
  });
  rig.modem.reinit();
  await rig.untilSo("out of service", () => !rig.modem.ready);
  await inService(rig, Minutes(5));
  assert.deepEqual(
    rungs(rig).filter((rung) => !["reinit", "reopen"].includes(rung)),
    ["radio"],
  );
});

test("nothing helps: told as not recovered, the day's resets are not used up in the first hour, and it goes on trying", async (t) => {
  const rig = await started(t, { emulator: { reenumerateMs: 8_000 } });
  rig.emulator.fallSilent("replug");
  await told(rig, "MODEM_NOT_RECOVERED", Minutes(10));
  assert.ok(rungs(rig).includes("reset"));
  await rig.passes(Minutes(30));
  const { resetsToday = 0, resetsAllowed = 0 } = rig.modem.status();
  assert.ok(resetsToday < resetsAllowed / 2, rungs(rig).join(" "));
  const tried = rungs(rig).length;
  await rig.passes(Minutes(10));
  assert.ok(rungs(rig).length > tried, "it goes on");
  await rig.unplug();
  await rig.plugIn();
  await inService(rig);
  await rig.untilSo("healed", () => rig.faults.includes("-MODEM_NOT_RECOVERED"), Minutes(3));
});

for (const awayMs of [1_000, 20_000])
  test(`unplugged for ${awayMs / 1_000} s: back in service within 10 s of the plug, without a reset`, async (t) => {
    const rig = await started(t);
    await rig.unplug();
    await told(rig, "SMS_MODEM_GONE");
    await rig.passes(Seconds(awayMs / 1_000));
    await rig.plugIn();
    const from = rig.clock.monotonic();
    await inService(rig, Seconds(10));
    assert.ok(rig.clock.monotonic() - from <= 10_000);
    assert.ok(rig.faults.includes("-SMS_MODEM_GONE"));
    assert.deepEqual(
      rungs(rig).filter((rung) => rung !== "reopen"),
      [],
    );
  });

test("a modem that was not there when the box started is found when it comes", async (t) => {
  const rig = new GsmRig();
  t.after(() => rig.stop());
  await rig.finished(rig.line.start());
  assert.deepEqual(rig.faults, ["SMS_MODEM_GONE"]);
  await rig.passes(Minutes(10));
  await rig.plugIn();
  await inService(rig, Seconds(10));
});

test("a driver that hangs while it opens the port holds up neither the start, nor the next attempts, nor the stop", async () => {
  let attempts = 0;
  const never = (): Promise<never> => {
    attempts += 1;
    return new Promise(() => {});
  };
  const rig = new GsmRig({ modem: { openPort: never } });
  await rig.start();
  assert.deepEqual(rig.faults, ["SMS_MODEM_GONE"]);
  await rig.passes(Minutes(1));
  assert.ok(attempts >= 4, `${attempts}`);
  await rig.stop();
  assert.deepEqual(rig.clock.running(), []);
});

test("a modem that falls silent while somebody talks: the call is let go, and the modem is back afterwards", async (t) => {
  const rig = await started(t, { emulator: { reenumerateMs: 8_000 } });
  const call = rig.rings([{ call: { number: "+13125550142" } }, { waits: 90_000 }, { hangsUp: {} }]);
  await rig.until("answered");
  rig.emulator.fallSilent("reset");
  await rig.until("released", Minutes(1));
  await rig.finished(call);
  await inService(rig, Minutes(5));
  assert.deepEqual(
    rig.of("callerHungUp").map(({ sign }) => sign),
    ["port-gone"],
  );
  assert.equal(
    (await rig.call([{ call: {} }, { waits: 2_000 }, { hangsUp: {} }])).offHook?.rings,
    1,
    "the next caller is answered",
  );
});

test("a modem that takes no command for 20 s while somebody talks: the call goes on, for its sound does", async (t) => {
  const rig = await started(t);
  const call = rig.rings([{ call: { number: "+13125550142" } }, { waits: 40_000 }, { hangsUp: {} }]);
  const answered = await rig.until("answered");
  await rig.passes(Seconds(3));
  rig.emulator.inject({ kind: "swallow", times: Number.POSITIVE_INFINITY });
  await rig.passes(Seconds(20));
  rig.emulator.clearFaults();
  assert.equal(rig.of("released").length, 0, rig.story());
  await rig.finished(call);
  const released = await rig.until("released");
  assert.ok(released.atMs - answered.atMs > 40_000, rig.story());
});

test("a caller whose call outlives our AT port is not left on a dead line, and the next one finds it free", async (t) => {
  const rig = await started(t);
  let over = false;
  const call = rig.rings([{ call: { number: "+13125550142" } }, { waits: 600_000 }, { hangsUp: {} }]);
  void call.then(() => {
    over = true;
  });
  await rig.until("answered");
  rig.emulator.fallSilent("init");
  await rig.until("released", Minutes(1));
  await inService(rig);
  await rig.untilSo("let go at the network", () => over, Seconds(10));
  assert.equal((await rig.call([{ call: {} }, { waits: 2_000 }, { hangsUp: {} }])).offHook?.rings, 1, rig.story());
});

// --- the card ------------------------------------------------------------------------------------------------------------

test("a wrong PIN is sent once, however often the box is started anew", async (t) => {
  const directory = folder(t);
  const box = async (simPin: string, run: (rig: GsmRig) => Promise<void>): Promise<void> => {
    const memory = new ModemMemory({ directory, line: "mobile" });
    const rig = new GsmRig({ emulator: { simPin: "4711" }, modem: { simPin, memory } });
    try {
      await rig.start();
      await run(rig);
    } finally {
      await rig.stop();
      await memory.update({});
    }
  };
  await box("1234", async (rig) => {
    await told(rig, "SMS_SIM_PIN");
    await rig.passes(Minutes(5));
    assert.equal(rig.emulator.sim.pinTries, 2);
  });
  // Somebody opens it with a phone, so that all tries are there again; the clinic file is as wrong as before.
  for (let restart = 1; restart <= 3; restart++)
    await box("1234", async (rig) => {
      await told(rig, "SMS_SIM_PIN");
      await rig.passes(Minutes(1));
      assert.equal(rig.emulator.sim.pinTries, 3, `restart ${restart}`);
      assert.ok(!rig.modem.ready);
    });
  await box("4711", inService);
});

test("after a wrong PIN the box waits for a person; the right card ends it", async (t) => {
  const rig = await started(t, { emulator: { simPin: "4711" }, modem: { simPin: "1234" } });
  await told(rig, "SMS_SIM_PIN");
  await rig.passes(Minutes(2));
  rig.emulator.swapSim({ iccid: "8901260999999999999", pin: "1234" });
  await inService(rig);
  assert.ok(rig.faults.includes("-SMS_SIM_PIN"));
});

test("no PIN is sent when the modem does not tell how many tries are left", async (t) => {
  const rig = new GsmRig({ emulator: { simPin: "4711" }, modem: { simPin: "4711" } });
  t.after(() => rig.stop());
  for (const on of ["+CPINR", "+SPIC", "+QPINC", "^CPIN", "+CSIM"])
    rig.emulator.inject({ kind: "refuse", on, times: Number.POSITIVE_INFINITY });
  await rig.start();
  await told(rig, "SMS_SIM_PIN");
  await rig.passes(Minutes(5));
  assert.equal(rig.emulator.sim.pinTries, 3);
  assert.ok(!rig.modem.ready);
});

test("no PIN is sent when somebody has used up a try before", async (t) => {
  const rig = new GsmRig({ emulator: { simPin: "4711" }, modem: { simPin: "4711" } });
  t.after(() => rig.stop());
  rig.emulator.sim.pinTries = 2;
  await rig.start();
  await told(rig, "SMS_SIM_PIN");
  await rig.passes(Minutes(5));
  assert.equal(rig.emulator.sim.pinTries, 2);
});

test("a card that wants its PUK is told as that, and nothing is tried", async (t) => {
  const rig = await started(t, { modem: { simPin: "4711" } });
  rig.emulator.lockSim();
  await told(rig, "SMS_SIM_PUK");
  await rig.passes(Minutes(2));
  assert.deepEqual(rungs(rig), [], "no reset mends a card");
});

test("no card: told; put in: in service", async (t) => {
  const rig = await started(t, { emulator: { noSim: true } });
  await told(rig, "SMS_SIM_MISSING");
  await rig.passes(Minutes(5));
  assert.deepEqual(rungs(rig), [], "no reset mends an empty slot");
  rig.emulator.insertSim();
  await inService(rig);
  assert.deepEqual(rig.faults, ["SMS_SIM_MISSING", "-SMS_SIM_MISSING"]);
});

for (const text of ["ERROR", "+CME ERROR: 14"])
  test(`one ${text} to the question for the card ends no call, and takes no service away`, async (t) => {
    const rig = await started(t);
    const call = rig.rings([{ call: { number: "+13125550142" } }, { waits: 40_000 }, { hangsUp: {} }]);
    await rig.until("answered");
    // As long as the call is up, at each look.
    rig.emulator.inject({ kind: "refuse", on: "+CPIN?", text, times: 3 });
    await rig.passes(Seconds(30));
    assert.equal(rig.of("released").length, 0, rig.story());
    await rig.finished(call);
    await rig.passes(Seconds(10));
    rig.emulator.inject({ kind: "refuse", on: "+CPIN?", text });
    await rig.passes(Seconds(20));
    assert.deepEqual(rig.faults, []);
    rig.emulator.inject({ kind: "refuse", on: "+CPIN?", text, times: 6 });
    await told(rig, "SMS_SIM_MISSING", Seconds(20));
    await inService(rig);
  });

test("a card that loses its contact for a moment in a call: the call goes on, and the card is read anew after it", async (t) => {
  const rig = await started(t);
  const call = rig.rings([{ call: { number: "+13125550142" } }, { waits: 20_000 }, { hangsUp: {} }]);
  await rig.until("answered");
  rig.emulator.inject({ kind: "refuse", on: "+CPIN?", text: "+CME ERROR: 14" });
  rig.emulator.say("+CPIN: NOT READY");
  await rig.passes(Seconds(15));
  assert.equal(rig.of("released").length, 0, rig.story());
  await rig.finished(call);
  await rig.until("released");
  const ready = rig.of("ready").length;
  await rig.untilSo("set up anew", () => rig.of("ready").length > ready, Seconds(10));
  assert.deepEqual(rig.faults, []);
});

test("the card is pulled while all is well, and put in again", async (t) => {
  const rig = await started(t);
  rig.emulator.removeSim();
  await told(rig, "SMS_SIM_MISSING", Seconds(15));
  rig.emulator.insertSim();
  await inService(rig, Seconds(30));
  assert.ok(!rig.faults.includes("SMS_SIM_SWAPPED"), "it is the same card");
});

test("another card is put in: in service, and told, for a day", async (t) => {
  const directory = folder(t);
  const rig = await started(t, { modem: { memory: new ModemMemory({ directory, line: "mobile" }) } });
  await inService(rig);
  rig.emulator.swapSim({ iccid: "8901260999999999999" });
  await told(rig, "SMS_SIM_SWAPPED");
  await inService(rig);
  assert.equal(rig.modem.status().simLastFour, "9999");
});

// --- the network ---------------------------------------------------------------------------------------------------------

for (const [stat, code, within] of [
  [3, "SMS_BARRED", Minutes(1)],
  [2, "SMS_NOT_REGISTERED", Minutes(1)],
  [8, "SMS_NOT_REGISTERED", Minutes(1)],
  [5, "SMS_ROAMING", Seconds(15)],
  [6, "LINE_NO_VOICE_SERVICE", Minutes(1)],
  [7, "LINE_NO_VOICE_SERVICE", Minutes(1)],
] as const)
  test(`+CREG ${stat} is told as ${code}, cleared when the network is back, and nothing is reset for it`, async (t) => {
    const rig = await started(t);
    rig.emulator.setRegistration(stat);
    await told(rig, code, within);
    await rig.passes(Minutes(5));
    assert.deepEqual(rungs(rig), []);
    rig.emulator.setRegistration(1);
    await rig.untilSo("over", () => rig.faults.includes(`-${code}`), Seconds(20));
    assert.ok(rig.modem.ready);
  });

test("a weak signal is told after minutes, not at once; a good one ends it", async (t) => {
  const rig = await started(t);
  rig.emulator.setSignal(2);
  await rig.passes(Minutes(4));
  assert.deepEqual(rig.faults, []);
  await told(rig, "SMS_WEAK_SIGNAL", Minutes(2));
  rig.emulator.setSignal(20);
  await rig.untilSo("over", () => rig.faults.includes("-SMS_WEAK_SIGNAL"), Seconds(20));
});

test("an unknown signal for minutes is told as weak", async (t) => {
  const rig = await started(t);
  rig.emulator.setSignal(99);
  await told(rig, "SMS_WEAK_SIGNAL", Minutes(6));
});

test("a modem without voice says so once, and pages", async (t) => {
  const rig = await started(t, { emulator: { model: "generic" } });
  await inService(rig);
  assert.deepEqual(rig.faults, ["LINE_SMS_ONLY"]);
  assert.equal(rig.modem.status().voice, "sms-only");
});

test("the status names model, firmware, card, signal and network in plain values", async (t) => {
  const rig = await started(t);
  await rig.passes(Seconds(10));
  const { model, firmware, registered, registration, signal, simLastFour, voice } = rig.modem.status();
  assert.deepEqual(
    { model, registered, registration, voice },
    { model: "SIMCom SIM7600", registered: true, registration: "home", voice: "yes" },
  );
  assert.match(firmware ?? "", /^LE20B/);
  assert.ok((signal ?? 0) > 0);
  assert.equal(simLastFour, rig.emulator.sim.iccid.replace("F", "").slice(-4));
});
