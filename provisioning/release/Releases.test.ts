import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Releases } from "./Releases.ts";
import { Shelf } from "./Shelf.ts";

const program = (
  folder: string,
  version: string,
  migrations: Readonly<Record<string, string>> = { "0001-first.sql": "" },
) => {
  for (const part of ["bin", "program", "device/storage/migrations"])
    mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, "bin/node"), "");
  writeFileSync(join(folder, "program/main.js"), "");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "firstring", version }));
  for (const [name, sql] of Object.entries(migrations))
    writeFileSync(join(folder, "device/storage/migrations", name), sql);
};

/** A box with the packaged version 1.0 and the releases that are named; its clock is ours. */
const box = (...versions: readonly string[]) => {
  const root = mkdtempSync(join(tmpdir(), "firstring-releases-"));
  const places = { program: join(root, "lib"), releases: join(root, "releases") };
  const now = { boot: "boot-1", uptime: 100 };
  program(places.program, "1.0");
  mkdirSync(places.releases);
  for (const version of versions) program(join(places.releases, version), version);
  const releases = new Releases(places, { bootId: () => now.boot, uptimeSeconds: () => now.uptime });
  return {
    ...{ places, releases, now },
    used: () => releases.list().find(({ inUse }) => inUse)?.version,
    onTrial: () => releases.list().find(({ onTrial }) => onTrial)?.version,
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
};

/** What the change engine does with the link. */
const want = (releases: Releases, to: string) => {
  rmSync(releases.wantedLink, { force: true });
  symlinkSync(to, releases.wantedLink);
};

test("a box with nothing but the package runs the package", () => {
  using it = box();
  assert.deepEqual(
    it.releases.list().map(({ version, packaged, inUse }) => ({ version, packaged, inUse })),
    [{ version: "1.0", packaged: true, inUse: true }],
  );
  assert.equal(it.releases.previous, undefined);
});

test("a trial that is kept is in use, and the way back leads to what was in use before, both ways", async () => {
  using it = box("1.1");
  const shelf = new Shelf(it.releases);
  const { link, to } = await shelf.put("unread.deb", "1.1");
  assert.deepEqual([link, to], [join(it.places.releases, "current"), "1.1"]);
  want(it.releases, to);
  assert.deepEqual([it.used(), it.onTrial()], ["1.0", "1.1"]);
  await shelf.kept("1.1");
  assert.deepEqual([it.used(), it.onTrial()], ["1.1", undefined]);
  assert.equal(it.releases.previous?.version, "1.0");
  it.releases.keep("1.0");
  assert.equal(it.used(), "1.0");
  assert.equal(existsSync(join(it.places.releases, "current")), false);
  assert.equal(it.releases.previous?.version, "1.1");
});

test("the power goes in the middle of a trial: the next start runs what was good, however often the power flaps", async () => {
  using it = box("1.1");
  const { to } = await new Shelf(it.releases).put("unread.deb", "1.1");
  want(it.releases, to);
  for (let start = 2; start < 25; start++) {
    Object.assign(it.now, { boot: `boot-${start}`, uptime: 3 });
    assert.deepEqual([it.used(), it.onTrial()], ["1.0", undefined]);
  }
});

test("what was kept stays, however often the power flaps: nobody counts starts", () => {
  using it = box("1.1");
  it.releases.keep("1.1");
  for (let start = 2; start < 25; start++) {
    Object.assign(it.now, { boot: `boot-${start}`, uptime: 3 });
    assert.equal(it.used(), "1.1");
  }
});

test("an updater that died leaves a trial that ends by itself", async () => {
  using it = box("1.1");
  const { to } = await new Shelf(it.releases).put("unread.deb", "1.1");
  want(it.releases, to);
  it.now.uptime += 3599;
  assert.equal(it.onTrial(), "1.1");
  it.now.uptime += 1;
  assert.deepEqual([it.used(), it.onTrial()], ["1.0", undefined]);
});

test("a trial that was sick is taken off the disk, and nothing of it is left", async () => {
  using it = box("1.1");
  const shelf = new Shelf(it.releases);
  const { link, to } = await shelf.put("unread.deb", "1.1");
  want(it.releases, to);
  rmSync(link);
  await shelf.drop("1.1");
  assert.deepEqual(readdirSync(it.places.releases), []);
  assert.equal(it.used(), "1.0");
});

test("updates do not fill the card: beside the one in use there is one way back, and the package", async () => {
  using it = box();
  const shelf = new Shelf(it.releases);
  for (const version of ["1.1", "1.2", "1.3"]) {
    program(join(it.places.releases, version), version);
    await shelf.kept(version);
  }
  assert.deepEqual(
    it.releases.list().map(({ version }) => version),
    ["1.0", "1.2", "1.3"],
  );
  assert.equal(it.releases.previous?.version, "1.2");
});

test("the version in use, the packaged one and the one on trial cannot be dropped", async () => {
  using it = box("1.1", "1.2");
  it.releases.keep("1.1");
  const { to } = await new Shelf(it.releases).put("unread.deb", "1.2");
  want(it.releases, to);
  assert.throws(() => it.releases.drop("1.0"), /packaged/);
  assert.throws(() => it.releases.drop("1.1"), /in use/);
  assert.throws(() => it.releases.drop("1.2"), /on trial/);
  assert.throws(() => it.releases.drop("../../etc"), /RELEASE_UNKNOWN/);
});

test("half a release, left by a power cut, is no release and is swept away", () => {
  using it = box("1.1");
  mkdirSync(join(it.places.releases, ".part-1.2/bin"), { recursive: true });
  writeFileSync(join(it.places.releases, "trial.new"), "1.2");
  symlinkSync("1.2", join(it.places.releases, "current"));
  assert.equal(it.used(), "1.0");
  it.releases.sweep();
  assert.deepEqual(readdirSync(it.places.releases).sort(), ["1.1", "current"]);
  assert.equal(readlinkSync(join(it.places.releases, "current")), "1.2");
});

test("a version whose program cannot work with the database of the one in use is no way back", () => {
  using it = box();
  const additive = { "0001-first.sql": "", "0002-more.sql": "-- readable from: 1\n" };
  program(join(it.places.releases, "1.1"), "1.1", additive);
  program(join(it.places.releases, "2.0"), "2.0", { ...additive, "0003-other.sql": "DROP TABLE calls;" });
  it.releases.keep("1.1");
  assert.equal(it.releases.canRead("1.0"), true);
  it.releases.keep("2.0");
  assert.equal(it.releases.canRead("1.0"), false);
  assert.equal(it.releases.canRead("1.1"), false);
});
