import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { ModemMemory } from "./ModemMemory.ts";
import { decidePin, isPinRefusal } from "./simPin.ts";

const ICCID = "8901260000000000017";
const OTHER = "8901260000000000025";

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-memory-"));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const usb = {
  usb: { vendor: "1e0e", product: "9001", serial: "A1", port: "1-1.2" },
  interfaceNumber: 2,
  spec: "/dev/ttyUSB2",
};

test("after a restart the box knows its modem, its SIM and the day's resets; each line its own", async (context) => {
  const directory = folderOf(context);
  const memory = new ModemMemory({ directory, line: "mobile" });
  assert.ok(
    await memory.update({ iccid: ICCID, imsi: "310260000000001", imei: "860000000000001", resets: [1, 2], usb }),
  );
  const again = new ModemMemory({ directory, line: "mobile" });
  assert.deepEqual(again.get(), memory.get());
  assert.deepEqual(again.get().usb, usb);
  assert.deepEqual(new ModemMemory({ directory, line: "second" }).get(), { pinTries: [], resets: [] });
});

test("many changes at once end as the last one, on the disk too", async (context) => {
  const directory = folderOf(context);
  const memory = new ModemMemory({ directory, line: "mobile" });
  const written = await Promise.all([1, 2, 3, 4, 5].map((n) => memory.update({ resets: [n] })));
  assert.deepEqual(written, [true, true, true, true, true]);
  assert.deepEqual(new ModemMemory({ directory, line: "mobile" }).get().resets, [5]);
  assert.deepEqual(readdirSync(directory), ["modem-mobile.json"]);
  assert.equal(statSync(join(directory, "modem-mobile.json")).mode & 0o777, 0o600);
});

test("garbage where the memory was: it begins anew and says so", async (context) => {
  const directory = folderOf(context);
  for (const garbage of ["", "{", "[]", "null", '{"version":2}', "\u0000\u0000\u0000"]) {
    writeFileSync(join(directory, "modem-mobile.json"), garbage);
    const said: string[] = [];
    const memory = new ModemMemory({ directory, line: "mobile", onTrouble: (text) => said.push(text) });
    assert.deepEqual(memory.get(), { pinTries: [], resets: [] }, garbage);
    assert.equal(said.length, 1, garbage);
    assert.ok(await memory.update({ iccid: ICCID }));
  }
});

test("half right is taken as far as it is right", (context) => {
  const directory = folderOf(context);
  const record = {
    version: 1,
    iccid: 7,
    imsi: "310260000000001",
    resets: [1, "2", null],
    pinTries: [{ iccid: ICCID }, 3],
    usb: {},
  };
  writeFileSync(join(directory, "modem-mobile.json"), JSON.stringify(record));
  const memory = new ModemMemory({ directory, line: "mobile" });
  assert.deepEqual(memory.get(), { imsi: "310260000000001", resets: [1], pinTries: [] });
});

test("a disk that takes nothing: it goes on in memory, and says so once", async (context) => {
  const said: string[] = [];
  const directory = join(folderOf(context), "not-there");
  const memory = new ModemMemory({ directory, line: "mobile", onTrouble: (text) => said.push(text) });
  assert.equal(await memory.update({ resets: [7] }), false);
  assert.equal(await memory.tryingPin(ICCID, "4711"), false);
  assert.deepEqual(memory.get().resets, [7]);
  assert.equal(memory.pinTried(ICCID, "4711").unanswered, 1);
  assert.equal(said.length, 1);
  mkdirSync(directory);
  assert.equal(await memory.update({ resets: [8] }), true, "it is taken up again when the disk is back");
});

test("a SIM's wrong PIN is never tried a second time, until the clinic file has another one", async (context) => {
  const directory = folderOf(context);
  const before = new ModemMemory({ directory, line: "mobile" });
  assert.equal(decidePin("4711", 3, before.pinTried(ICCID, "4711")).kind, "enter");
  await before.tryingPin(ICCID, "4711");
  await before.pinRefused(ICCID, "4711");
  // Somebody enters the right one with a phone: the count is full again. The box was restarted.
  const after = new ModemMemory({ directory, line: "mobile" });
  assert.equal(decidePin("4711", 3, after.pinTried(ICCID, "4711")).kind, "leave");
  assert.equal(decidePin("1234", 3, after.pinTried(ICCID, "1234")).kind, "enter", "corrected in the clinic file");
  assert.equal(decidePin("4711", 3, after.pinTried(OTHER, "4711")).kind, "enter", "another SIM");
  await after.pinWorked(ICCID);
  assert.deepEqual(after.get().pinTries, []);
});

test("a power cut while the PIN was on its way does not silence the pages; one that always comes then, does", async (context) => {
  const directory = folderOf(context);
  const decisions: string[] = [];
  for (let cut = 0; cut < 4; cut++) {
    const memory = new ModemMemory({ directory, line: "mobile" });
    decisions.push(decidePin("4711", 3, memory.pinTried(undefined, "4711")).kind);
    if (decisions.at(-1) === "enter") await memory.tryingPin(undefined, "4711");
  }
  assert.deepEqual(decisions, ["enter", "enter", "leave", "leave"]);
});

test("a SIM that is found open forgives what was never answered, not what it refused", async (context) => {
  const memory = new ModemMemory({ directory: folderOf(context), line: "mobile" });
  for (let i = 0; i < 2; i++) await memory.tryingPin(ICCID, "4711");
  await memory.simFoundOpen(ICCID);
  assert.equal(decidePin("4711", 3, memory.pinTried(ICCID, "4711")).kind, "enter");
  await memory.pinRefused(ICCID, "4711");
  await memory.simFoundOpen(ICCID);
  assert.equal(decidePin("4711", 3, memory.pinTried(ICCID, "4711")).kind, "leave");
});

test("a busy SIM has not seen the PIN: that was no try", async (context) => {
  assert.ok(isPinRefusal(16) && isPinRefusal(undefined) && !isPinRefusal(14));
  const memory = new ModemMemory({ directory: folderOf(context), line: "mobile" });
  for (let i = 0; i < 5; i++) {
    await memory.tryingPin(ICCID, "4711");
    await memory.pinNotEntered(ICCID, "4711");
  }
  assert.deepEqual(memory.get().pinTries, []);
});

test("the PIN itself is in no file", async (context) => {
  const directory = folderOf(context);
  const memory = new ModemMemory({ directory, line: "mobile" });
  await memory.tryingPin(ICCID, "47114711");
  assert.ok(!readFileSync(join(directory, "modem-mobile.json"), "utf8").includes("47114711"));
});
