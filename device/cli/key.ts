import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ApplianceError, isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { rekeyConsole } from "../console/store/rekeyConsole.ts";
import { askControl } from "../control/askControl.ts";
import { bestPlace, isSaltWithoutOtp, type KeyPlaces, keyPlaces, placeInUse, placeOf } from "../keys/boxKeys.ts";
import { type ChangeMeans, type CutOff, changeKey, goOn, settleChange } from "../keys/changeKey.ts";
import { isUnderWay, type KeyChange, readKeyChange } from "../keys/KeyChange.ts";
import type { KeyPlace, KeySource } from "../keys/KeyPlace.ts";
import { handOut } from "../keys/keyForService.ts";
import { BOX, DEFAULTS } from "../runtime/installation.ts";
import { makeDirectory } from "../runtime/makeDirectory.ts";
import { findDatabaseKey } from "../storage/key.ts";
import { openStore } from "../storage/StoreClient.ts";
import { databaseFiles } from "../storage/snapshot.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";

const HELP = `firstring key show-source [--data DIR] [--json]
firstring key init [--to PLACE] [--data DIR]
firstring key rotate [--to PLACE | --resume] [--data DIR]

The key that the messages on this box are encrypted with. It is never shown.

show-source  where the key is, and what it protects against there
init         makes a key where there is none; does nothing where there is one. The package does this by itself.
rotate       encrypts everything under a new key, while calls go on. Interrupted anywhere it loses nothing: the box finishes it after its
             next start, or you do by calling it again; --resume does only that

PLACE is one of
  otp         made of the key that was burnt into a Pi 4 or 5: a stolen card alone opens nothing
  credential  an encrypted credential of systemd: a copied file or backup opens nothing; without a TPM a stolen card does
  file        database.key beside the data: a rehearsal, never a box
By default what is in use, else the best that this machine has.

  --data DIR  the appliance's data directory (default: ${DEFAULTS.dataInWords})
  --json      { source, where, protects, change }: change says where a new key goes while it is not everywhere yet, else null
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
      resume: { type: "boolean", default: false },
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
  if (values.resume && (what !== "rotate" || values.to !== undefined))
    throw new UsageError("--resume belongs to rotate, and goes where the change was going");
  const directory = dataDirectory(values.data);
  const places: KeyPlaces = keyPlaces({ directory, credentialsChanged: () => onBox(directory, places) });
  switch (what) {
    case "show-source":
      return showSource(directory, places, values.json, io);
    case "init":
      return init(directory, places, wanted(directory, places, values.to), io);
    case "rotate":
      return rotate(directory, places, values.resume ? "resume" : wanted(directory, places, values.to), io);
  }
}

function wanted(directory: string, places: KeyPlaces, to: string | undefined): KeyPlace | undefined {
  if (to === undefined) return undefined;
  if (to !== "otp" && to !== "credential" && to !== "file")
    throw new UsageError(`--to is one of otp, credential, file, not '${to}'`);
  if (to === "file" && resolve(directory) === BOX.data)
    throw new UsageError("a key beside the data protects nothing, and is for a rehearsal: otp or credential?");
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
  const change = readKeyChange(places.changeFile);
  if (json) {
    const all = { source: source ?? null, where: where ?? null, protects, change: change?.to ?? null };
    io.stdout.write(`${JSON.stringify(all)}\n`);
    return where === undefined ? 1 : 0;
  }
  if (where === undefined) io.stdout.write("There is no key yet; `firstring key init` makes one.\n");
  else io.stdout.write(`The key comes from ${where}.\n${protects === "" ? "" : `It protects thus: ${protects}.\n`}`);
  if (change !== undefined) io.stdout.write(`${changeInWords(change)}\n`);
  return where === undefined ? 1 : 0;
}

const changeInWords = (change: KeyChange): string =>
  isUnderWay(change)
    ? `It is being changed just now, to ${change.to}.`
    : `A change to ${change.to} was cut off. Nothing is lost: the box finishes it after its next start, or \`firstring key rotate --resume\` does.`;

function init(directory: string, places: KeyPlaces, to: KeyPlace | undefined, io: CliIo): number {
  makeDirectory(directory);
  const cutOff = settleChange(meansOf(directory, places, io));
  if (cutOff !== undefined) io.stdout.write(cutOffInWords(cutOff));
  const there = placeInUse(places);
  if (there !== undefined) {
    there.destroyReplaced();
    onBox(directory, places);
    io.stdout.write(`There is a key: ${there.where}.\n`);
    return 0;
  }
  refuseLost(directory, places);
  const place = to ?? bestPlace(places, directory === BOX.data);
  place.stageNext();
  place.promote();
  onBox(directory, places);
  io.stdout.write(`A new key was made: ${place.where}.\nIt protects thus: ${PROTECTS[place.source]}.\n`);
  return 0;
}

function cutOffInWords({ was, to }: CutOff): string {
  switch (was) {
    case "taken back":
      return `A change of the key to ${to} was cut off before anything was encrypted: it is taken back.\n`;
    case "finished":
      return `A change of the key to ${to} was cut off: it is finished.\n`;
    case "encrypting":
      return `A change of the key to ${to} was cut off: both keys are given out, and it goes on when the box answers calls.\n`;
    case "under way":
      return `The key is being changed just now, to ${to}.\n`;
  }
}

/** On a box the services get it from systemd: what they are started with next time is put right. */
function onBox(directory: string, places: KeyPlaces): void {
  if (directory === BOX.data && process.getuid?.() === 0) handOut(places);
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

async function rotate(
  directory: string,
  places: KeyPlaces,
  to: KeyPlace | "resume" | undefined,
  io: CliIo,
): Promise<number> {
  const means = meansOf(directory, places, io);
  const cutOff = await goOn(means);
  if (cutOff?.was === "under way") throw refused("another process is changing the key just now");
  if (cutOff !== undefined) io.stdout.write(cutOffInWords(cutOff));
  // Who calls it again after a cut means that change; it has come to its end.
  const isDone = cutOff?.was === "finished" && (to === undefined || (to !== "resume" && to.source === cutOff.to));
  if (to === "resume" || isDone) return 0;
  const from = placeInUse(places);
  if (from?.current() === undefined)
    throw new ApplianceError("STORE_KEY_MISSING", "there is no key here that could be changed", {
      disposition: "operator",
      cure: "Run it as root, where the box keeps its key; `firstring key show-source` says where that is.",
    });
  const place = to ?? from;
  await changeKey(means, from, place);
  io.stdout.write(`Everything is encrypted under a new key, from ${place.where}.\n`);
  return 0;
}

const meansOf = (directory: string, places: KeyPlaces, io: CliIo): ChangeMeans => ({
  places,
  handOut: () => onBox(directory, places),
  encrypt: async (old, fresh) => {
    io.stderr.write("Encrypting under the new key; calls go on …\n");
    await rekeyAt(directory, old, fresh);
    rekeyConsole(directory, [old, fresh], fresh);
  },
});

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
