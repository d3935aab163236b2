import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { applyBundleFile, type BundleBox, bundleApplier } from "../../provisioning/bundle/applyBundle.ts";
import { rawPublicKey } from "../../provisioning/bundle/keyFiles.ts";
import { keyIdOf } from "../../provisioning/bundle/keyId.ts";
import { writeBundle } from "../../provisioning/bundle/writeBundle.ts";
import type { OwnerStatus } from "../../provisioning/change/ApplyClient.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import type { Outcome } from "../../provisioning/change/Plan.ts";
import { SocketApplyClient } from "../../provisioning/change/SocketApplyClient.ts";
import { type ImportMeans, importStick } from "../../provisioning/stick/importStick.ts";
import {
  judgeReading,
  readArguments,
  reportArguments,
  STICK_COPIES,
  STICK_NOTES,
} from "../../provisioning/stick/stickFiles.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { ourUnits, type Unit, valuesOf } from "../systemd/systemdRoot.ts";
import { CLINIC, EngineBench, OTHER_CLINIC } from "./EngineBench.ts";
import { forgeBundle, forgedPart } from "./forgeBundle.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const SERIAL = "10000000abcdef01";
type Programs = NonNullable<Awaited<ReturnType<typeof programsFor>>>;
const programsFor = (t: TestContext) => debianProgramsOrSkip(t, "mcopy", "mmd", "mtype", "mkfs.vfat");

/** A box with a folder for its root, and a stick that is an image of a FAT file system. */
class StickBench implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-stick-"));
  readonly image = join(this.folder, "stick.img");
  readonly bench: EngineBench<RealDisk>;
  /** Where the stick's copy and, in memory, the words about it go. */
  readonly copy: string;
  readonly notes = join(this.folder, "notes");
  readonly lamps: string[] = [];
  readonly #programs: Programs;

  constructor(programs: Programs, disk: new () => RealDisk = RealDisk) {
    this.#programs = programs;
    const root = join(this.folder, "root");
    this.bench = new EngineBench<RealDisk>(new disk(), root);
    const { clinicFile, keys, state, stick } = this.bench.places;
    this.copy = join(stick, "sda1.bun");
    for (const folder of [dirname(clinicFile), keys, state, stick, this.notes]) mkdirSync(folder, { recursive: true });
    writeFileSync(clinicFile, CLINIC);
    this.bench.service.reads = CLINIC;
    const publicKey = rawPublicKey(privateKey);
    const key = { publicKey, name: "Rosewood", roles: ["configuration"] };
    writeFileSync(join(keys, `${keyIdOf(publicKey)}.json`), JSON.stringify(key));
  }

  /** FAT16, so that its chains are easily damaged by hand. */
  async format(label = "STICK"): Promise<void> {
    rmSync(this.image, { force: true });
    await this.#run("mkfs.vfat", ["-F", "16", "-n", label, "-C", this.image, "16384"]);
  }

  async put(file: string, name: string): Promise<void> {
    await this.#run("mcopy", ["-i", this.image, file, `::${name}`]);
  }

  async folderOnStick(name: string): Promise<void> {
    await this.#run("mmd", ["-i", this.image, `::${name}`]);
  }

  bundle(text: string, sequence: number, key: KeyObject | null = privateKey, name = "made.bun"): string {
    const file = join(this.folder, name);
    const head = { sequence, created: "2026-11-26T05:00:00.000Z", minimumVersion: "0.1.0" };
    writeBundle(file, head, [{ name: "clinic-file", bytes: Buffer.from(text) }], key === null ? [] : [key]);
    return file;
  }

  /** What the three units do, one after the other. */
  async plugIn(
    client: ImportMeans["client"] = this.rootsHand,
  ): Promise<{ readonly outcome: Outcome | undefined; readonly report: string | undefined }> {
    rmSync(this.copy, { recursive: true, force: true });
    await this.read();
    const outcome = await this.takeIn(client);
    return { outcome, report: await this.report() };
  }

  async read(): Promise<void> {
    const { path } = this.#programs.mcopy;
    rmSync(join(this.notes, "sda1.txt"), { force: true });
    // LimitFSIZE= and TimeoutStartSec= of the unit.
    const limited = ["-c", 'ulimit -f 327680; exec "$@"', "sh", path, ...readArguments(this.image, this.copy)];
    writeFileSync(join(this.notes, "sda1.err"), (await this.#program("sh", limited)).said);
  }

  takeIn(client: ImportMeans["client"] = this.rootsHand): Promise<Outcome | undefined> {
    return this.bench.over(
      importStick("sda1", {
        ...{ copies: dirname(this.copy), notes: this.notes, client },
        show: (kind) => void this.lamps.push(kind ?? "nothing"),
        now: () => Date.UTC(2026, 10, 26),
        say: () => {},
      }),
    );
  }

  async report(): Promise<string | undefined> {
    const report = join(this.notes, "sda1.txt");
    if (existsSync(report)) await this.#program(this.#programs.mcopy.path, reportArguments(this.image, report));
    const read = await this.#program(this.#programs.mtype.path, ["-i", this.image, "::RESULT.TXT"]);
    return read.failed ? undefined : read.out;
  }

  get rootsHand(): ImportMeans["client"] {
    return {
      applyBundle: bundleApplier(this.box),
      owner: async () => ({ serial: SERIAL }) as OwnerStatus,
      status: async () => this.bench.engine.status(),
    };
  }

  get box(): BundleBox {
    const { engine, disk, places, presence } = this.bench;
    return { ...{ engine, disk, places, presence }, serial: SERIAL, version: "1.0.0" };
  }

  get clinic(): string | undefined {
    return this.bench.file(this.bench.places.clinicFile);
  }

  /** Whatever came of it: nothing of it lies around. */
  get leftOver(): readonly string[] {
    return readdirSync(join(this.folder, "root"), { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(new|old)$|journal|incoming/.test(name),
    );
  }

  async #run(name: keyof Programs, args: readonly string[]): Promise<void> {
    const { failed, said } = await this.#program(this.#programs[name].path, args);
    if (failed) throw new Error(`${name}: ${said}`);
  }

  #program(path: string, args: readonly string[]): Promise<{ out: string; said: string; failed: boolean }> {
    const env = { ...this.#programs.mcopy.env, MTOOLSRC: "/dev/null", LC_ALL: "C" };
    return new Promise((resolve) =>
      execFile(path, [...args], { env, timeout: 60_000, killSignal: "SIGKILL" }, (error, out, said) =>
        resolve({ out, said, failed: error !== null }),
      ),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

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

class FullDisk extends RealDisk {
  override write(path: string, bytes: Uint8Array, owner: Parameters<RealDisk["write"]>[2]): void {
    if (path.includes("clinic.yaml")) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    super.write(path, bytes, owner);
  }
}

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
