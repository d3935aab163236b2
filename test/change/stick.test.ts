import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { applyBundleFile } from "../../provisioning/bundle/applyBundle.ts";
import { writeBundle } from "../../provisioning/bundle/writeBundle.ts";
import type { Outcome } from "../../provisioning/change/Plan.ts";
import { CLINIC, OTHER_CLINIC } from "./EngineBench.ts";
import { forgeBundle, forgedPart } from "./forgeBundle.ts";
import { privateKey, programsFor, StickBench } from "./StickBench.ts";

test("a good bundle on a stick is applied, and the stick says so", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  await rig.format();
  await rig.put(rig.bundle(OTHER_CLINIC, 1000), "FIRSTRING.BUN");
  const { outcome, report } = await rig.plugIn();
  assert.equal(outcome?.kind, "kept", report);
  assert.equal(rig.clinic, OTHER_CLINIC);
  assert.match(
    report ?? "",
    /^FirstRing 1\.0\.0, box 10000000abcdef01.*\r\n\r\nDONE\r\n\r\nDone: the clinic file: 1 lines new, 1 lines gone\.\r\n/,
  );
  assert.deepEqual(rig.lamps, ["working", "done"]);
  // Left in over a power cut: it is looked at again, and nothing is done again.
  const again = await rig.plugIn();
  assert.equal(again.outcome?.words, "Nothing was changed: this bundle was taken already.");
  assert.match(again.report ?? "", /\r\n\r\nDONE BEFORE: there is nothing new on this stick\r\n/);
  assert.deepEqual(rig.lamps.slice(-2), ["working", "done"]);
  // Older than that one: only with somebody at the box.
  await rig.format();
  await rig.put(rig.bundle(CLINIC, 999), "firstring.bun");
  assert.match(
    (await rig.plugIn()).report ?? "",
    /NOT DONE: refused\r\n\r\nNothing was changed: the bundle \(999\) is older than the last one that was taken \(1000\)/,
  );
  assert.equal(rig.clinic, OTHER_CLINIC);
  rig.bench.present = true;
  assert.equal((await rig.plugIn()).outcome?.kind, "kept");
  assert.equal(rig.clinic, CLINIC);
  assert.equal(rig.bench.present, false, "the button counted once");
  assert.deepEqual(rig.leftOver, []);
});

test("a network that a stick brings is kept: nobody is there to be asked whether the box can be reached", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  await rig.format();
  const file = join(rig.folder, "network.bun");
  const head = { sequence: 5, created: "2026-11-26T05:00:00.000Z", minimumVersion: "0.1.0" };
  const parts = { "clinic-file": OTHER_CLINIC, network: JSON.stringify({ wired: { method: "dhcp" } }) };
  writeBundle(
    file,
    head,
    Object.entries(parts).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    [privateKey],
  );
  await rig.put(file, "FIRSTRING.BUN");
  const { report } = await rig.plugIn();
  assert.match(report ?? "", /DONE\r\n\r\nDone: .*wired network: address from the router/);
  assert.match(report ?? "", /Note: nobody was asked whether the box can still be reached\./);
  assert.equal(rig.clinic, OTHER_CLINIC);
  assert.match(rig.bench.file(`${rig.bench.places.networkManager}/firstring-wired.nmconnection`) ?? "", /method=auto/);
});

/** What is put on the stick, and what the report says of it. */
const HOSTILE: Readonly<Record<string, readonly [(rig: StickBench) => Promise<void>, RegExp]>> = {
  "a bundle that nobody signed": [
    (rig) => rig.put(rig.bundle(OTHER_CLINIC, 1, null), "FIRSTRING.BUN"),
    /nobody has signed this bundle/,
  ],
  "a bundle of a stranger": [
    (rig) => rig.put(rig.bundle(OTHER_CLINIC, 1, generateKeyPairSync("ed25519").privateKey), "FIRSTRING.BUN"),
    /does not know who signed the bundle/,
  ],
  "one byte flipped": [
    async (rig) => {
      const file = rig.bundle(OTHER_CLINIC, 1);
      const bytes = readFileSync(file);
      bytes[bytes.length - 7]! ^= 4;
      writeFileSync(file, bytes);
      await rig.put(file, "FIRSTRING.BUN");
    },
    /the part clinic-file is not the one that was signed/,
  ],
  "a bomb that unpacks to fifty megabytes": [
    async (rig) => {
      const bomb = gzipSync(Buffer.alloc(50_000_000));
      const manifest = {
        format: 1,
        product: "firstring",
        sequence: 5,
        created: "2026-11-26T05:00:00Z",
        minimumVersion: "0.1.0",
      };
      const parts = [forgedPart("clinic-file", bomb, 1000)];
      await rig.put(forgeBundle(join(rig.folder, "bomb"), { ...manifest, parts }, bomb, privateKey), "FIRSTRING.BUN");
    },
    /unpacks to something else than it says/,
  ],
  "a part whose name is a path": [
    async (rig) => {
      const bytes = Buffer.from("root::0:0:::");
      const manifest = {
        format: 1,
        product: "firstring",
        sequence: 5,
        created: "2026-11-26T05:00:00Z",
        minimumVersion: "0.1.0",
      };
      const parts = [forgedPart("../../../etc/passwd", bytes, bytes.length, "none")];
      await rig.put(forgeBundle(join(rig.folder, "path"), { ...manifest, parts }, bytes, privateKey), "FIRSTRING.BUN");
    },
    /says something that this version does not understand/,
  ],
  "a clinic file with a mistake": [
    (rig) => rig.put(rig.bundle(CLINIC.replace("fallback: chen", "fallback: nobody"), 1), "FIRSTRING.BUN"),
    /the clinic file has a mistake, first in line/,
  ],
  "an empty file": [
    async (rig) => {
      writeFileSync(join(rig.folder, "empty"), "");
      await rig.put(join(rig.folder, "empty"), "FIRSTRING.BUN");
    },
    /the bundle ends before it begins/,
  ],
  "a link, as a computer with another system would write it": [
    async (rig) => {
      writeFileSync(join(rig.folder, "link"), "!<symlink>/etc/shadow\0");
      await rig.put(join(rig.folder, "link"), "FIRSTRING.BUN");
    },
    /the file is no FirstRing bundle/,
  ],
  "a folder called like the bundle": [(rig) => rig.folderOnStick("FIRSTRING.BUN"), /is no file/],
  "a chain of clusters that bites its tail, of four gigabytes": [
    async (rig) => {
      await rig.put(rig.bundle(OTHER_CLINIC, 1), "FIRSTRING.BUN");
      damage(rig.image, "cycle");
    },
    /larger than|not one|no FirstRing bundle|damaged|cut off|more in the file/,
  ],
  "a stick that was pulled out while it was copied": [
    async (rig) => {
      await rig.put(rig.bundle(OTHER_CLINIC, 1), "FIRSTRING.BUN");
      damage(rig.image, "size");
    },
    /cut off|damaged|more in the file|not the one that was signed/,
  ],
};

/** Of FAT16: where the root directory is, and the first cluster and size of the first file in it. */
function damage(image: string, how: "cycle" | "size"): void {
  const bytes = readFileSync(image);
  const sector = bytes.readUInt16LE(11);
  const fat = bytes.readUInt16LE(14) * sector;
  const perFat = bytes.readUInt16LE(22) * sector;
  const directory = fat + bytes.readUInt8(16) * perFat;
  for (let at = directory; at < directory + bytes.readUInt16LE(17) * 32; at += 32) {
    const attributes = bytes.readUInt8(at + 11);
    if (bytes[at] === 0 || attributes === 0x0f || (attributes & 0x08) !== 0) continue;
    const first = bytes.readUInt16LE(at + 26);
    if (how === "size") bytes.writeUInt32LE(bytes.readUInt32LE(at + 28) - 100, at + 28);
    else {
      bytes.writeUInt32LE(0xffff_ffff, at + 28);
      for (let copy = 0; copy < bytes.readUInt8(16); copy++)
        bytes.writeUInt16LE(first, fat + copy * perFat + first * 2);
    }
    break;
  }
  writeFileSync(image, bytes);
}

for (const [what, [prepare, reason]] of Object.entries(HOSTILE))
  test(`${what}: refused with a reason on the stick and the lamp, and nothing is changed`, async (t) => {
    const programs = await programsFor(t);
    if (!programs) return;
    using rig = new StickBench(programs);
    await rig.format();
    await prepare(rig);
    const { outcome, report } = await rig.plugIn();
    assert.equal(outcome?.kind, "refused");
    assert.match(outcome?.words ?? "", reason);
    assert.equal(rig.lamps.at(-1), "refused");
    assert.equal(rig.clinic, CLINIC);
    assert.deepEqual(rig.leftOver, []);
    assert.equal(rig.bench.service.starts, 0);
    // A file system that leads in a circle may take no report; the lamp has told.
    if (!what.startsWith("a chain")) assert.match(report ?? "", /NOT DONE: refused\r\n\r\nNothing was changed: /);
  });

test("somebody's stick without a bundle, with names that only look like it, is none of our business", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  await rig.format("FIRSTRINBUN");
  for (const name of ["FIRSTRING.BUNDLE", "FIRSTRIN.BUN", "XFIRSTRING.BUN", "FIRSTRING.BUN.TXT"])
    await rig.put(rig.bundle(OTHER_CLINIC, 1), name);
  await rig.folderOnStick("SUB");
  await rig.put(rig.bundle(OTHER_CLINIC, 1), "SUB/FIRSTRING.BUN");
  assert.deepEqual(await rig.plugIn(), { outcome: undefined, report: undefined });
  assert.deepEqual(rig.lamps, []);
  assert.equal(rig.clinic, CLINIC);
});

test("a stick whose image ends early, or is no FAT at all, is refused or passed over, and nothing is changed", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  for (const keep of [0, 100, 512, 3000, 20_000, 40_000]) {
    await rig.format();
    await rig.put(rig.bundle(OTHER_CLINIC, 1), "FIRSTRING.BUN");
    truncateSync(rig.image, keep);
    const { outcome } = await rig.plugIn();
    assert.notEqual(outcome?.kind, "kept", `${keep} bytes`);
    assert.equal(rig.clinic, CLINIC);
    assert.deepEqual(rig.leftOver, []);
  }
});

test("a second stick while the first one's bundle is taken in: it is told to wait, and takes nothing of the first away", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  using rig = new StickBench(programs);
  const who = { by: "stick" } as const;
  const leftover = join(rig.bench.places.state, "incoming");
  mkdirSync(leftover);
  let second: Promise<Outcome> | undefined;
  let unpacked: readonly string[] = [];
  const first = applyBundleFile(rig.box, rig.bundle(OTHER_CLINIC, 1000), {
    who,
    onProgress: ({ phase }) => {
      if (phase !== "health") return;
      second ??= applyBundleFile(rig.box, rig.bundle(CLINIC, 1001, privateKey, "second.bun"), { who }).finally(() => {
        unpacked = rig.leftOver.filter((name) => /incoming.*bundle$/.test(name));
      });
    },
  });
  assert.equal((await rig.bench.over(first)).kind, "kept");
  assert.match((await second)?.words ?? "", /another change is being made/);
  assert.equal(unpacked.length, 1, "the first one's, after the second was over");
  assert.deepEqual(rig.leftOver, []);
});
