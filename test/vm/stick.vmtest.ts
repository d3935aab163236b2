/** A USB stick with a signed bundle, a spoiled one, and one that is none of ours; read in user space, answered on the stick. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { clinicFile } from "./clinicFile.ts";
import { exfatVolume } from "./exfat.ts";
import { imageOf } from "./guestImage.ts";
import { figure } from "./tell.ts";
import { VmClinic } from "./VmClinic.ts";

const PROGRAM = fileURLToPath(new URL("../../device/main.ts", import.meta.url));
const RENAMED = "Rosewood Family Practice (moved)";
const ANSWERED_WITHIN_MS = 900_000;

suite("a stick", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  let bundle = "";
  before(
    async () => {
      clinic = await VmClinic.start({ isSetUp: true });
      await clinic.ready();
      const at = (name: string): string => join(clinic.folder, name);
      const firstring = (...args: readonly string[]) =>
        execFileSync(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "ignore", "pipe"] });
      firstring("bundle", "keygen", "--out", at("supplier"), "--name", "Supplier");
      writeFileSync(at("clinic.yaml"), clinicFile().replace("Rosewood Family Practice", RENAMED));
      bundle = at("FIRSTRING.BUN");
      firstring("bundle", "create", "--clinic", at("clinic.yaml"), "--key", at("supplier.key"), "--out", bundle);
      const key = readFileSync(at("supplier.pub"), "utf8");
      await clinic.machine.run(
        `cat > /run/supplier.pub <<'KEY'\n${key}\nKEY\nfirstring bundle trust /run/supplier.pub`,
        300_000,
      );
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  const stickOf = (name: string, content: Uint8Array): string => {
    const image = join(clinic.folder, `${name}.img`);
    const file = join(clinic.folder, `${name}.bun`);
    writeFileSync(file, content);
    execFileSync("mformat", ["-C", "-i", image, "-T", "65536", "-v", "STICK", "::"]);
    execFileSync("mcopy", ["-i", image, file, "::FIRSTRING.BUN"]);
    return image;
  };
  const plug = async (name: string, image: string): Promise<void> => {
    await clinic.machine.qmp.ask("blockdev-add", {
      driver: "raw",
      "node-name": `${name}-node`,
      file: { driver: "file", filename: image },
    });
    await clinic.machine.plug(name, "usb-storage", { drive: `${name}-node`, bus: "xhci.0" });
  };
  const pull = async (name: string): Promise<void> => {
    await clinic.machine.unplug(name);
    await clinic.machine.qmp.ask("blockdev-del", { "node-name": `${name}-node` });
  };
  /** The report is read off the stick on another computer: ours. */
  const reportOn = async (image: string): Promise<string> => {
    const end = performance.now() + ANSWERED_WITHIN_MS;
    for (;;) {
      try {
        return execFileSync("mcopy", ["-i", image, "::RESULT.TXT", "-"], {
          stdio: ["ignore", "pipe", "ignore"],
        }).toString();
      } catch {
        if (performance.now() > end) throw new Error(`no report on the stick\n${await clinic.story()}`);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  };
  /** What the panel is asked to show. */
  const lamps = (): Promise<string> => clinic.machine.run("cat /run/firstring-panel/show/stick");
  const clinicNow = (): Promise<string> => clinic.machine.run("cat /etc/firstring/clinic.yaml");

  test("one byte flipped: refused with a reason on the stick, and nothing is changed", async () => {
    const spoiled = Buffer.from(readFileSync(bundle));
    const middle = Math.floor(spoiled.length / 2);
    spoiled[middle] = (spoiled[middle] ?? 0) ^ 1;
    const image = stickOf("spoiled", spoiled);
    await plug("spoiled", image);
    const report = await reportOn(image);
    assert.match(report, /^NOT DONE: refused/m);
    assert.match(await lamps(), /"refused"/);
    assert.doesNotMatch(await clinicNow(), /moved/);
    await pull("spoiled");
  });

  test("the box's disk is full to the last byte: refused with a reason on the stick, nothing is half applied, and it answers", async () => {
    // Root may use what is reserved, too.
    await clinic.machine.run(`
      n=0
      for size in 256M 32M 4M 1M 128K 16K; do while fallocate -l $size /var/filled.$n 2>/dev/null; do n=$((n + 1)); done; done
      dd if=/dev/zero of=/var/filled.last bs=512 2>/dev/null || true
      sync; ! dd if=/dev/zero of=/var/filled.probe bs=512 count=8 2>/dev/null; rm -f /var/filled.probe`);
    const image = stickOf("full", readFileSync(bundle));
    await plug("full", image);
    const report = await reportOn(image);
    assert.match(report, /^NOT DONE: refused[\s\S]*the disk of the box is full[\s\S]*What to do: Make room on it/m);
    assert.match(await lamps(), /"refused"/);
    assert.equal((await clinic.call()).outcome, "answered");
    await clinic.machine.run("rm /var/filled.*; sync");
    assert.doesNotMatch(await clinicNow(), /moved/);
    await pull("full");
  });

  test("a good bundle: applied, the box is at work again, and the stick says so", async () => {
    const image = stickOf("good", readFileSync(bundle));
    const began = performance.now();
    await plug("good", image);
    const report = await reportOn(image);
    figure("stick plugged in → report on it", `${((performance.now() - began) / 1000).toFixed(0)} s`);
    assert.match(report, /^DONE/m);
    assert.match(await lamps(), /"done"/);
    assert.match(await clinicNow(), /moved/, report);
    await pull("good");
    await clinic.ready();
    assert.equal((await clinic.call()).outcome, "answered");
  });

  test("a backup onto a stick: there under its name when the box says so, and another computer reads it", async () => {
    const image = stickOf("backup", Buffer.alloc(0));
    execFileSync("mdel", ["-i", image, "::FIRSTRING.BUN"]);
    await plug("backup", image);
    await clinic.machine.until("the stick", "ls /dev/disk/by-id | grep usb-QEMU");
    await clinic.machine.run("udevadm settle");
    const key = join(clinic.folder, "recovery.pem");
    const args = [PROGRAM, "backup", "keygen", "--out", key];
    const publicKey = execFileSync(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
    const said = await clinic.machine.run(`firstring backup --to stick --recipient ${publicKey}`, 600_000);
    const name = /stick: (\S+\.frbackup)/.exec(said)?.[1] ?? assert.fail(said);
    await pull("backup");
    const copy = join(clinic.folder, name);
    execFileSync("mcopy", ["-i", image, `::${name}`, copy]);
    execFileSync(process.execPath, [PROGRAM, "backup", "verify", copy, "--identity", key], { stdio: "ignore" });
  });

  test("the same bundle once more: done before, and the stick says so", async () => {
    const image = stickOf("again", readFileSync(bundle));
    await plug("again", image);
    assert.match(await reportOn(image), /^DONE BEFORE[\s\S]*taken already/m);
    await pull("again");
  });

  test("a stick of another kind is left alone, and no driver of a file system touches any", async () => {
    const folder = join(clinic.folder, "foreign");
    mkdirSync(folder);
    writeFileSync(join(folder, "FIRSTRING.BUN"), readFileSync(bundle));
    const image = join(clinic.folder, "foreign.img");
    await imageOf(folder, image, "16M");
    await plug("foreign", image);
    await clinic.machine.until("the stick", "ls /dev/disk/by-id | grep usb-QEMU");
    await clinic.machine.run("udevadm settle");
    assert.doesNotMatch(await clinic.machine.run("cat /proc/mounts"), /\/dev\/sd/);
    assert.equal((await clinic.machine.run("lsmod | grep -c -w -e vfat -e exfat -e ntfs3 || true")).trim(), "0");
    await pull("foreign");
  });

  test("a stick of the kind that Windows likes to make (exFAT): the lamps and the record say so, and what to do", async () => {
    const image = join(clinic.folder, "exfat.img");
    writeFileSync(image, exfatVolume(65_536));
    await plug("exfat", image);
    await clinic.machine.until("the record", "firstring config log | grep -i exfat", ANSWERED_WITHIN_MS);
    assert.match(await lamps(), /"refused"/);
    assert.equal((await clinic.machine.run("lsmod | grep -c -w exfat || true")).trim(), "0");
    await pull("exfat");
  });
});
