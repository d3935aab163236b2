import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { putOnCard } from "./putOnCard.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const BEFORE = "console=tty1 root=PARTUUID=4e639091-02 rootfstype=ext4 fsck.repair=yes rootwait quiet\n";

const card = () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-card-"));
  const bootfs = join(folder, "bootfs");
  mkdirSync(bootfs);
  writeFileSync(join(bootfs, "config.txt"), "");
  writeFileSync(join(bootfs, "cmdline.txt"), BEFORE);
  for (const version of ["0.1.0", "0.2.0"]) writeFileSync(join(folder, `firstring_${version}_arm64.deb`), version);
  return {
    ...{ folder, bootfs },
    put: (version: string) => putOnCard(root, bootfs, join(folder, `firstring_${version}_arm64.deb`)),
    commandLine: () => readFileSync(join(bootfs, "cmdline.txt"), "utf8"),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};

test("a card gets the package, and one line more of what is done at its first start; again, only the newer package", () => {
  using it = card();
  it.put("0.1.0");
  const once = it.commandLine();
  assert.ok(once.startsWith(BEFORE.trim()));
  assert.equal(once.trim().split("\n").length, 1);
  writeFileSync(join(it.bootfs, "firstring/mtools_4.0.48_arm64.deb"), "");
  it.put("0.2.0");
  assert.equal(it.commandLine(), once);
  assert.deepEqual(readdirSync(join(it.bootfs, "firstring")).sort(), [
    ...["first-start.sh", "firstring_0.2.0_arm64.deb", "mtools_4.0.48_arm64.deb"],
  ]);
});

test("at the first start the script installs what is there, and takes itself out of the command line whatever comes of it", () => {
  for (const works of [true, false]) {
    using it = card();
    it.put("0.1.0");
    const script = join(it.bootfs, "firstring/first-start.sh");
    const text = readFileSync(script, "utf8");
    writeFileSync(script, text.replace("/boot/firmware", it.bootfs));
    const bin = join(it.folder, "bin");
    mkdirSync(bin);
    for (const name of ["dpkg", "firstring"])
      writeFileSync(join(bin, name), `#!/bin/sh\necho ran ${name} "$@"\nexit ${works ? 0 : 1}\n`, { mode: 0o755 });
    execFileSync("sh", [script], { env: { PATH: `${bin}:${process.env["PATH"]}` } });
    assert.equal(it.commandLine(), BEFORE);
    const log = readFileSync(join(it.bootfs, "firstring/log.txt"), "utf8");
    // The code for the label is on the card, and not in the log that is sent to somebody who helps.
    const label = join(it.bootfs, "firstring/label.txt");
    assert.equal(existsSync(label) && readFileSync(label, "utf8"), works && "ran firstring label\n");
    assert.ok(!log.includes("ran firstring label") && !existsSync(`${label}.new`));
    assert.match(log, works ? /ran firstring prepare-pi[\s\S]*FirstRing is installed/ : /ran dpkg[\s\S]*NOT installed/);
  }
});

test("a label that was made already stays: its code is on the box, and no other is made for a card that is used again", () => {
  using it = card();
  it.put("0.1.0");
  const script = join(it.bootfs, "firstring/first-start.sh");
  writeFileSync(script, readFileSync(script, "utf8").replace("/boot/firmware", it.bootfs));
  const bin = join(it.folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "dpkg"), "#!/bin/sh\n", { mode: 0o755 });
  // As the real one, which refuses a second label (LABEL_MADE).
  const once = `[ "$1" != label ] || { [ ! -e ${it.folder}/made ] && touch ${it.folder}/made && echo the code; }`;
  writeFileSync(join(bin, "firstring"), `#!/bin/sh\n${once}\n`, { mode: 0o755 });
  const start = () => execFileSync("sh", [script], { env: { PATH: `${bin}:${process.env["PATH"]}` } });
  const label = join(it.bootfs, "firstring/label.txt");
  start();
  start();
  assert.equal(readFileSync(label, "utf8"), "the code\n");
  // Printed and deleted, as the guide says: no empty one comes.
  rmSync(label);
  start();
  assert.ok(!existsSync(label));
});

test("a folder that is no card is not written to", () => {
  using it = card();
  assert.throws(() => putOnCard(root, it.folder, join(it.folder, "firstring_0.1.0_arm64.deb")), /NO_PI_CARD/);
});
