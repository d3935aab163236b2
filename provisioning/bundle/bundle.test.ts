import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { bundleChanges } from "./bundleChanges.ts";
import { bundleCommand } from "./cli.ts";
import { HEAD_BYTES, MAGIC, signedBytes } from "./format.ts";
import { gatherParts } from "./gatherParts.ts";
import { judgeBundle, NO_SEQUENCES } from "./judgeBundle.ts";
import { rawPublicKey } from "./keyFiles.ts";
import { keyIdOf } from "./keyId.ts";
import { openBundle, refusalOf } from "./openBundle.ts";
import type { KnownKey } from "./trustedKeys.ts";
import { writeBundle } from "./writeBundle.ts";

const folder = mkdtempSync(join(tmpdir(), "firstring-bundle-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const { privateKey } = generateKeyPairSync("ed25519");
const known = (key: KeyObject, more: Partial<KnownKey> = {}): KnownKey => {
  const publicKey = rawPublicKey(key);
  return { publicKey, id: keyIdOf(publicKey), name: "Rosewood", roles: ["configuration"], from: "clinic", ...more };
};
const KEYS = [known(privateKey)];
const HEAD = { sequence: 1000, created: "2026-11-26T05:00:00.000Z", minimumVersion: "0.1.0" };
const ROSEWOOD = fileURLToPath(new URL("../rehearsal/clinic.yaml", import.meta.url));
const VOICE = fileURLToPath(new URL("../../device/rehearsal/callers/urgent-name.wav", import.meta.url));
const CLINIC = "version: 1\n# a clinic\n".repeat(20);

function made(name: string, keys: readonly KeyObject[] = [privateKey]): string {
  const file = join(folder, name);
  writeBundle(
    file,
    HEAD,
    [
      { name: "clinic-file", bytes: Buffer.from(CLINIC) },
      { name: "prompt/en/greeting", bytes: Buffer.from([1, 2, 3]) },
    ],
    keys,
  );
  return file;
}

const codeOf = (file: string, keys: readonly KnownKey[] = KEYS): string => {
  const opened = openBundle(file, keys);
  if (!opened.ok) return opened.refusal.code;
  opened.bundle[Symbol.dispose]();
  return "good";
};

test("a bundle gives back what went in, as changes", () => {
  const opened = openBundle(made("good"), KEYS);
  assert.ok(opened.ok);
  using bundle = opened.bundle;
  assert.equal(bundle.signedBy.name, "Rosewood");
  assert.deepEqual(bundleChanges(bundle), {
    changes: [
      { kind: "clinic-file", text: CLINIC },
      { kind: "prompts", clips: [{ language: "en", clip: "greeting", wav: "AQID" }] },
    ],
    refusals: [],
  });
});

test("a bundle of a stranger, of nobody, of a revoked key is refused, each in its words", () => {
  const stranger = generateKeyPairSync("ed25519").privateKey;
  assert.equal(codeOf(made("stranger", [stranger])), "BUNDLE_STRANGER");
  assert.equal(codeOf(made("unsigned", [])), "BUNDLE_UNSIGNED");
  assert.equal(codeOf(made("revoked"), []), "BUNDLE_STRANGER");
  assert.equal(codeOf(made("both", [stranger, privateKey])), "good");
});

test("what any box would refuse is found where the bundle is made", () => {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  mkdirSync(join(folder, "prompts/en"), { recursive: true });
  file("prompts/en/greeting.wav", "no sound");
  const cases: readonly (readonly [Parameters<typeof gatherParts>[0], RegExp])[] = [
    [{ network: file("more.json", '{"wired":{"method":"dhcp"},"extra":1}') }, /the part network cannot be used/],
    [
      { network: file("far.json", '{"wired":{"method":"static","address":"192.168.1.20/24","gateway":"10.0.0.1"}}') },
      /the gateway 10\.0\.0\.1 is not in the network/,
    ],
    [{ certificates: [`broker=${file("broker.pem", "no certificate")}`] }, /broker is no certificate in PEM/],
    [{ prompts: join(folder, "prompts") }, /the recording en\/greeting cannot be played/],
    [{ prompts: join(folder, "nowhere") }, /nowhere cannot be read \(ENOENT\)/],
    [{ backupKey: file("backup.pub", "no key") }, /the part backup-key cannot be used/],
  ];
  for (const [from, why] of cases) assert.throws(() => gatherParts(from, Date.UTC(2026, 10, 26)), why);
  const good = file("good.json", '{"wired":{"method":"dhcp"}}');
  assert.deepEqual(
    gatherParts({ network: good }, Date.UTC(2026, 10, 26)).map(({ name }) => name),
    ["network"],
  );
});

test("a recording goes under the name by which the box plays it; one that would never be heard is refused", () => {
  const below = (name: string, ...clips: readonly string[]): string => {
    for (const clip of clips) {
      mkdirSync(join(folder, name, clip, ".."), { recursive: true });
      copyFileSync(VOICE, join(folder, name, `${clip}.wav`));
    }
    return join(folder, name);
  };
  const names = (from: Parameters<typeof gatherParts>[0]) => gatherParts(from, Date.now()).map(({ name }) => name);
  const greeting = below("of-clinic", "en/greeting");
  assert.deepEqual(names({ clinic: ROSEWOOD, prompts: greeting }), [
    "clinic-file",
    "prompt/en/greeting.rosewood-family-practice",
  ]);
  assert.throws(() => names({ prompts: greeting }), /en\/greeting\.wav would never be heard: .*whose it is/);
  assert.deepEqual(names({ prompts: below("plain", "en/ask-name") }), ["prompt/en/ask-name"]);
  const typo = below("typo", "en/ask-nam");
  assert.throws(
    () => names({ clinic: ROSEWOOD, prompts: typo }),
    /no sentence is called 'ask-nam'; did you mean ask-name\?/,
  );
  assert.throws(() => names({ prompts: below("french", "fr/ask-name") }), /there are no sentences in 'fr'/);
});

test("what is said to a box is not done to the technician's own computer, and a slip of the pen revokes no key", async () => {
  const io = { stdout: { write: () => true }, stderr: { write: () => true } };
  await assert.rejects(bundleCommand(["revoke", "123"], io), /'123' is no key's number/);
  for (const args of [
    ["trust", "rosewood.pub"],
    ["revoke", "cd9b1d5f1e99e570"],
    ["apply", "FIRSTRING.BUN"],
  ])
    await assert.rejects(bundleCommand(args, io), { code: "NOT_A_BOX" });
});

test("verify on a laptop says how the key is named there", async () => {
  made("laptop", [generateKeyPairSync("ed25519").privateKey]);
  let said = "";
  const stdout = { write: (text: string) => (said += text) };
  assert.equal(await bundleCommand(["verify", join(folder, "laptop")], { stdout, stderr: stdout }), 1);
  assert.match(said, /name the key: firstring bundle verify FILE --trust NAME\.pub/);
});

test("a bundle takes the place of another bundle only: a slip must not cost the key that signs", () => {
  const key = join(folder, "precious.key");
  writeFileSync(key, "-----BEGIN PRIVATE KEY-----");
  assert.throws(() => made("precious.key"), /is there already, and is no bundle/);
  assert.equal(readFileSync(key, "utf8"), "-----BEGIN PRIVATE KEY-----");
  assert.equal(codeOf(made("again")), "good");
  assert.equal(codeOf(made("again")), "good");
});

test("one byte changed anywhere: refused", () => {
  const bytes = readFileSync(made("flip"));
  const file = join(folder, "flipped");
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes);
    flipped[at]! ^= 1 << (at % 8);
    writeFileSync(file, flipped);
    assert.notEqual(codeOf(file), "good", `byte ${at}`);
  }
});

test("cut off anywhere, or with something behind it: refused", () => {
  const bytes = readFileSync(made("cut"));
  const file = join(folder, "cut-off");
  for (let length = 0; length < bytes.length; length++) {
    writeFileSync(file, bytes.subarray(0, length));
    assert.notEqual(codeOf(file), "good", `${length} bytes`);
  }
  writeFileSync(file, Buffer.concat([bytes, Buffer.from([0])]));
  assert.equal(codeOf(file), "BUNDLE_TOO_LONG");
});

test("what is no file, or a way around to one, is refused and never waited for", () => {
  const link = join(folder, "link");
  symlinkSync(made("target"), link);
  assert.equal(codeOf(link), "BUNDLE_UNREADABLE");
  mkdirSync(join(folder, "directory"));
  assert.equal(codeOf(join(folder, "directory")), "BUNDLE_NOT_A_FILE");
  assert.equal(codeOf("/dev/zero"), "BUNDLE_NOT_A_FILE");
  assert.equal(codeOf(join(folder, "nowhere")), "BUNDLE_UNREADABLE");
});

/** Signed by who may, but not made by our program. */
function forged(name: string, manifest: object, rest: Uint8Array): string {
  const text = Buffer.from(JSON.stringify(manifest));
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC);
  head.writeUInt32BE(text.length, 8);
  head.writeUInt8(1, 12);
  const file = join(folder, name);
  writeFileSync(
    file,
    Buffer.concat([head, Buffer.from(KEYS[0]!.id, "hex"), sign(null, signedBytes(text), privateKey), text, rest]),
  );
  return file;
}

const part = (name: string, stored: Uint8Array, size: number, encoding = "gzip") => ({
  ...{ name, stored: stored.length, size, encoding },
  sha256: createHash("sha256").update(stored).digest("hex"),
});
const manifest = (...parts: object[]) => ({ format: 1, product: "firstring", ...HEAD, parts });

test("a part that unpacks to more than it says is not unpacked, even when it is signed", () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const opened = openBundle(forged("bomb", manifest(part("clinic-file", bomb, 1000)), bomb), KEYS);
  assert.ok(opened.ok);
  using bundle = opened.bundle;
  assert.throws(
    () => bundle.read("clinic-file"),
    (error) => refusalOf(error)?.code === "BUNDLE_PART_SIZE",
  );
  assert.equal(codeOf(forged("large", manifest(part("clinic-file", bomb, 50_000_000)), bomb)), "BUNDLE_MANIFEST");
});

test("names are looked up, never followed: paths, unknown parts and twins are refused", () => {
  const bytes = Buffer.from("x");
  for (const name of [
    "../../etc/passwd",
    "/etc/passwd",
    "prompt/en/../../x",
    "prompt/en/a/b",
    "prompt/EN/a",
    "certificate/..",
    "CLINIC-FILE",
    "",
  ])
    assert.equal(codeOf(forged("path", manifest(part(name, bytes, 1, "none")), bytes)), "BUNDLE_MANIFEST", name);
  const twins = manifest(part("clinic-file", bytes, 1, "none"), part("clinic-file", bytes, 1, "none"));
  assert.equal(codeOf(forged("twins", twins, Buffer.from("xx"))), "BUNDLE_MANIFEST");
});

test("whatever the bytes are: a value, and no throw", () => {
  const file = join(folder, "garbage");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, withMagic) => {
      writeFileSync(file, withMagic ? Buffer.concat([Buffer.from(MAGIC), bytes]) : bytes);
      assert.notEqual(codeOf(file), "good");
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.notEqual(codeOf(forged("json", value as object, Buffer.alloc(0))), "good");
    }),
    { numRuns: 200 },
  );
});

test("older, taken already, for another box, of a key without the right, for a newer program: refused; with the button held an older one is taken", () => {
  const facts = {
    serial: "10000000abcdef01",
    version: "0.1.0",
    sequences: NO_SEQUENCES,
    present: false,
    architecture: "arm64" as const,
  };
  const bundle = { ...manifest(part("clinic-file", Buffer.from("x"), 1, "none")) } as Parameters<typeof judgeBundle>[0];
  const release = {
    ...bundle,
    parts: [{ ...part("release/amd64", Buffer.from("x"), 1, "none"), version: "1.0.0" }],
  } as typeof bundle;
  const codes = (wanted: typeof bundle, more: Partial<typeof facts> = {}, roles = KEYS[0]!.roles) =>
    judgeBundle(wanted, { name: "Rosewood", roles }, { ...facts, ...more }).map(({ code }) => code);
  assert.deepEqual(codes(bundle), []);
  assert.deepEqual(codes(bundle, { sequences: { configuration: 1001, release: 0 } }), ["BUNDLE_OLDER"]);
  assert.deepEqual(codes(bundle, { sequences: { configuration: 1000, release: 0 } }), ["BUNDLE_TAKEN"]);
  assert.deepEqual(codes(bundle, { sequences: { configuration: 1001, release: 0 }, present: true }), []);
  assert.deepEqual(codes(bundle, { sequences: { configuration: 0, release: 5000 } }), []);
  // The release was taken, its settings were not: those may still be.
  const both = {
    ...bundle,
    parts: [...bundle.parts, { ...part("release/arm64", Buffer.from("x"), 1, "none"), version: "1.0.0" }],
  };
  const may = ["configuration", "release"] as const;
  assert.deepEqual(codes(both as typeof bundle, { sequences: { configuration: 0, release: 1000 } }, [...may]), []);
  assert.deepEqual(codes(both as typeof bundle, { sequences: { configuration: 1000, release: 1000 } }, [...may]), [
    "BUNDLE_TAKEN",
    "BUNDLE_TAKEN",
  ]);
  assert.deepEqual(codes(both as typeof bundle, { sequences: { configuration: 0, release: 1001 } }, [...may]), [
    "BUNDLE_OLDER",
  ]);
  assert.deepEqual(codes({ ...bundle, serials: ["another"] }), ["BUNDLE_OTHER_BOX"]);
  assert.deepEqual(codes({ ...bundle, minimumVersion: "0.2.0" }), ["BUNDLE_NEEDS_NEWER"]);
  assert.deepEqual(codes(release), ["BUNDLE_ROLE", "BUNDLE_OTHER_MACHINE"]);
  assert.deepEqual(codes(release, { architecture: "arm64" }, ["release"]), ["BUNDLE_OTHER_MACHINE"]);
});
