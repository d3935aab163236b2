import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Box } from "../../../device/assembly/Box.ts";
import { ControlServer } from "../../../device/control/ControlServer.ts";
import { socketPath } from "../../../device/control/socketPath.ts";
import { boxAddresses } from "../../../device/setup/boxAddresses.ts";
import { handleSetup } from "../../../device/setup/handleSetup.ts";
import { testClinic } from "../../../test/clinic/testClinic.ts";
import { newState } from "../core/SetupState.ts";
import { DaemonDoor } from "./daemon.ts";
import { handOverSheet, sheetAsText } from "./handOver.ts";

const sheetFor = (network: "clinic" | "usb", addresses: readonly string[]): string => {
  const clinic = { ...testClinic(), console: { network } };
  const facts = { clinic, state: newState(), serial: "1", hostname: "firstring-1a2b3c", addresses, now: 0 };
  const text = sheetAsText(handOverSheet({ ...facts, version: "1.0", fingerprint: undefined }));
  assert.ok(!text.includes(".local"), "nothing on the box answers to such a name (RFC 6762)");
  return text.replaceAll(/\s+/g, " ");
};

test("the hand-over sheet says where the console is by what a browser can find: the box's address, and its name for routers that know it", () => {
  const open = sheetFor("clinic", ["192.168.77.23"]);
  assert.match(open, /https:\/\/192\.168\.77\.23 on the clinic's network.*https:\/\/firstring-1a2b3c where/);
  assert.match(
    sheetFor("clinic", []),
    /https:\/\/firstring-1a2b3c on the clinic's network.*the address that the router/,
  );
  assert.ok(!sheetFor("usb", ["192.168.77.23"]).includes("192.168.77.23"), "it is closed there");
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
