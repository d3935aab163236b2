import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { CHANGE_FILE } from "../../device/keys/boxKeys.ts";
import { CredentialKeyPlace } from "../../device/keys/CredentialKeyPlace.ts";
import { CREDENTIALS_FOLDER, Credentials } from "../../device/keys/Credentials.ts";
import { isSealedKeyComing } from "../../device/keys/KeyChange.ts";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { reloadUnits } from "../change/service/reloadUnits.ts";

const HELP = `firstring credential set NAME
firstring credential remove NAME
firstring credential list [--json]
firstring credential check [--repair]

Secrets of this box: SIM PINs, the broker's password, doctors' PINs. The clinic file names them, \${credential:NAME}, and never
holds them. Each lies in ${CREDENTIALS_FOLDER}, encrypted by systemd-creds; systemd hands it to the service.
They protect a copy of the files: without a TPM the key to them lies on the same card, so whoever has the card has them.

set     asks for it without showing it, or takes it from standard input; never from the command line
remove  takes it away
list    names, never what they are
check   can each be opened? --repair puts those aside that cannot (NAME.unreadable), so that the box starts without them, and
        takes back what was put aside and can be opened again; the box does that at each start

set and remove are tried like every change: when a line or the pages do not work with it, it is taken back. Root only.
The key of the messages is not set here: firstring key.
`;

export async function credentialCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      repair: { type: "boolean" },
      folder: { type: "string", default: CREDENTIALS_FOLDER },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb, name, ...rest] = positionals;
  if (values.help || verb === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (rest.length > 0) throw new UsageError(`'${rest.join(" ")}' is too much; a secret is never an argument`);
  switch (verb) {
    case "list": {
      const { names } = new Credentials(values.folder);
      io.stdout.write(
        values.json ? `${JSON.stringify(names)}\n` : names.map((each) => `${each}\n`).join("") || "None.\n",
      );
      return 0;
    }
    case "check":
      return check(values.folder, values.repair ?? false, io);
    case "set":
    case "remove":
      if (name === undefined) throw new UsageError("NAME is missing");
      return change(verb, name, io);
    default:
      throw new UsageError(`there is no '${verb}'`);
  }
}

async function change(verb: "set" | "remove", name: string, io: CliIo): Promise<number> {
  const { demandRoot } = await import("../change/cli.ts");
  demandRoot();
  const { askSecret, readSecret } = await import("./askSecret.ts");
  const value =
    verb === "remove" ? null : process.stdin.isTTY ? await askSecret(name) : await readSecret(process.stdin);
  const { InstalledBox } = await import("../change/installedBox.ts");
  const { tellOutcome } = await import("../change/configCli.ts");
  const box = new InstalledBox({ present: true });
  const { uninterrupted } = await import("../change/uninterrupted.ts");
  const outcome = await uninterrupted(
    (signal) =>
      box.engine.apply([{ kind: "secret", name, value }], {
        who: { by: "command-line" },
        signal,
        onProgress: ({ words }) => io.stderr.write(`${words}\n`),
      }),
    io,
  );
  return tellOutcome(outcome, io);
}

async function check(folder: string, repair: boolean, io: CliIo): Promise<number> {
  const credentials = new Credentials(folder);
  if (repair) credentials.destroyReplaced();
  const bad: string[] = [];
  for (const name of credentials.names) {
    try {
      credentials.get(name);
    } catch (error) {
      if (!isApplianceError(error)) throw error;
      bad.push(name);
      io.stderr.write(`${error.message}\n${error.cure}\n`);
      if (repair) credentials.putAside(name);
    }
  }
  const before = credentials.aside.filter((name) => !bad.includes(name));
  const back = repair ? before.filter((name) => credentials.takeBack(name)) : [];
  const mended = repair && !isSealedKeyComing(CHANGE_FILE) && new CredentialKeyPlace(credentials).mend();
  if (mended) io.stdout.write("The key of the messages lies in two files; one was lost, and is there again.\n");
  const aside = credentials.aside;
  const gone = repair ? bad.filter((name) => aside.includes(name)) : bad;
  const away = aside.filter((name) => !bad.includes(name));
  for (const line of checkInWords(gone, back, away, repair)) io.stdout.write(`${line}\n`);
  if (repair && (mended || bad.length + back.length > 0)) await reloadUnits();
  // At boot the box has to start all the same.
  return bad.length === 0 || repair ? 0 : 1;
}

function checkInWords(
  bad: readonly string[],
  back: readonly string[],
  away: readonly string[],
  repair: boolean,
): readonly string[] {
  return [
    ...(bad.length === 0 ? ["Every secret can be opened."] : []),
    ...(bad.length > 0 && repair ? [`Put aside: ${bad.join(", ")}. The box starts without them; set them again.`] : []),
    ...(back.length > 0 ? [`Can be opened again: ${back.join(", ")}. The next start of the box has them.`] : []),
    ...(away.length > 0 ? [`Put aside earlier: ${away.join(", ")}. The box does without them; set them again.`] : []),
  ];
}
