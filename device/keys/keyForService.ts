import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { KEY_CREDENTIAL, NEXT_KEY_CREDENTIAL } from "./CredentialKeyPlace.ts";
import { writeSecretFile } from "./files.ts";
import type { KeyPlace } from "./KeyPlace.ts";

/** Those that read the messages. */
const SERVICES = ["firstring.service", "firstring-backup.service", "firstring-console.service"];
const DROP_IN = "40-database-key.conf";
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

/** Both keys of a rotation where there is one; else the key twice, because the drop-in names both. */
export function deliver(place: KeyPlace, folder = DELIVERED): void {
  const key = place.current() ?? place.next();
  if (place.source !== "otp" || key === undefined) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, content] of [
    [KEY_CREDENTIAL, key],
    [NEXT_KEY_CREDENTIAL, place.next() ?? key],
  ] as const)
    writeSecretFile(join(folder, name), Buffer.from(Buffer.from(content).toString("hex")));
}

/** Services that are started from now on are given what there is now. */
export function tellServices(place: KeyPlace, root = ""): void {
  for (const service of SERVICES) {
    const path = `${root}/etc/systemd/system/${service}.d/${DROP_IN}`;
    if (place.source !== "otp") rmSync(path, { force: true });
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, DROP_IN_TEXT, { mode: 0o644 });
    }
  }
  if (root === "") reload();
}

function reload(): void {
  try {
    execFileSync("systemctl", ["daemon-reload"], { stdio: "ignore", timeout: 60_000 });
  } catch {
    // An image that is being built has no systemd running: it reads all of it when it starts.
  }
}
