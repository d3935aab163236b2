import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { askLine } from "../../device/backup/askSecret.ts";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { clinicWithoutSecrets } from "../../device/cli/clinicWithoutSecrets.ts";
import { dataDirectory } from "../../device/cli/defaultDataDirectory.ts";
import { askControl } from "../../device/control/askControl.ts";
import { type ErasePlaces, erase, eraseDirectoryOnly, erasePlaces, isErasing } from "../../device/data/erase.ts";
import { erasePerson } from "../../device/data/erasePerson.ts";
import { isRunning, withoutService } from "../../device/data/service.ts";
import { keyPlaces } from "../../device/keys/boxKeys.ts";
import { findKey } from "../../device/keys/findKey.ts";
import { endPresence } from "../../device/panel/presence.ts";
import { showOnPanel } from "../../device/panel/showOnPanel.ts";
import { BOX, isInstalled } from "../../device/runtime/installation.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import { RealDisk } from "../change/disk/RealDisk.ts";
import { placesBelow } from "../change/Places.ts";
import { disown } from "../trust/disown.ts";
import { withoutOthers } from "./withoutOthers.ts";

const HELP = `firstring erase [--yes] [--thorough] [--data DIR]
firstring erase --person NUMBER [--yes] [--data DIR] [--json]

Makes a blank box: the keys of the messages first, then messages, recordings, secrets, clinic file and its history, network
settings, keys that sign settings, and whose box it is. Every file is overwritten before it is removed. What stays: the serial
number, the keys that updates are checked with, the numbers that keep older bundles out, and one line in /etc/firstring/erased.log.
The code on the label was used up when the box was claimed: whoever stands at a blank box may claim it (or: firstring label). Cut off, it goes on at the next start.
It cannot be undone: make a backup first, or give the messages to somebody.

  --person NUMBER  only what is known of one caller: calls from that number, and those who left it as theirs, with recordings,
                   alerts and texts. Calls that somebody has still to take or to close stay, and are counted.
  --thorough       also overwrites all that is free on the disk (as long as the disk is large: half an hour for 32 GB)
  --yes            does not ask
  --data DIR       only this data directory, of a rehearsal
  --resume         goes on with an erase that was cut off, does nothing otherwise
  --button         asked for at the box's button: does not ask, and the lamps show that it is at work (firstring-reset.service)
  --json           with --person: { erased, open }

Exit code 1: a file could not be overwritten, and was only removed (a bad spot of the card); which, says erased.log.
`;

export async function eraseCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      yes: { type: "boolean", default: false },
      thorough: { type: "boolean", default: false },
      resume: { type: "boolean", default: false },
      button: { type: "boolean", default: false },
      person: { type: "string" },
      data: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (positionals[0] !== undefined) throw new UsageError(`'${positionals[0]}' is too much`);
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const directory = resolve(dataDirectory(values.data));
  if (values.person !== undefined) return forget(directory, values.person, values.yes, values.json, io);
  const isBox = isInstalled && directory === BOX.data;
  const places = isBox ? erasePlaces() : eraseDirectoryOnly(directory);
  if (values.resume && !isErasing(places)) return 0;
  if (isBox && (values.button || values.resume)) showOnPanel("erase", "working");
  if (!values.resume && !values.yes && !values.button)
    await confirm(await nameToType(isBox, io), isBox ? "this box" : directory, io);
  if (!isBox && !existsSync(directory)) throw new UsageError(`${directory} is not there`);
  const others = isBox && !values.resume ? withoutOthers(placesBelow().lock, values.button) : undefined;
  if (!values.resume) await withoutService(directory);
  const failed = eraseAll(directory, places, isBox, values, io);
  others?.();
  for (const each of failed) io.stderr.write(`Not overwritten: ${each}\n`);
  io.stdout.write(isBox ? BLANK : `${directory} is blank.\n`);
  return failed.length === 0 ? 0 : 1;
}

const BLANK = `The box is blank. Restart it (\`systemctl reboot\`): it then begins as a new one, and waits for its set-up.
`;

function eraseAll(
  directory: string,
  places: ErasePlaces,
  isBox: boolean,
  { thorough, resume, button }: Readonly<Record<"thorough" | "resume" | "button", boolean>>,
  io: CliIo,
): readonly string[] {
  const keys = keyPlaces({ directory });
  return erase(places, {
    // A rehearsal's erase has no business with the box's own keys.
    keys: isBox ? keys : { otp: undefined, credential: NO_CREDENTIAL, file: keys.file },
    now: Date.now(),
    by: resume ? "the start after a cut" : button ? "the button" : "the command line",
    thorough,
    progress: (words) => io.stderr.write(`${words}\n`),
    resetOwner: () => {
      if (!isBox) return;
      disown(new RealDisk(), placesBelow());
      endPresence();
    },
  });
}

const NO_CREDENTIAL = { destroy: () => {} } as unknown as ReturnType<typeof keyPlaces>["credential"];

/** The clinic's name, so that nobody erases the wrong box by habit. */
async function nameToType(isBox: boolean, io: CliIo): Promise<string> {
  if (!isBox || !existsSync(BOX.config)) return "erase";
  return (await clinicWithoutSecrets(BOX.config, io))?.clinic.name ?? "erase";
}

async function confirm(name: string, where: string, io: CliIo): Promise<void> {
  io.stderr.write(`All messages, recordings, secrets and settings of ${where} will be gone for good.\n`);
  const typed = await askLine(`Type ${name} to go on: `);
  if (typed.trim() !== name) throw new UsageError("that is something else: nothing was erased");
}

async function forget(directory: string, number: string, yes: boolean, json: boolean, io: CliIo): Promise<number> {
  const digits = number.replace(/\D/g, "");
  if (digits.length < 8) throw new UsageError("--person wants a whole telephone number: at least eight digits");
  if (!yes) {
    io.stderr.write("All that is known of calls from this number will be gone for good.\n");
    if ((await askLine("Type erase to go on: ")).trim() !== "erase") throw new UsageError("nothing was erased");
  }
  const { erased, open } = (await isRunning(directory))
    ? ((await askControl(directory, { do: "erasePerson", digits, by: "command line" }))["erasedPerson"] as Erased)
    : await forgetHere(directory, digits);
  if (json) io.stdout.write(`${JSON.stringify({ erased, open })}\n`);
  else io.stdout.write(`Erased ${erased} calls of this number.\n`);
  if (open > 0)
    io.stderr.write(
      `${open} of its calls are not closed and were kept: close them (\`firstring alerts\`), then call this again.\n`,
    );
  return open > 0 ? 1 : 0;
}

type Erased = Awaited<ReturnType<typeof erasePerson>>;

async function forgetHere(directory: string, digits: string): Promise<Erased> {
  const key = findKey(directory);
  if (key === undefined) throw new UsageError(`there is no key for the messages in ${directory}: run it as root`);
  const store = await openStore({
    ...{ directory, ...key },
    onFault: (code, detail) => io(`${detail} [${code}]`),
  });
  try {
    return await erasePerson(store, digits, "command line");
  } finally {
    await store.close();
  }
}

const io = (line: string): void => void process.stderr.write(`${line}\n`);
