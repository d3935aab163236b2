import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { backupName } from "../../device/backup/backupName.ts";
import { makeBackup } from "../../device/backup/makeBackup.ts";
import { onStick } from "../../device/backup/onStick.ts";
import { readBackup } from "../../device/backup/readBackup.ts";
import { demandIdentity, demandRecipient, makeRecoveryKey } from "../../device/backup/recoveryKey.ts";
import { sendToStick } from "../../device/backup/sendToStick.ts";
import { aCall, aMessage, anAlert, bench } from "../../device/storage/testStore.ts";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";

const SCRIPT = fileURLToPath(new URL("../../provisioning/stick/writeBackup.sh", import.meta.url));
const programsFor = (t: TestContext) => debianProgramsOrSkip(t, "mcopy", "mdir", "mkfs.vfat");
type Programs = NonNullable<Awaited<ReturnType<typeof programsFor>>>;
const NAME = backupName("rosewood", Date.UTC(2026, 10, 26, 1, 30));

/** Sticks that are images, and a socket that starts the program for each connection, as firstring-stick-backup.socket does. */
class Rig implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-backup-stick-"));
  readonly socket = join(this.folder, "socket");
  readonly #programs: Programs;
  readonly #server: net.Server;
  /** The sticks that are in. */
  sticks: readonly string[] = [];
  /** After so many 512-byte blocks the stick is gone; 0: it stays. */
  goneAfter = 0;
  /** What stands in for the power cut: called with the process that writes. */
  onWriter: ((pid: number) => void) | undefined;

  constructor(programs: Programs) {
    this.#programs = programs;
    this.#server = net.createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
      const limit = this.goneAfter > 0 ? `trap '' XFSZ; ulimit -f ${this.goneAfter}; ` : "";
      const writer = spawn("/bin/sh", ["-c", `${limit}exec /bin/sh "$@"`, "sh", SCRIPT, ...this.sticks], {
        stdio: [socket, socket, "ignore"],
        env: { ...this.#programs.mcopy.env, MTOOLS_SKIP_CHECK: "0" },
        detached: true,
      });
      writer.once("exit", () => socket.destroy());
      if (writer.pid !== undefined) this.onWriter?.(writer.pid);
    });
  }

  async open(): Promise<this> {
    this.#server.listen(this.socket);
    await once(this.#server, "listening");
    return this;
  }

  async stick(name: string, kilobytes = 8192): Promise<string> {
    const image = join(this.folder, `${name}.img`);
    await this.#run("mkfs.vfat", ["-C", image, String(kilobytes)]);
    this.sticks = [...this.sticks, image];
    return image;
  }

  file(bytes: number): string {
    const file = join(this.folder, `${bytes}.bytes`);
    writeFileSync(file, randomBytes(bytes));
    return file;
  }

  /** What came of it: the words of success, or the error's. */
  async send(file: string, name = NAME, keep = 0): Promise<string> {
    try {
      return await sendToStick({ file, name, keep, socket: this.socket, say: () => {} });
    } catch (error) {
      assert.ok(isApplianceError(error) && error.code === "BACKUP_FAILED" && error.cure !== "", String(error));
      return error.message;
    }
  }

  async names(image: string): Promise<readonly string[]> {
    const listed = await this.#run("mdir", ["-b", "-i", image, "::/"]).catch(() => Buffer.alloc(0));
    return listed
      .toString()
      .split("\n")
      .flatMap((line) => (line === "" ? [] : [line.replace("::/", "")]))
      .sort();
  }

  read(image: string, name: string): Promise<Buffer> {
    return this.#run("mcopy", ["-n", "-i", image, `::${name}`, "-"]);
  }

  put(image: string, name: string, file: string): Promise<Buffer> {
    return this.#run("mcopy", ["-i", image, file, `::${name}`]);
  }

  #run(name: keyof Programs, args: readonly string[]): Promise<Buffer> {
    const { path, env } = this.#programs[name];
    const options = { env: { ...env, MTOOLSRC: "/dev/null" }, encoding: "buffer", maxBuffer: 64e6 } as const;
    return new Promise((resolve, reject) =>
      execFile(path, [...args], options, (error, out) => (error === null ? resolve(out) : reject(error))),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

test("a backup onto a stick: on it under its name, byte for byte; the stick says so, and beside the data nothing is left", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  await using rig = await new Rig(programs).open();
  const image = await rig.stick("usual", 16_384);
  await using box = bench();
  const store = await box.open();
  await store.writeCall(aCall("c0"));
  await store.writeMessage(aMessage("7Q4K", "c0", { complete: true }), anAlert("7Q4K", "c0"));
  // Left by one that the power cut off.
  const left = mkdtempSync(join(box.directory, ".firstring-for-stick-"));
  const recovery = makeRecoveryKey();
  const made = await onStick(box.directory, { name: NAME, keep: 0, socket: rig.socket, say: () => {} }, (to) =>
    makeBackup({
      ...{ directory: box.directory, to, now: 1, program: "0" },
      key: { key: box.key, source: "credential", otherKeys: [] },
      locks: [{ kind: "recipient", publicKey: demandRecipient(recovery.publicKey) }],
    }),
  );
  assert.equal(made.path, `stick: ${NAME}`);
  assert.deepEqual(await rig.names(image), ["RESULT.TXT", NAME].sort());
  assert.match(
    String(await rig.read(image, "RESULT.TXT")),
    /^FirstRing: backup\r\n\r\nDONE\r\n\r\n.*read back and compared\.\r\n/,
  );
  const copy = join(rig.folder, NAME);
  writeFileSync(copy, await rig.read(image, NAME));
  const unlock = { kind: "identity", privateKey: demandIdentity(recovery.privatePem) } as const;
  assert.equal(readBackup(copy, [unlock]).manifest.databases[0]?.messages, 1);
  assert.equal(existsSync(left), false);
  assert.deepEqual(
    readdirSync(box.directory).filter((name) => name.startsWith(".")),
    [],
  );
});

test("no stick, two sticks, no file system, no room, too large for FAT: said, and nothing is written", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  await using rig = await new Rig(programs).open();
  rig.sticks = [join(rig.folder, "none")];
  assert.match(await rig.send(rig.file(1000)), /there is no stick/);
  rig.sticks = [];
  const image = await rig.stick("small", 4096);
  assert.match(await rig.send(rig.file(5_000_000)), /has 4 MB free; the backup needs 5 MB /);
  assert.match(String(await rig.read(image, "RESULT.TXT")), /\r\nNOT DONE\r\n\r\nthe stick has/);
  await rig.stick("second");
  assert.match(await rig.send(rig.file(1000)), /more than one stick/);
  const blank = join(rig.folder, "blank");
  writeFileSync(blank, Buffer.alloc(100_000));
  rig.sticks = [blank];
  assert.match(await rig.send(rig.file(1000)), /file system cannot be read/);
  rig.sticks = [image];
  for (const [asked, said] of [
    [`${"0".repeat(64)} 4294967296 0 ${NAME}`, /^large .* no file over 4294 MB/],
    ["", /^unclear/],
    [`${"0".repeat(64)} 5 0 ../../etc/passwd`, /^unclear/],
    [`${"0".repeat(64)} 5 0 ::x.frbackup`, /^unclear/],
    [`${"0".repeat(64)} -5 0 ${NAME}`, /^unclear/],
    [`$(reboot) 5 0 ${NAME}`, /^unclear/],
  ] as const) {
    const socket = net.connect({ path: rig.socket, allowHalfOpen: true });
    socket.end(`${asked}\n`);
    const chunks = await socket.toArray();
    assert.match(chunks.join(""), said, asked);
  }
  assert.deepEqual(await rig.names(image), ["RESULT.TXT"]);
});

test("a stick that is pulled out, or full, in mid-write: told; nothing under the last name; the next one goes well", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  await using rig = await new Rig(programs).open();
  const image = await rig.stick("pulled", 8192);
  const file = rig.file(3_000_000);
  for (const blocks of [1, 100, 2000, 5000]) {
    rig.goneAfter = blocks;
    assert.match(await rig.send(file), /does not read back|file system cannot be read/, `${blocks} blocks`);
    assert.ok(!(await rig.names(image)).includes(NAME));
  }
  rig.goneAfter = 0;
  assert.match(await rig.send(file), /^firstring-rosewood-2026-11-26T013000Z\.frbackup, 3 MB/);
  assert.ok(readFileSync(file).equals(await rig.read(image, NAME)));
  assert.ok(!(await rig.names(image)).includes("FIRSTRING.PRT"));
  assert.match(await rig.send(file), /is on the stick already/);
});

test("whoever writes is killed in mid-write, or whoever sends ends too early: nothing under the last name", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  await using rig = await new Rig(programs).open();
  const image = await rig.stick("killed", 8192);
  const half = net.connect({ path: rig.socket, allowHalfOpen: true });
  half.write(`${"0".repeat(64)} 3000000 0 ${NAME}\n`);
  assert.equal(String((await once(half, "data"))[0]), "ready\n");
  half.end(randomBytes(1_000_000));
  assert.match((await half.toArray()).join(""), /^differs /);
  assert.deepEqual(await rig.names(image), ["RESULT.TXT"]);

  let group = 0;
  rig.onWriter = (pid) => {
    group = pid;
  };
  const cut = net.connect({ path: rig.socket, allowHalfOpen: true });
  cut.write(`${"0".repeat(64)} 3000000 0 ${NAME}\n`);
  await once(cut, "data");
  await new Promise((resolve) => cut.write(randomBytes(2_000_000), resolve));
  process.kill(-group, "SIGKILL");
  cut.on("error", () => {}).destroy();
  rig.onWriter = undefined;
  assert.ok(!(await rig.names(image)).includes(NAME));
  assert.match(await rig.send(rig.file(3_000_000)), /read back and compared/);
  assert.deepEqual(await rig.names(image), ["RESULT.TXT", NAME].sort());
});

test("so many stay on the stick as the clinic keeps; those of another clinic, and other files, are left alone", async (t) => {
  const programs = await programsFor(t);
  if (!programs) return;
  await using rig = await new Rig(programs).open();
  const image = await rig.stick("many");
  const file = rig.file(10_000);
  const others = [
    "firstring-rosewood-hill-2026-01-01T013000Z.frbackup",
    "firstring-rosewood-notes.frbackup",
    "letter.txt",
  ];
  for (const name of others) await rig.put(image, name, file);
  const nights = [1, 2, 3, 4].map((day) => backupName("rosewood", Date.UTC(2026, 11, day, 1, 30)));
  for (const name of nights) assert.match(await rig.send(file, name, 2), /read back/);
  assert.deepEqual(await rig.names(image), [...others, ...nights.slice(2), "RESULT.TXT"].sort());
});

test("where nothing writes sticks, it is said what to do", async () => {
  await assert.rejects(
    sendToStick({ file: SCRIPT, name: NAME, keep: 0, socket: join(dirname(SCRIPT), "no.sock"), say: () => {} }),
    (error) => isApplianceError(error) && /--to FOLDER/.test(error.cure),
  );
});

test("the unit runs the program that is tested here, without Node, and the socket starts it", () => {
  const unit = (name: string) => readFileSync(fileURLToPath(new URL(`../../systemd/${name}`, import.meta.url)), "utf8");
  const service = unit("firstring-stick-backup@.service");
  assert.ok(service.includes("ExecStart=/bin/sh /usr/lib/firstring/provisioning/stick/writeBackup.sh\n"));
  assert.ok(service.includes("MemoryDenyWriteExecute=yes\n"));
  assert.ok(unit("firstring-stick-backup.socket").includes("ListenStream=/run/firstring-stick-backup.sock\n"));
});
