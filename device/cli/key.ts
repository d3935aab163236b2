import { parseArgs } from "node:util";
import { ApplianceError, isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { rekeyConsole } from "../console/store/rekeyConsole.ts";
import { askControl } from "../control/askControl.ts";
import { bestPlace, isSaltWithoutOtp, type KeyPlaces, keyPlaces, placeInUse, placeOf } from "../keys/boxKeys.ts";
import type { KeyPlace, KeySource } from "../keys/KeyPlace.ts";
import { deliver, tellServices } from "../keys/keyForService.ts";
import { BOX, DEFAULTS } from "../runtime/installation.ts";
import { makeDirectory } from "../runtime/makeDirectory.ts";
import { findDatabaseKey } from "../storage/key.ts";
import { openStore } from "../storage/StoreClient.ts";
import { databaseFiles } from "../storage/snapshot.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";

const HELP = `firstring key show-source [--data DIR] [--json]
firstring key init [--to PLACE] [--data DIR]
firstring key rotate [--to PLACE] [--data DIR]

The key that the messages on this box are encrypted with. It is never shown.

show-source  where the key is, and what it protects against there
init         makes a key where there is none; does nothing where there is one. The package does this by itself.
rotate       encrypts everything under a new key, while calls go on; interrupted, it is finished when it is called again

PLACE is one of
  otp         made of the key that was burnt into a Pi 4 or 5: a stolen card alone opens nothing
  credential  an encrypted credential of systemd: a copied file or backup opens nothing; without a TPM a stolen card does
  file        ${"database.key"} beside the data: a rehearsal
By default what is in use, else the best that this machine has.

  --data DIR  the appliance's data directory (default: ${DEFAULTS.dataInWords})
  --json      { source, where, protects }
`;

const PROTECTS: Readonly<Record<KeySource, string>> = {
  otp: "a stolen card alone cannot be read, nor this card in another Pi; whoever has card and Pi, and no signed boot in the way, can",
  credential:
    "a copy of the database or a backup cannot be read; whoever has the card can, unless the machine has a TPM",
  file: "nothing: whoever has the card or a copy of the folder can read the messages",
};

export async function keyCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string" },
      to: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what, ...rest] = positionals;
  if (rest.length > 0 || (what !== "show-source" && what !== "init" && what !== "rotate"))
    throw new UsageError(
      what === undefined ? "show-source, init or rotate?" : `there is no 'key ${positionals.join(" ")}'`,
    );
  const directory = dataDirectory(values.data);
  const places: KeyPlaces = keyPlaces({ directory, credentialsChanged: () => onBox(directory, places.credential) });
  switch (what) {
    case "show-source":
      return showSource(directory, places, values.json, io);
    case "init":
      return init(directory, places, wanted(places, values.to), io);
    case "rotate":
      return rotate(directory, places, wanted(places, values.to), io);
  }
}

function wanted(places: KeyPlaces, to: string | undefined): KeyPlace | undefined {
  if (to === undefined) return undefined;
  if (to !== "otp" && to !== "credential" && to !== "file")
    throw new UsageError(`--to is one of otp, credential, file, not '${to}'`);
  const place = placeOf(places, to);
  if (place !== undefined) return place;
  throw new ApplianceError("KEY_NO_OTP", "this machine has no key in its one-time-programmable memory", {
    disposition: "operator",
    cure: "Only a Pi 4 or 5 has one, after somebody has burnt it: docs/data.md says how, and that it cannot be undone.",
  });
}

function showSource(directory: string, places: KeyPlaces, json: boolean, io: CliIo): number {
  const given = findDatabaseKey(directory);
  const place = placeInUse(places);
  const source = given?.source === "environment" ? "environment" : place?.source;
  const where = source === "environment" ? "the environment variable FIRSTRING_DATABASE_KEY" : place?.where;
  const protects = place === undefined ? "" : PROTECTS[place.source];
  if (json) io.stdout.write(`${JSON.stringify({ source: source ?? null, where: where ?? null, protects })}\n`);
  else if (where === undefined) io.stdout.write("There is no key yet; `firstring key init` makes one.\n");
  else io.stdout.write(`The key comes from ${where}.\n${protects === "" ? "" : `It protects thus: ${protects}.\n`}`);
  return where === undefined ? 1 : 0;
}

function init(directory: string, places: KeyPlaces, to: KeyPlace | undefined, io: CliIo): number {
  makeDirectory(directory);
  const there = placeInUse(places);
  if (there !== undefined) {
    there.destroyReplaced();
    onBox(directory, there);
    io.stdout.write(`There is a key: ${there.where}.\n`);
    return 0;
  }
  refuseLost(directory, places);
  const place = to ?? bestPlace(places, directory === BOX.data);
  place.stageNext();
  place.promote();
  onBox(directory, place);
  io.stdout.write(`A new key was made: ${place.where}.\nIt protects thus: ${PROTECTS[place.source]}.\n`);
  return 0;
}

/** On a box the services get it from systemd: what they are started with next time is put right. */
function onBox(directory: string, place: KeyPlace): void {
  if (directory !== BOX.data || process.getuid?.() !== 0) return;
  deliver(place);
  tellServices(place);
}

/** A new key in place of a lost one would hide the loss until somebody asks for a message. */
function refuseLost(directory: string, places: KeyPlaces): void {
  if (isSaltWithoutOtp(places))
    throw lost("the Pi's own key, which this box's key was made of, does not answer: is the card in another Pi?");
  if (databaseFiles(directory).length > 0) throw lost("there are messages here, and their key is gone");
}

const lost = (what: string): ApplianceError =>
  new ApplianceError("KEY_LOST", what, {
    disposition: "operator",
    cure: "Without that key they cannot be read by anybody. Put the card back into its Pi or the credential back into its place; else `firstring restore` a backup, or `firstring erase` and begin anew.",
  });

async function rotate(directory: string, places: KeyPlaces, to: KeyPlace | undefined, io: CliIo): Promise<number> {
  const from = placeInUse(places);
  const old = from?.current();
  if (from === undefined || old === undefined)
    throw new ApplianceError("STORE_KEY_MISSING", "there is no key here that could be changed", {
      disposition: "operator",
      cure: "Run it as root, where the box keeps its key; `firstring key show-source` says where that is.",
    });
  const place = to ?? from;
  const newKey = place.stageNext();
  onBox(directory, place);
  io.stderr.write("Encrypting under the new key; calls go on …\n");
  await rekeyAt(directory, old, newKey);
  rekeyConsole(directory, [old, newKey], newKey);
  place.promote();
  onBox(directory, place);
  if (place !== from) from.destroy();
  io.stdout.write(`Everything is encrypted under a new key, from ${place.where}.\n`);
  return 0;
}

/** By the running box, else here. */
async function rekeyAt(directory: string, old: Uint8Array, newKey: Uint8Array): Promise<void> {
  if (await askRunning(directory, newKey)) return;
  const store = await openStore({
    ...{ directory, key: old, otherKeys: [newKey], nextKeys: [newKey] },
    onFault: (code, detail, cleared) => {
      if (!cleared) process.stderr.write(`${detail} [${code}]\n`);
    },
  });
  try {
    await store.rekey(newKey);
    await store.audit({ at: Date.now(), kind: "key-changed", detail: "by the command line" });
  } finally {
    await store.close();
  }
}

/** False: nobody runs there. */
async function askRunning(directory: string, newKey: Uint8Array): Promise<boolean> {
  try {
    await askControl(directory, { do: "rekey", key: Buffer.from(newKey).toString("hex") });
    return true;
  } catch (error) {
    if (!isApplianceError(error)) throw error;
    if (error.code === "NOT_RUNNING") return false;
    throw refused(error.message);
  }
}

const refused = (why: string): ApplianceError =>
  new ApplianceError("KEY_NOT_CHANGED", why, {
    disposition: "operator",
    cure: "Nothing is lost; call `firstring key rotate` again. `firstring doctor` says what is wrong.",
  });
