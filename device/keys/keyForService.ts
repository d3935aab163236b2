import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type KeyPlaces, placeInUse, placeOf } from "./boxKeys.ts";
import { KEY_CREDENTIAL, NEXT_KEY_CREDENTIAL } from "./CredentialKeyPlace.ts";
import { writeSecretFile } from "./files.ts";
import { readKeyChange } from "./KeyChange.ts";

/** Those that read the messages. */
const SERVICES = ["firstring.service", "firstring-backup.service", "firstring-console.service"];
/**
 * Behind 50-credentials.conf of systemd/system-generators/: of two lines for one name the later counts (systemd.exec(5)), so that
 * what lies here is given while a sealed key is there, too: during a change from one to the other.
 */
const DROP_IN = "60-database-key.conf";
/** Its name on boxes of an earlier version: left there it would name files that a sealed key does not make. */
const FORMER_DROP_IN = "40-database-key.conf";
/** On a tmpfs, root's alone: keys that are made anew at each start of the box. */
export const DELIVERED = "/run/firstring-key";

/**
 * Encrypted credentials are named to the services by systemd/system-generators/; keys made of the Pi's own come from this folder.
 * systemd.exec(5), LoadCredential=: a name without its file would fail the start, so both files are always there.
 */
const DROP_IN_TEXT = [
  "# Written by `firstring key`.",
  "[Service]",
  ...[KEY_CREDENTIAL, NEXT_KEY_CREDENTIAL].map((name) => `LoadCredential=${name}:${DELIVERED}/${name}`),
  "",
].join("\n");

/** Below other folders in tests. */
export interface HandOutPlaces {
  readonly units: string;
  readonly delivered: string;
  readonly reload: () => void;
}

const OF_THE_BOX: HandOutPlaces = { units: "/etc/systemd/system", delivered: DELIVERED, reload };

/** Services that are started from now on are given what there is now; during a change, both keys. */
export function handOut(places: KeyPlaces, at: HandOutPlaces = OF_THE_BOX): void {
  const { key, next, ofThePi } = given(places);
  // Also behind a key that systemd hands out by itself: whoever has not heard yet that it does finds a key that fits.
  if (key !== undefined && (ofThePi || existsSync(at.delivered))) deliver(at.delivered, key, next ?? key);
  for (const service of SERVICES) {
    const path = join(at.units, `${service}.d`, DROP_IN);
    rmSync(join(dirname(path), FORMER_DROP_IN), { force: true });
    if (!ofThePi || key === undefined) rmSync(path, { force: true });
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, DROP_IN_TEXT, { mode: 0o644 });
    }
  }
  at.reload();
}

function deliver(folder: string, key: Uint8Array, next: Uint8Array): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The next one first: who is started between the two has the old one and the new one, or one of them twice.
  for (const [name, content] of [
    [NEXT_KEY_CREDENTIAL, next],
    [KEY_CREDENTIAL, key],
  ] as const)
    writeSecretFile(join(folder, name), Buffer.from(Buffer.from(content).toString("hex")));
}

interface Given {
  readonly key: Uint8Array | undefined;
  readonly next: Uint8Array | undefined;
  /** One of both is made of the Pi's own key, which systemd does not know. */
  readonly ofThePi: boolean;
}

function given(places: KeyPlaces): Given {
  const change = readKeyChange(places.changeFile);
  const from = change && placeOf(places, change.from);
  const to = change && placeOf(places, change.to);
  switch (change?.phase) {
    case undefined: {
      const place = placeInUse(places);
      return { key: place?.current(), next: place?.next(), ofThePi: place?.source === "otp" };
    }
    case "staging":
    case "encrypting": {
      const [old, fresh] = [from?.current(), to?.next()];
      return { key: old ?? fresh, next: fresh, ofThePi: [from, to].some((place) => place?.source === "otp") };
    }
    case "settling": {
      const fresh = to?.next() ?? to?.current();
      return { key: fresh, next: fresh, ofThePi: to?.source === "otp" };
    }
  }
}

function reload(): void {
  try {
    execFileSync("systemctl", ["daemon-reload"], { stdio: "ignore", timeout: 60_000 });
  } catch {
    // An image that is being built has no systemd running: it reads all of it when it starts.
  }
}
