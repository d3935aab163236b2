import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Box } from "../../../device/assembly/Box.ts";
import { ControlServer } from "../../../device/control/ControlServer.ts";
import { socketPath } from "../../../device/control/socketPath.ts";
import { boxAddresses } from "../../../device/setup/boxAddresses.ts";
import { handleSetup } from "../../../device/setup/handleSetup.ts";
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { testClinic } from "../../../test/clinic/testClinic.ts";
import { newState } from "../core/SetupState.ts";
import { DaemonDoor } from "./daemon.ts";
import { handOverSheet, sheetAsText } from "./handOver.ts";
import { sheetOf as sheetOfState } from "./work.ts";

const sheetFor = (network: "clinic" | "usb", addresses: readonly string[]): string =>
  sheetOf({ ...testClinic(), console: { network } }, addresses);

function sheetOf(clinic: Clinic, addresses: readonly string[] = []): string {
  const facts = { clinic, state: newState(), serial: "1", hostname: "firstring-1a2b3c", addresses, now: 0 };
  const text = sheetAsText(handOverSheet({ ...facts, version: "1.0", fingerprint: undefined }));
  assert.ok(!text.includes(".local"), "nothing on the box answers to such a name (RFC 6762)");
  return text.replaceAll(/\s+/g, " ");
}

test("the hand-over sheet says where the console is by what a browser finds and takes: the box's address, never a name that its certificate has not", () => {
  const open = sheetFor("clinic", ["192.168.77.23"]);
  assert.match(open, /https:\/\/192\.168\.77\.23 on the clinic's network: today's address.*as firstring-1a2b3c/);
  const notYet = sheetFor("clinic", []);
  assert.match(notYet, /has not got yet.*router's list of devices, as firstring-1a2b3c/);
  for (const sheet of [open, notYet]) {
    assert.doesNotMatch(sheet, /https:\/\/firstring/);
    assert.match(sheet, /https:\/\/10\.55\.0\.1:8443 by the USB cable/);
  }
  assert.ok(!sheetFor("usb", ["192.168.77.23"]).includes("192.168.77.23"), "it is closed there");
});

test("nothing on the sheet wants a command line: the box that is recommended has none", () => {
  for (const network of ["clinic", "usb"] as const)
    assert.doesNotMatch(sheetFor(network, []), /`|firstring [a-z]|systemctl|ssh/);
});

test("the sheet says when the front desk answers, who gets the text about a fault, and who has the PIN that changing duty needs", () => {
  const clinic = testClinic();
  const hours: Clinic["hours"] = {
    open: [
      { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" },
      { days: [6], from: "09:00", to: "12:00" },
    ],
    holidays: [{ date: "2026-12-25", name: "Christmas" }],
    answer: "after-hours",
  };
  const one = sheetOf({ ...clinic, hours, people: clinic.people.map(({ pin: _pin, ...person }) => person) });
  assert.match(one, /Opening hours mon-fri 09:00 to 17:00; sat 09:00 to 12:00: the front desk answers\. At all other/);
  assert.match(one, /Holidays 2026-12-25 Christmas: the box answers/);
  assert.match(one, /A doctor changes duty On the page Schedule of the console\. Nobody has a PIN/);
  const [first] = clinic.people;
  const other = sheetOf({
    ...clinic,
    hours,
    people: [{ ...first!, pin: "5802" }],
    faults: { ...clinic.faults, tell: [first!.id] },
  });
  assert.ok(
    other.includes(`By telephone (${first!.name}): call the clinic from their own telephone when the box answers`),
  );
  assert.ok(other.includes(`Fault blinks A text to ${first!.name} says what is wrong`));
  assert.match(sheetOf({ ...clinic, hours: { ...hours, open: [] } }), /none: it answers day and night/);
});

test("whoever has a PIN in the system's encrypted store has one on the sheet, which fits on paper", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-sheet-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const text = readFileSync(new URL("../../rehearsal/clinic.yaml", import.meta.url), "utf8");
  const state = { ...newState(), text: text.replace(/pin: "[^"]*"/, `pin: "\${credential:pin-chen}"`) };
  const means = { serial: "1", hostname: "firstring-1a2b3c", version: "1.0", daemon: new DaemonDoor(folder) };
  const fingerprint = () => Array.from({ length: 32 }, () => "A7").join(":");
  const sheet = sheetAsText((await sheetOfState({ ...means, fingerprint }, state, 0)) ?? []);
  assert.match(sheet.replaceAll(/\s+/g, " "), /A doctor changes duty By telephone \(Dr\. Chen, Dr\. Patel\): call/);
  const lines = sheet.split("\n");
  assert.deepEqual(
    lines.filter((line) => line.length > 78),
    [],
  );
  assert.match(sheet, /A new telephone, a new doctor Hold/);
});

test("the set-up pages, which see no network, are told the box's addresses by the daemon; without one they do without", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-door-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const door = new DaemonDoor(folder);
  assert.deepEqual(await door.addresses(), []);
  const server = await ControlServer.listen(socketPath(folder, "setup"), (...asked) =>
    handleSetup({} as Box, ...asked),
  );
  t.after(() => server.close());
  assert.deepEqual(await door.addresses(), boxAddresses());
});
