// On a root that has the parts of a Raspberry Pi OS which are touched; systemctl is the real one.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { debianProgramsOrSkip } from "../../test/programs/debianPrograms.ts";
import { preparePiCommand } from "./cli.ts";
import { withBlock, withoutBlock } from "./markedBlock.ts";

const CONFIG = `# For more options and information see http://rptl.io/configtxt
dtparam=audio=on
camera_auto_detect=1
auto_initramfs=1
[cm4]
otg_mode=1
[all]
`;

const SERVICE = "[Unit]\nDescription=it\n[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n";

/** The product finds it by PATH. */
const withSystemctl = async (t: TestContext): Promise<boolean> => {
  const programs = await debianProgramsOrSkip(t, "systemctl");
  if (programs) Object.assign(process.env, programs.systemctl.env);
  return programs !== undefined;
};

const pi = () => {
  const root = mkdtempSync(join(tmpdir(), "firstring-pi-"));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put("boot/firmware/config.txt", CONFIG);
  put("etc/hostname", "raspberrypi\n");
  put("etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\traspberrypi\n");
  const units = ["ssh", "bluetooth", "userconfig", "avahi-daemon", "ModemManager"];
  for (const unit of units) put(`usr/lib/systemd/system/${unit}.service`, SERVICE);
  put("usr/lib/systemd/system/serial-getty@.service", SERVICE);
  for (const unit of units)
    execFileSync("systemctl", [`--root=${root}`, "enable", `${unit}.service`], { stdio: "ignore" });
  return {
    root,
    read: (path: string) => readFileSync(join(root, path), "utf8"),
    run: async (...args: readonly string[]): Promise<string> => {
      let said = "";
      const io = { stdout: { write: (text: string) => (said += text) }, stderr: { write: () => {} } };
      assert.equal(await preparePiCommand(["--root", root, "--hostname", "firstring-abc123", ...args], io), 0);
      return said;
    },
    state: (unit: string): string => {
      try {
        return execFileSync("systemctl", [`--root=${root}`, "is-enabled", unit], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "ignore"],
        }).trim();
      } catch (error) {
        return String((error as { stdout: string }).stdout).trim();
      }
    },
    /** All files and links, by content. */
    picture: (): string => {
      const hash = createHash("sha256");
      for (const path of readdirSync(root, { recursive: true, encoding: "utf8" }).sort()) {
        const found = lstatSync(join(root, path));
        if (found.isSymbolicLink()) hash.update(`${path}>${readlinkSync(join(root, path))}`);
        else if (found.isFile()) hash.update(`${path}=${readFileSync(join(root, path))}`);
      }
      return hash.digest("hex");
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
};

test("a fresh Raspberry Pi OS becomes a box's: firmware, name, and everything off that it does not use", async (t) => {
  if (!(await withSystemctl(t))) return;
  using it = pi();
  const said = await it.run("--with", "ups", "--clock-chip", "ds3231");
  const config = it.read("boot/firmware/config.txt");
  assert.ok(config.startsWith(CONFIG), "what was there stays");
  for (const line of [
    "[pi4]\ndtoverlay=dwc2,dr_mode=peripheral",
    "dtoverlay=i2c-rtc,ds3231",
    "label=firstring:button",
    "keycode=257",
    "dtoverlay=disable-bt",
  ])
    assert.ok(config.includes(line), line);
  assert.equal(it.read("etc/hostname"), "firstring-abc123\n");
  assert.match(it.read("etc/hosts"), /127\.0\.1\.1\tfirstring-abc123/);
  assert.deepEqual(
    ["ssh", "bluetooth", "avahi-daemon"].map((unit) => it.state(`${unit}.service`)),
    ["disabled", "disabled", "disabled"],
  );
  assert.deepEqual(
    ["userconfig", "ModemManager", "serial-getty@ttyAMA0"].map((unit) => it.state(`${unit}.service`)),
    ["masked", "masked", "masked"],
  );
  assert.match(said, /ModemManager\.service masked: it talks to modems in the middle/);
  assert.doesNotMatch(said, /triggerhappy/, "what is not there is not mentioned");
});

test("done twice it changes nothing, and taken back it leaves what was there before", async (t) => {
  if (!(await withSystemctl(t))) return;
  using it = pi();
  const before = it.picture();
  assert.match(await it.run("--dry-run"), /things would change/);
  assert.equal(it.picture(), before);
  await it.run();
  const after = it.picture();
  assert.equal(await it.run(), "Everything is so already.\n");
  assert.equal(it.picture(), after);
  await it.run("--undo");
  assert.equal(it.picture(), before);
});

test("ssh stays on where it is asked for", async (t) => {
  if (!(await withSystemctl(t))) return;
  using it = pi();
  await it.run("--ssh");
  assert.equal(it.state("ssh.service"), "enabled");
});

test("the block in a file of somebody else's is replaced, found without a last line break, and taken out without a trace", () => {
  for (const text of ["", "a=1\n", "a=1", "a=1\n\n"]) {
    const once = withBlock(text, ["x=1"]);
    assert.equal(withBlock(once, ["x=1"]), once);
    assert.match(withBlock(once, ["y=2"]), /y=2/);
    assert.doesNotMatch(withBlock(once, ["y=2"]), /x=1/);
    assert.equal(withoutBlock(once), text === "" || text.endsWith("\n") ? text : `${text}\n`);
  }
  assert.equal(
    withoutBlock("# >>> FirstRing (firstring prepare-pi; --undo takes this block away)\nhalf"),
    "# >>> FirstRing (firstring prepare-pi; --undo takes this block away)\nhalf",
  );
});

test("one unit that cannot be switched off is told, and keeps the box from nothing else", async (t) => {
  if (!(await withSystemctl(t))) return;
  const box = pi();
  try {
    // systemctl masks no unit that somebody has written there.
    writeFileSync(join(box.root, "etc/systemd/system/userconfig.service"), SERVICE);
    const said = await box.run();
    assert.match(said, /userconfig\.service stays on, and should be off/);
    assert.match(box.read("boot/firmware/config.txt"), /dtparam=watchdog=on/);
    assert.equal(box.state("ModemManager.service"), "masked");
  } finally {
    rmSync(box.root, { recursive: true });
  }
});
