import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openConsoleStore } from "../../device/console/store/ConsoleStore.ts";
import { rekeyConsole } from "../../device/console/store/rekeyConsole.ts";
import { type KeyPlaces, keyPlaces, placeInUse } from "../../device/keys/boxKeys.ts";
import { Credentials } from "../../device/keys/Credentials.ts";
import type { ChangeMeans } from "../../device/keys/changeKey.ts";
import { deliveredKey, keyOfPlaces } from "../../device/keys/findKey.ts";
import type { KeySource } from "../../device/keys/KeyPlace.ts";
import { DELIVERED, handOut } from "../../device/keys/keyForService.ts";
import { chooseKey } from "../../device/storage/chooseKey.ts";
import { DATABASE_FILE } from "../../device/storage/files.ts";
import { type DatabaseKey, findDatabaseKey } from "../../device/storage/key.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import { StoreReader } from "../../device/storage/StoreReader.ts";
import { snapshotDatabase } from "../../device/storage/snapshot.ts";
import { aCall, aMessage, anAlert } from "../../device/storage/testStore.ts";

const GENERATOR = fileURLToPath(new URL("../../systemd/system-generators/firstring-credentials", import.meta.url));
const OTP = new Uint8Array(32).fill(7);

/** The power goes: nothing after it is done. */
export class Cut extends Error {}

/** What a sealed file holds does not change: each is opened once, because systemd-creds is a process of its own each time. */
class OpenedOnce extends Credentials {
  static readonly #opened = new Map<string, Buffer | undefined>();
  readonly #folder: string;

  constructor(folder: string) {
    super(folder);
    this.#folder = folder;
  }

  override get(name: string): Buffer | undefined {
    if (!this.has(name)) return undefined;
    const sealed = `${name} ${readFileSync(join(this.#folder, name), "latin1")}`;
    if (!OpenedOnce.#opened.has(sealed)) OpenedOnce.#opened.set(sealed, super.get(name));
    return OpenedOnce.#opened.get(sealed);
  }
}

/** Where a box keeps its key, what systemd knows of that, and one message under it, all below a folder; for changes that are cut off. */
export class KeyBox {
  readonly root: string;
  /** Called before and after each step. */
  tick: () => void = () => {};
  /** What systemd read when it was last told to: credential → file. */
  #loaded = new Map<string, { readonly path: string; readonly sealed: boolean }>();

  constructor(root = mkdtempSync(join(tmpdir(), "firstring-keybox-"))) {
    this.root = root;
    for (const name of ["data", "etc", "run", "units", "generated"]) mkdirSync(join(root, name), { recursive: true });
    this.#reload();
  }

  static async with(from: KeySource): Promise<KeyBox> {
    const box = new KeyBox();
    const place = box.places()[from];
    const former = join(box.root, "units/firstring.service.d/40-database-key.conf");
    mkdirSync(dirname(former), { recursive: true });
    writeFileSync(former, "[Service]\nLoadCredential=database-key:/run/nowhere\n");
    assert.ok(place);
    place.stageNext();
    place.promote();
    handOut(box.places(), box.#handOutPlaces);
    const key = place.current();
    assert.ok(key);
    const store = await openStore({ directory: box.data, key, onFault: (code) => assert.fail(code) });
    const [ref = ""] = await store.reserveCodes(1);
    await store.writeCall(aCall("c", { endedAt: 2_000_000 }));
    await store.writeMessage(aMessage(ref, "c", { complete: true }), anAlert(ref, "c"));
    await store.close();
    openConsoleStore(box.data, { key, source: "credential", otherKeys: [] }).close();
    return box;
  }

  copy(): KeyBox {
    const root = mkdtempSync(join(tmpdir(), "firstring-keybox-"));
    cpSync(this.root, root, { recursive: true });
    return new KeyBox(root);
  }

  get data(): string {
    return join(this.root, "data");
  }

  get changeFile(): string {
    return join(this.root, "etc/change");
  }

  get #credentials(): Credentials {
    return new OpenedOnce(join(this.root, "etc/credentials"));
  }

  get #handOutPlaces() {
    return { units: join(this.root, "units"), delivered: join(this.root, "run/key"), reload: () => this.#reload() };
  }

  /** Each program looks anew. */
  places(): KeyPlaces {
    const ticking = <T extends object>(it: T, names: readonly string[], alsoBefore = true): T =>
      new Proxy(it, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== "function") return value;
          return (...args: unknown[]) => {
            if (!names.includes(String(name))) return value.apply(target, args);
            if (alsoBefore) this.tick();
            const result = value.apply(target, args);
            this.tick();
            return result;
          };
        },
      });
    const steps = ["stageNext", "takeNextBack", "promote", "destroy"];
    const places = keyPlaces({
      directory: this.data,
      credentials: ticking(this.#credentials, ["put", "remove"], false),
      saltFile: join(this.root, "etc/salt"),
      otp: OTP,
      changeFile: this.changeFile,
      credentialsChanged: () => this.#handOut(),
    });
    const { otp, credential, file, changeFile } = places;
    assert.ok(otp);
    return { otp: ticking(otp, steps), credential: ticking(credential, steps), file: ticking(file, steps), changeFile };
  }

  means(): ChangeMeans {
    return {
      places: this.places(),
      handOut: () => this.#handOut(),
      encrypt: async (old, fresh) => {
        this.tick();
        encryptMessages(this.data, [old, fresh], fresh);
        this.tick();
        rekeyConsole(this.data, [old, fresh], fresh);
        this.tick();
      },
    };
  }

  #handOut(): void {
    this.tick();
    handOut(this.places(), this.#handOutPlaces);
    this.tick();
  }

  /** As systemd reads drop-ins: by file name over all folders, and of two lines for one name the later counts. */
  #reload(): void {
    const [units, generated] = [join(this.root, "units"), join(this.root, "generated")];
    rmSync(generated, { recursive: true });
    mkdirSync(generated);
    const credentials = join(this.root, "etc/credentials");
    if (existsSync(credentials)) execFileSync("sh", [GENERATOR, generated, generated, generated, credentials]);
    const dropIns = [units, generated].flatMap((folder) => {
      const of = join(folder, "firstring.service.d");
      return existsSync(of) ? readdirSync(of).map((name) => ({ name, path: join(of, name) })) : [];
    });
    this.#loaded = new Map();
    for (const { path } of dropIns.sort((a, b) => (a.name < b.name ? -1 : 1)))
      for (const [, sealed, name = "", file = ""] of readFileSync(path, "utf8").matchAll(
        /^LoadCredential(Encrypted)?=([^:]+):(.+)$/gm,
      ))
        this.#loaded.set(name, {
          path: file.replace(DELIVERED, join(this.root, "run/key")),
          sealed: sealed !== undefined,
        });
  }

  /** Memory is empty; what systemd reads at its start is what lies on the disk. */
  powerCycle(): void {
    rmSync(join(this.root, "run"), { recursive: true });
    mkdirSync(join(this.root, "run"));
    this.#reload();
  }

  /** The daemon starts with what systemd gives it, and has the message. */
  daemonOpens(): void {
    const given = mkdtempSync(join(this.root, "given-"));
    for (const [name, { path, sealed }] of this.#loaded) {
      assert.ok(existsSync(path), `systemd would not start the service: ${path} is named, and not there`);
      writeFileSync(join(given, name), (sealed ? this.#credentials.get(name) : readFileSync(path)) ?? "");
    }
    const key = chooseKey(this.data, { CREDENTIALS_DIRECTORY: given });
    assert.equal(key.problem, undefined);
    assert.equal(messagesUnder(this.data, key), 1, "the daemon has the message");
    openConsoleStore(this.data, key).close();
  }

  /** What root's commands find: list, backup, the console's users. */
  commandsOpen(): void {
    const key: DatabaseKey | undefined = keyOfPlaces(this.places(), findDatabaseKey(this.data, {}));
    assert.ok(key, "there is a key");
    assert.equal(messagesUnder(this.data, key), 1);
    const copy = join(this.root, "copy.db");
    const keys = [key.key, ...(key.nextKeys ?? []), ...key.otherKeys];
    snapshotDatabase(join(this.data, DATABASE_FILE), keys, copy, new Uint8Array(32).fill(1));
    rmSync(copy);
    openConsoleStore(this.data, key).close();
    assert.ok(placeInUse(this.places()), "`key show-source` names a place");
    // Root's hand is given what the services are, where it cannot ask the Pi for its key.
    const delivered = deliveredKey(join(this.root, "run/key"));
    if (delivered !== undefined) assert.equal(messagesUnder(this.data, delivered), 1);
  }

  /** No other key than that of `source` is left anywhere, nor a trace of a change. */
  assertOnly(source: KeySource): void {
    const { otp, credential, file } = this.places();
    const kept = [otp, credential, file].filter(
      (place) => place?.current() !== undefined || place?.next() !== undefined,
    );
    assert.deepEqual(
      kept.map((place) => place?.source),
      [source],
    );
    assert.equal(placeInUse(this.places())?.next(), undefined);
    const left = [...readdirSync(join(this.root, "etc"), { recursive: true }), ...readdirSync(this.data)];
    assert.deepEqual(
      left.filter((name) => /\.(old|next|part)$|^change$/.test(String(name))),
      [],
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The keys are tried in the order in which the daemon's store does it (keysInOrder). */
function messagesUnder(directory: string, key: DatabaseKey): number {
  const reader = StoreReader.open(directory, key);
  try {
    assert.deepEqual(reader.problems, []);
    return reader.list(10).length;
  } finally {
    reader.close();
  }
}

/** What the running daemon does at length, with calls meanwhile: test/fault/rekeyKill.test.ts. */
function encryptMessages(directory: string, keys: readonly Uint8Array[], fresh: Uint8Array): void {
  const [path, copy] = [join(directory, DATABASE_FILE), join(directory, "copy.db")];
  snapshotDatabase(path, keys, copy, fresh);
  renameSync(copy, path);
  for (const end of ["-wal", "-shm"]) rmSync(path + end, { force: true });
}
