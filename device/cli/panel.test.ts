import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BLINK, OFF, ON, patternText } from "../../firmware/panel/Light.ts";
import { until } from "../../test/e2e/until.ts";
import { NotifyListener } from "../../test/harness/NotifyListener.ts";
import { PanelBox } from "../panel/PanelBox.fixture.ts";
import { bootMs, readPresence } from "../panel/presence.ts";

const PROGRAM = fileURLToPath(new URL("../main.ts", import.meta.url));

function newBox(t: TestContext, leds: readonly string[]): PanelBox {
  const box = new PanelBox(leds);
  t.after(() => box[Symbol.dispose]());
  return box;
}

function runPanel(t: TestContext, box: PanelBox, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, "panel", "run", "--root", box.root], {
    stdio: "ignore",
    env: { ...process.env, ...env },
  });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

/** Exit code and output. */
async function firstring(...args: string[]): Promise<readonly [number, string]> {
  const result = await promisify(execFile)(process.execPath, [PROGRAM, ...args]).catch((error) => error);
  return [result.code ?? 0, `${result.stdout}${result.stderr}`];
}

test("the panel's process: finds lamps and button, shows what the daemon tells, and ends at SIGTERM though it waits for the button", async (t) => {
  const box = newBox(t, ["firstring:ready", "firstring:fault"]);
  box.addInput("event4", "button");
  box.tell({
    word: {
      atMs: bootMs(),
      answers: true,
      raised: 0,
      lamps: { ready: "on", message: "off", urgent: "off", fault: "off" },
    },
    settings: {},
  });
  const address = join(box.root, "notify");
  using listener = new NotifyListener(address);
  const child = runPanel(t, box, { NOTIFY_SOCKET: address, WATCHDOG_USEC: "30000000" });
  await until("the button is found", () => box.report?.button === "there");
  await until("systemd is told", () => listener.heard.includes("WATCHDOG=1"));
  assert.deepEqual(listener.heard.slice(0, 2), ["READY=1", "WATCHDOG=1"]);
  // Killed, it leaves lamps that tell it by the kernel's own hand.
  assert.equal(box.led("firstring:ready"), patternText(ON, 1, OFF));
  assert.equal(box.led("firstring:fault"), patternText(OFF, 1, BLINK));
  const [code, words] = await firstring("panel", "--root", box.root);
  assert.equal(code, 0);
  assert.match(words, /button: +there\n/);
  assert.match(words, /lamps: +ready on firstring:ready, fault on firstring:fault\n/);
  assert.match(words, /person at the box: no\n/);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [null, "SIGTERM"]);
});

test("a bare Pi: its own lamps; nothing at all: nothing fails", async (t) => {
  const bare = newBox(t, ["ACT", "PWR", "mmc0::"]);
  runPanel(t, bare);
  await until("a look", () => bare.report !== undefined);
  assert.deepEqual(bare.report?.lamps, { ACT: "ready", PWR: "fault" });
  assert.equal(bare.led("PWR"), patternText(BLINK, 1, BLINK));
  assert.equal(bare.led("mmc0::"), "");
});

test("no panel: says so, and what to look at", async (t) => {
  const box = newBox(t, []);
  const [code, words] = await firstring("panel", "status", "--root", box.root);
  assert.equal(code, 1);
  assert.match(words, /not running \(systemctl status firstring-panel\)/);
  const [, json] = await firstring("panel", "--json", "--root", box.root);
  assert.equal(JSON.parse(json).panel, null);
});

test("a file on the boot partition is a person at the box, once", async (t) => {
  const box = newBox(t, []);
  const boot = join(box.root, "boot/firmware");
  mkdirSync(boot, { recursive: true });
  const here = () => readPresence({ directory: box.directory });
  assert.deepEqual(await firstring("panel", "card", "--root", box.root), [0, ""]);
  writeFileSync(join(boot, "FIRSTRING-PRESENT.TXT"), "");
  // As Windows names it, which hides endings.
  writeFileSync(join(boot, "firstring-present.TXT.txt"), "");
  const [code, words] = await firstring("panel", "card", "--root", box.root);
  assert.equal(code, 0);
  assert.match(words, /ten minutes/);
  assert.equal(here().record?.by, "card");
  assert.ok(here().present);
  assert.deepEqual(readdirSync(boot), []);
});

test("a file that cannot be taken away would hold for ever, and is refused", async (t) => {
  const box = newBox(t, []);
  const boot = join(box.root, "boot");
  mkdirSync(join(boot, "FIRSTRING-PRESENT.TXT"), { recursive: true });
  const [code, words] = await firstring("panel", "card", "--root", box.root);
  assert.equal(code, 1);
  assert.match(words, /is not a file[\s\S]*write it anew/);
  assert.equal(readPresence({ directory: box.directory }).present, false);
});

test("root at the console may say that somebody is here; asked wrongly, it says how", async (t) => {
  const box = newBox(t, []);
  assert.equal((await firstring("panel", "here", "--root", box.root))[0], 0);
  assert.equal(readPresence({ directory: box.directory }).record?.by, "root");
  assert.equal((await firstring("panel", "dance"))[0], 2);
  assert.equal((await firstring("panel", "here", "--root", join(box.root, "nowhere")))[0], 1);
});
