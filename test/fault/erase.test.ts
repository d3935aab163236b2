import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { type ErasePlaces, erase, erasePlaces, isErasing } from "../../device/data/erase.ts";
import { FileKeyPlace } from "../../device/keys/FileKeyPlace.ts";
import { OtpKeyPlace } from "../../device/keys/OtpKeyPlace.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import { aCall, aChunk, aMessage, anAlert } from "../../device/storage/testStore.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { readOwner, resetOwner } from "../../provisioning/trust/ownerFile.ts";

/** What must not be found afterwards, as it may lie on a disk. */
const NAME = "Quillfeather-Canary";
const TONE = Uint8Array.from({ length: 4000 }, (_, i) => Math.round(128 + 90 * Math.sin(i * 0.31)));
const otp = Uint8Array.from(randomBytes(32));

const fill = async (root: string) => {
  const places = erasePlaces(root);
  const { data } = places;
  const put = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  put(join(root, "etc/firstring/clinic.yaml"), `clinic: { name: ${NAME} }\n`);
  put(join(root, "etc/firstring/history/0001.yaml"), Buffer.from(NAME, "utf16le"));
  put(join(root, "etc/firstring/credentials/pin-chen"), `secret ${NAME}`);
  put(join(root, "etc/firstring/keys/maker.json"), "a key for updates");
  put(join(root, "etc/NetworkManager/system-connections/firstring-wifi.nmconnection"), `psk=${NAME}`);
  put(join(root, "etc/NetworkManager/system-connections/other.nmconnection"), "somebody else's");
  put(join(data, "prompts/en/greeting.wav"), TONE);
  put(join(data, "calendars/doctors.json"), JSON.stringify({ summary: NAME }));
  const file = new FileKeyPlace(data);
  file.stageNext();
  file.promote();
  const salt = new OtpKeyPlace(otp, join(root, "etc/firstring/database-key.salt"));
  salt.stageNext();
  salt.promote();
  const key = file.current() ?? Uint8Array.of();
  const store = await openStore({ directory: data, key, onFault: (code) => assert.fail(code) });
  await store.writeCall(aCall("c0", { callerId: { kind: "number", number: "3125550142", name: NAME } }));
  for (let second = 0; second < 3; second += 1) await store.appendAudio(aChunk("c0", second, { bytes: TONE }));
  await store.writeMessage(aMessage("7Q4K", "c0", { complete: true }), anAlert("7Q4K", "c0"));
  await store.close();
  const markers: readonly (readonly [string, Uint8Array])[] = [
    ["the name in UTF-8", Buffer.from(NAME)],
    ["the name in UTF-16", Buffer.from(NAME, "utf16le")],
    ["the name in base64", Buffer.from(Buffer.from(NAME).toString("base64").slice(0, -4))],
    ["the tone", TONE.subarray(100, 400)],
    ["the key", key],
    ["the key in hex", Buffer.from(Buffer.from(key).toString("hex"))],
    ["the page key's salt", readFileSync(join(root, "etc/firstring/database-key.salt"))],
    ["the database", readFileSync(join(data, "firstring.db")).subarray(4096, 4196)],
  ];
  return { places, markers };
};

const means = (root: string, places: ErasePlaces, progress: (words: string) => void = () => {}) => ({
  keys: {
    file: new FileKeyPlace(places.data),
    otp: new OtpKeyPlace(otp, join(root, "etc/firstring/database-key.salt")),
    credential: { destroy: () => {} } as never,
  },
  ...{ now: 1, by: "a test", thorough: false, progress, resetOwner: () => {} },
});

const filesUnder = (path: string): string[] =>
  readdirSync(path).flatMap((name) => {
    const at = join(path, name);
    return lstatSync(at).isDirectory() ? filesUnder(at) : [at];
  });

const found = (bytes: Uint8Array, markers: readonly (readonly [string, Uint8Array])[]): string[] =>
  markers.filter(([, marker]) => Buffer.from(bytes).includes(Buffer.from(marker))).map(([name]) => name);

const blank = (root: string): void => {
  assert.deepEqual(
    filesUnder(root)
      .map((path) => relative(root, path))
      .sort(),
    [
      "etc/NetworkManager/system-connections/other.nmconnection",
      "etc/firstring/erased.log",
      "etc/firstring/keys/maker.json",
    ],
  );
  assert.match(
    readFileSync(join(root, "etc/firstring/erased.log"), "utf8"),
    /^1970-01-01T00:00:00.001Z erased by a test\n$/,
  );
};

test("after an erase the blocks that every file lay in hold none of it, and the box is blank", async () => {
  const at = mkdtempSync(join(tmpdir(), "firstring-erase-"));
  try {
    const [root, shadow] = [join(at, "box"), join(at, "shadow")];
    const { places, markers } = await fill(root);
    mkdirSync(shadow);
    // A second name keeps each file's blocks in reach when its own name is gone.
    const files = filesUnder(root);
    for (const [i, path] of files.entries()) linkSync(path, join(shadow, String(i)));
    const before = new Set(files.flatMap((path) => found(readFileSync(path), markers)));
    assert.deepEqual(
      [...before].sort(),
      markers
        .map(([name]) => name)
        .filter((name) => name !== "the key" && name !== "the name in base64")
        .sort(),
      "the search finds what is there",
    );
    erase(places, means(root, places));
    for (const name of readdirSync(shadow)) assert.deepEqual(found(readFileSync(join(shadow, name)), markers), []);
    blank(root);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
});

test("an erase that is cut off anywhere goes on at the next start; the keys are the first to go", async () => {
  const at = mkdtempSync(join(tmpdir(), "firstring-erase-"));
  try {
    for (const cutAt of [1, 2]) {
      const root = join(at, String(cutAt));
      const { places } = await fill(root);
      let said = 0;
      const cut = means(root, places, () => {
        said += 1;
        if (said === cutAt) throw new Error("the power went");
      });
      assert.throws(() => erase(places, cut), /the power went/);
      assert.ok(isErasing(places));
      if (cutAt === 2) {
        assert.equal(new FileKeyPlace(places.data).current(), undefined);
        assert.equal(existsSync(join(root, "etc/firstring/database-key.salt")), false);
      }
      erase(places, means(root, places));
      assert.equal(isErasing(places), false);
      blank(root);
    }
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
});

test("the Pi's own key does not answer, one file cannot be overwritten, nobody can say whose box it is: all else goes, and it is told", async () => {
  const root = mkdtempSync(join(tmpdir(), "firstring-erase-"));
  const { places } = await fill(root);
  // A program that runs cannot be written to: as a bad spot of the card, for root, too.
  const busy = join(places.data, "a-busy");
  copyFileSync("/bin/sleep", busy);
  const child = spawn(busy, ["600"], { stdio: "ignore" });
  try {
    await once(child, "spawn");
    const owner = join(root, "etc/firstring/owner.json");
    writeFileSync(owner, "{ torn");
    const failed = erase(places, {
      ...means(root, places),
      keys: { ...means(root, places).keys, otp: undefined },
      resetOwner: () => resetOwner(new RealDisk(), owner),
    });
    assert.equal(failed.length, 1, failed.join("\n"));
    assert.match(failed[0] ?? "", /a-busy: ETXTBSY/);
    assert.match(readFileSync(places.record, "utf8"), /erased by a test, not overwritten: .*a-busy/);
    assert.equal(isErasing(places), false);
    assert.equal(existsSync(join(root, "etc/firstring/database-key.salt")), false, "it would make the old key again");
    assert.deepEqual(filesUnder(places.data), []);
    assert.equal(readOwner(new RealDisk(), owner).passphrase, undefined);
  } finally {
    child.kill("SIGKILL");
    rmSync(root, { recursive: true, force: true });
  }
});

const canMount = process.getuid?.() === 0 && (existsSync("/dev/loop0") || existsSync("/dev/loop-control"));

test("carved: in the raw image of an ext4 disk nothing of it is found after an erase", {
  skip: canMount ? false : "mounting an image needs root and loop devices; the blocks of every file are searched above",
}, async () => {
  const at = mkdtempSync(join(tmpdir(), "firstring-erase-"));
  const [image, disk] = [join(at, "disk.img"), join(at, "disk")];
  let mounted = false;
  const mount = () => {
    execFileSync("mount", ["-o", "loop", image, disk]);
    mounted = true;
  };
  const unmount = () => {
    execFileSync("umount", [disk]);
    mounted = false;
  };
  try {
    mkdirSync(disk);
    execFileSync("mke2fs", ["-q", "-t", "ext4", image, "48M"]);
    mount();
    const { places, markers } = await fill(join(disk, "box"));
    unmount();
    assert.ok(found(readFileSync(image), markers).length >= 6, "the search finds what is there");
    mount();
    erase(places, means(join(disk, "box"), places));
    unmount();
    assert.deepEqual(found(readFileSync(image), markers), []);
  } finally {
    if (mounted) unmount();
    rmSync(at, { recursive: true, force: true });
  }
});
