import assert from "node:assert/strict";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import net from "node:net";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { isOtherFileSystem, OTHER_FILE_SYSTEMS } from "../../firmware/panel/otherFileSystems.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { SocketApplyClient } from "../../provisioning/change/SocketApplyClient.ts";
import { bundlePlaceSchema } from "../../provisioning/change/server/protocol.ts";
import { refuseStick } from "../../provisioning/stick/importStick.ts";
import {
  judgeReading,
  readArguments,
  reportArguments,
  STICK_COPIES,
  STICK_NOTES,
} from "../../provisioning/stick/stickFiles.ts";
import { ourUnits, SYSTEMD, type Unit, valuesOf } from "../systemd/systemdRoot.ts";
import { CLINIC, OTHER_CLINIC } from "./EngineBench.ts";
import { programsFor, StickBench } from "./StickBench.ts";

class FullDisk extends RealDisk {
  override write(path: string, bytes: Uint8Array, owner: Parameters<RealDisk["write"]>[2]): void {
    if (path.includes("clinic.yaml")) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    super.write(path, bytes, owner);
  }
}

test("a disk that is full: refused, and the stick says what to do", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs, FullDisk);
  await rig.format();
  await rig.put(rig.bundle(OTHER_CLINIC, 1000), "FIRSTRING.BUN");
  const { report } = await rig.plugIn();
  assert.match(report ?? "", /the disk of the box is full\.\r\nWhat to do: Make room on it/);
  assert.equal(rig.clinic, CLINIC);
  assert.deepEqual(rig.leftOver, []);
  // The bundle was not taken: with room made it is.
  assert.equal(existsSync(join(dirname(rig.bench.places.owner), "sequences.json")), false);
});

test("the box's disk is full while the stick is copied: that is told as such, and the room is given back", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  await rig.format();
  await rig.put(rig.bundle(OTHER_CLINIC, 1000), "FIRSTRING.BUN");
  symlinkSync("/dev/full", rig.copy);
  await rig.read();
  assert.equal((await rig.takeIn())?.kind, "refused");
  assert.match(
    (await rig.report()) ?? "",
    /box 10000000abcdef01.*\r\n\r\nNOT DONE: refused\r\n\r\nNothing was changed: the disk of the box is full\.\r\nWhat to do: Make room on it/,
  );
  assert.equal(rig.lamps.at(-1), "refused");
  assert.equal(existsSync(rig.copy), false);
  assert.equal(rig.clinic, CLINIC);
});

test("what mcopy says of a full disk is no fault of the stick", () => {
  for (const said of [
    "write in copy: No space left on device\n",
    "Short write 4096 instead of 131072\n",
    "Can't open /var/lib/firstring-stick/sda1.bun: No space left on device\n",
    "write in copy: Disk quota exceeded\n",
  ])
    for (const copied of [true, false]) assert.deepEqual(judgeReading(copied, said), { kind: "full" });
});

test("root's hand is not there: the stick says so, and what to do", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  await rig.format();
  await rig.put(rig.bundle(OTHER_CLINIC, 1000), "FIRSTRING.BUN");
  await assert.rejects(rig.plugIn(new SocketApplyClient(join(rig.folder, "nobody"))), { code: "APPLY_NOT_THERE" });
  assert.match(
    (await rig.report()) ?? "",
    /^FirstRing, 2026-11-26 00:00:00 UTC.*\r\n\r\nNOT DONE: refused\r\n\r\nNothing was changed: root's hand cannot be reached.*\r\nWhat to do: Plug the stick in again/,
  );
  assert.equal(rig.lamps.at(-1), "refused");
});

test("root's hand is gone half way: the stick does not say that nothing was changed", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  const path = join(rig.folder, "apply.sock");
  const said = { progress: { phase: "verify", words: "Looking at the bundle …" } };
  const server = net.createServer((socket) => {
    socket.once("data", () => socket.end(`${JSON.stringify(said)}\n`));
  });
  server.listen(path);
  t.after(() => server.close());
  await rig.format();
  await rig.put(rig.bundle(OTHER_CLINIC, 1000), "FIRSTRING.BUN");
  await assert.rejects(rig.plugIn(new SocketApplyClient(path)), { code: "APPLY_BROKE_OFF" });
  assert.match(
    (await rig.report()) ?? "",
    /NOT CLEAR WHETHER IT WAS DONE\r\n\r\nNobody knows how it ended: .*\r\nWhat to do: Plug the stick in again/,
  );
});

test("memory that is full, too: the lamp tells, and no empty report is written", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  await rig.format();
  await rig.put(rig.bundle(OTHER_CLINIC, 1000), "FIRSTRING.BUN");
  await rig.read();
  symlinkSync("/dev/full", join(rig.notes, "sda1.txt"));
  assert.equal((await rig.takeIn())?.kind, "kept");
  assert.deepEqual(rig.lamps, ["working", "done"]);
  assert.equal(await rig.report(), undefined);
});

test("the units call mcopy with the arguments that are tested here, and its words outlive each of them", () => {
  const unit = (name: string) => ourUnits().find((each) => each.name === name) ?? assert.fail(name);
  const [reads, takesIn, reports] = ["stick@", "stick-import@", "stick-report@"].map((name) =>
    unit(`firstring-${name}.service`),
  ) as [Unit, Unit, Unit];
  const [copy, notes] = [`${STICK_COPIES}/%i`, `${STICK_NOTES}/%i`];
  const read = `exec /usr/bin/mcopy ${readArguments("/dev/%i", `${copy}.bun`).join(" ")} 2>${notes}.err`;
  const write = `ExecStart=-/usr/bin/mcopy ${reportArguments("/dev/%i", `${notes}.txt`).join(" ")}\n`;
  assert.ok(reads.text.includes(read));
  assert.ok(takesIn.text.includes(`=|${copy}.bun\n`) && takesIn.text.includes(`=|${notes}.err\n`));
  assert.ok(reports.text.includes(write) && reports.text.includes(`ConditionPathExists=${notes}.txt\n`));
  for (const each of [reads, takesIn, reports]) {
    assert.deepEqual(valuesOf(each, "StateDirectory"), [STICK_COPIES.replace("/var/lib/", "")], each.name);
    assert.deepEqual(valuesOf(each, "RuntimeDirectory"), [STICK_NOTES.replace("/run/", "")], each.name);
    assert.deepEqual(valuesOf(each, "RuntimeDirectoryPreserve"), ["yes"], each.name);
  }
});

test("a stick that is not FAT is refused by the lamp, and the box writes down why and what to do, because such a stick takes no report", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  const said: string[] = [];
  const show = (kind: string, fileSystem: string): void => void rig.lamps.push(kind, fileSystem);
  const outcome = await refuseStick("exfat", { client: rig.rootsHand, show, say: (words) => void said.push(words) });
  assert.equal(outcome.kind, "refused");
  assert.deepEqual(rig.lamps, ["refused", "exfat"]);
  assert.match(said.join(), /formatted as exFAT, which is not read/);
  const [noted] = rig.bench.records;
  assert.deepEqual([noted?.outcome, noted?.who], ["refused", { by: "stick" }]);
  assert.match(noted?.words ?? "", /formatted as exFAT.*Format it as FAT32/);
});

test("udev calls the unit for just those file systems that it knows", () => {
  const rules = readFileSync(join(SYSTEMD, "77-firstring-stick.rules"), "utf8");
  const [, named = ""] =
    /ENV\{ID_FS_TYPE\}=="([^"]+)", TAG\+="systemd", ENV\{SYSTEMD_WANTS\}\+="firstring-stick-other@/.exec(rules) ?? [];
  assert.deepEqual(named.split("|"), Object.keys(OTHER_FILE_SYSTEMS));
  for (const fileSystem of named.split("|")) {
    assert.ok(isOtherFileSystem(fileSystem));
    assert.ok(bundlePlaceSchema.safeParse({ from: "other-stick", fileSystem }).success);
  }
});
