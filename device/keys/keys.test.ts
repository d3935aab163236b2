import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { withMachineKey } from "../../test/programs/machineKey.ts";
import { keyCommand } from "../cli/key.ts";
import { findDatabaseKey } from "../storage/key.ts";
import { bench } from "../storage/testStore.ts";
import { bestPlace, keyPlaces, placeInUse } from "./boxKeys.ts";
import { Credentials } from "./Credentials.ts";
import { FileKeyPlace } from "./FileKeyPlace.ts";
import { destroyFile, destroyReplaced, moveSecretFile } from "./files.ts";
import type { KeyPlace } from "./KeyPlace.ts";
import { OtpKeyPlace, readOtpKey } from "./OtpKeyPlace.ts";

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "firstring-keys-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

const ROWS = [
  "0x11111111",
  "0x22222222",
  "0x33333333",
  "0x44444444",
  "0x55555555",
  "0x66666666",
  "0x77777777",
  "0x88888888",
];
const answer = (rows: readonly string[]) =>
  [
    "0x00000040",
    "0x80000000",
    "0x00030081",
    "0x00000028",
    "0x80000028",
    "0x00000000",
    "0x00000008",
    ...rows,
    "0x00000000",
  ].join(" ");

test("the Pi's own key is read from the firmware's answer, and only a whole one that was burnt counts", () => {
  const key = readOtpKey(() => `${answer(ROWS)}\n`);
  assert.equal(
    Buffer.from(key ?? "").toString("hex"),
    "1111111122222222333333334444444455555555666666667777777788888888",
  );
  assert.equal(
    readOtpKey(() => answer(ROWS.map(() => "0x00000000"))),
    undefined,
    "none was burnt",
  );
  assert.equal(
    readOtpKey(() => answer(ROWS).slice(0, 120)),
    undefined,
  );
  assert.equal(
    readOtpKey(() => "error: -1"),
    undefined,
  );
  assert.equal(
    readOtpKey(() => {
      throw new Error("vcmailbox: not found");
    }),
    undefined,
  );
});

test("a key of the Pi and a salt: the same again after a start, another with another salt, none with another Pi", () => {
  using at = folder();
  const otp = Uint8Array.from(randomBytes(32));
  const salt = join(at.path, "salt");
  const place = new OtpKeyPlace(otp, salt);
  assert.equal(place.current(), undefined);
  const first = place.stageNext();
  place.promote();
  assert.deepEqual(new OtpKeyPlace(otp, salt).current(), first);
  assert.notDeepEqual(new OtpKeyPlace(Uint8Array.from(randomBytes(32)), salt).current(), first);
  rotates(place);
  place.destroy();
  assert.deepEqual(readdirSync(at.path), []);
});

/** What every place promises while a key is changed. */
const rotates = (place: KeyPlace): void => {
  const old = place.current();
  const next = place.stageNext();
  assert.notDeepEqual(next, old);
  assert.deepEqual(place.stageNext(), next, "called again after a cut it is the same");
  assert.deepEqual(place.current(), old);
  assert.deepEqual(place.next(), next);
  place.promote();
  assert.deepEqual(place.current(), next);
  assert.equal(place.next(), undefined);
};

test("a key file beside the data is changed in two steps, and cut off between them the daemon has both keys", () => {
  using at = folder();
  const place = new FileKeyPlace(at.path);
  place.stageNext();
  place.promote();
  rotates(place);
  const old = place.current();
  const next = place.stageNext();
  const found = findDatabaseKey(at.path, {});
  assert.deepEqual([found?.key, found?.nextKeys], [old, [next]]);
});

test("a destroyed key file was overwritten in its place before its name was taken away", () => {
  using at = folder();
  const path = join(at.path, "key");
  const other = join(at.path, "other-name");
  writeFileSync(path, "0123456789abcdef".repeat(4));
  linkSync(path, other);
  destroyFile(path);
  assert.equal(readFileSync(other).length, 64);
  assert.equal(readFileSync(other).includes("0123456789abcdef"), false);
});

test("a replaced secret is there whole until the new one has its name; then it is overwritten, also after a cut between the two", () => {
  using at = folder();
  const [path, witness] = [join(at.path, "key"), join(at.path, "witness")];
  const [OLD, NEW] = ["0123456789abcdef", "fedcba9876543210"];
  writeFileSync(path, OLD);
  linkSync(path, witness);
  const wrong = join(at.path, "folder");
  mkdirSync(wrong);
  assert.throws(() => moveSecretFile(wrong, path), /ENOTDIR/, "the renaming does not come about");
  assert.equal(readFileSync(path, "utf8"), OLD);
  assert.ok(existsSync(`${path}.old`), "as a cut leaves it");
  destroyReplaced(path);
  assert.equal(readFileSync(path, "utf8"), OLD, "the second name alone goes");
  assert.throws(() => moveSecretFile(wrong, path));
  const from = join(at.path, "from");
  writeFileSync(from, NEW);
  moveSecretFile(from, path);
  assert.equal(readFileSync(path, "utf8"), NEW);
  assert.equal(readFileSync(witness, "utf8").includes(OLD), false, "what the old one's blocks hold");
  linkSync(witness, `${path}.old`);
  writeFileSync(witness, OLD);
  destroyReplaced(path);
  assert.equal(readFileSync(path, "utf8"), NEW);
  assert.equal(readFileSync(witness, "utf8").includes(OLD), false, "cut off before the overwriting");
  assert.deepEqual(readdirSync(at.path).sort(), ["folder", "key", "witness"]);
});

test("encrypted credentials of systemd hold the key, change it and destroy it", async (t) => {
  if (!(await withMachineKey(t))) return;
  using at = folder();
  const credentials = new Credentials(join(at.path, "credentials"));
  const otp = undefined;
  let told = 0;
  const places = keyPlaces({ directory: at.path, credentials, otp, credentialsChanged: () => told++ });
  const place = bestPlace(places, true);
  assert.equal(place.source, "credential");
  place.stageNext();
  place.promote();
  rotates(place);
  assert.deepEqual(credentials.names, ["database-key", "database-key-next"], "both hold the same key now");
  assert.equal(placeInUse(places)?.source, "credential");
  const kept = readFileSync(join(at.path, "credentials/database-key"));
  assert.equal(kept.includes(Buffer.from(place.current() ?? "").toString("hex")), false);
  credentials.put("pin-chen", Buffer.from("4711"));
  assert.equal(credentials.get("pin-chen")?.toString(), "4711");
  credentials.putAside("pin-chen");
  assert.deepEqual([credentials.aside, credentials.get("pin-chen")], [["pin-chen"], undefined]);
  assert.equal(credentials.takeBack("pin-chen"), true, "whatever it was sealed with is there again");
  assert.equal(credentials.get("pin-chen")?.toString(), "4711");
  writeFileSync(join(at.path, "credentials/pin-chen"), "damaged");
  credentials.putAside("pin-chen");
  assert.equal(credentials.takeBack("pin-chen"), false);
  credentials.put("pin-chen", Buffer.from("4712"));
  assert.equal(credentials.takeBack("pin-chen"), false, "another has come in its place");
  assert.equal(credentials.get("pin-chen")?.toString(), "4712");
  assert.throws(() => credentials.put("../x", Buffer.from("")), /no name/);
  // Would be swept away as what is left of another.
  for (const end of ["part", "old", "unreadable"])
    assert.throws(() => credentials.put(`pin-chen.${end}`, Buffer.from("4713")), /no name/);
  for (const lost of ["database-key", "database-key-next"]) {
    const key = places.credential.current();
    writeFileSync(join(at.path, "credentials", lost), "damaged");
    credentials.putAside(lost);
    assert.equal(places.credential.mend(), true, "the other file has the same");
    assert.deepEqual([places.credential.current(), places.credential.next()], [key, undefined]);
    assert.ok(!credentials.aside.includes(lost));
  }
  assert.equal(places.credential.mend(), false, "nothing is lost");
  place.destroy();
  assert.equal(placeInUse(places), undefined);
  assert.ok(told >= 4);
});

const run = async (...args: string[]) => {
  let out = "";
  const io = { stdout: { write: (text: string) => (out += text) }, stderr: { write: () => {} } };
  return { code: await keyCommand(args, io), out };
};

test("the command makes a key once, changes it, and never makes one beside messages whose key is lost", async () => {
  await using it = bench();
  const { directory } = it;
  assert.equal((await run("show-source", "--data", directory)).code, 1);
  assert.equal((await run("init", "--to", "file", "--data", directory)).code, 0);
  const first = findDatabaseKey(directory, {})?.key;
  assert.match((await run("init", "--data", directory)).out, /There is a key/);
  assert.deepEqual(findDatabaseKey(directory, {})?.key, first);
  const store = await it.open({ key: first ?? it.key });
  const [ref = ""] = await store.reserveCodes(1);
  await store.close();
  assert.notEqual(ref, "");
  const changed = await run("rotate", "--data", directory);
  assert.equal(changed.code, 0, changed.out);
  assert.notDeepEqual(findDatabaseKey(directory, {})?.key, first);
  const shown = await run("show-source", "--data", directory, "--json");
  assert.equal(JSON.parse(shown.out).source, "file");
  const again = await it.open({ key: findDatabaseKey(directory, {})?.key ?? it.key });
  assert.deepEqual(it.faults, []);
  await again.close();
  rmSync(join(directory, "database.key"));
  await assert.rejects(run("init", "--data", directory), /their key is gone/);
  mkdirSync(join(directory, "empty"));
});
