import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { openSetup, type SetupRun } from "./openSetup.ts";

const HELP = `firstring setup [--serial | --web | --answers FILE] [OPTIONS]

The set-up wizard: from a new box to a clinic that answers, step by step. On a terminal it asks in plain lines; every answer is
kept at once, so it may be left and taken up again at any time, here, on the serial console or on the set-up pages.

  --serial         on the USB cable's serial console (run by firstring-setup-serial@ttyGS0.service)
  --web            the set-up pages, on sockets of systemd (run by firstring-setup-web.service), or with --port
  --answers FILE   answers from a YAML file, without asking (docs/setup.md shows one)
  --passphrase-file FILE  with --answers: the passphrase of the box, on its first line
  --status         which steps are answered; --json: { steps: [{ id, number, title, status }] }
  --forget         begin anew; what is in force stays so

Where things are (by default those of an installed box):
  --state DIR      answers so far                --run DIR       what is kept in memory only
  --config FILE    the clinic file in force      --data DIR      the running box's data
  --apply SOCKET   root's hand                   --sys DIR, --dev DIR  where USB devices are looked for
  --port N         with --web: https on this port of 127.0.0.1 instead of systemd's sockets (0: a free one, told)

Exit code 0: done, or left; 1: it failed; 2: you asked wrongly.
`;

export async function setupCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      serial: { type: "boolean" },
      web: { type: "boolean" },
      answers: { type: "string" },
      "passphrase-file": { type: "string" },
      status: { type: "boolean" },
      forget: { type: "boolean" },
      json: { type: "boolean" },
      state: { type: "string" },
      run: { type: "string" },
      config: { type: "string" },
      data: { type: "string" },
      apply: { type: "string" },
      sys: { type: "string" },
      dev: { type: "string" },
      port: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    io.stdout.write(HELP);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`'${positionals.join(" ")}' is too much`);
  const port = portOf(values.port);
  const run = await openSetup(values, values.web === true ? "web" : values.serial === true ? "serial" : "command-line");
  if (values.forget === true) {
    run.setup.forget();
    io.stdout.write("The answers are forgotten. What is in force stays so.\n");
    return 0;
  }
  if (values.status === true) return status(run, values.json === true, io);
  if (values.answers !== undefined) return fromFile(run, values.answers, values["passphrase-file"], io);
  if (values.web === true) return (await import("./web/serve.ts")).serveSetup(run, port, io);
  return (await import("./serial/talkSetup.ts")).talkSetup(run, io);
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new UsageError(`--port is a number up to 65535, not '${text}'`);
}

function status({ setup }: SetupRun, json: boolean, io: CliIo): number {
  const words = { open: "not answered yet", answered: "answered", skipped: "left out" };
  const { overview } = setup;
  const rows = overview.map(
    ({ number, status: so, title }) => `${String(number).padStart(2)}. ${title}: ${words[so]}\n`,
  );
  io.stdout.write(json ? `${JSON.stringify({ steps: overview })}\n` : rows.join(""));
  return 0;
}

async function fromFile(
  { client, setup, who }: SetupRun,
  file: string,
  passphraseFile: string | undefined,
  io: CliIo,
): Promise<number> {
  const { answerAll, readAnswers } = await import("./answers.ts");
  const answers = readAnswers(readText(file));
  const passphrase = passphraseFile === undefined ? undefined : readText(passphraseFile).split(/\r?\n/)[0];
  const entry = passphrase === undefined ? undefined : await client.enter({ passphrase, who });
  if (entry !== undefined && entry.kind !== "in") {
    const { entryInWords } = await import("./enterBox.ts");
    io.stderr.write(`${entryInWords(entry)}\n`);
    return 1;
  }
  const well = await answerAll(setup, answers, (line) => io.stdout.write(`${line}\n`), entry?.session);
  if (!well) io.stderr.write("Stopped there. What was answered before is kept; mend the file and run it again.\n");
  return well ? 0 : 1;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ApplianceError(
      "ANSWERS_UNREADABLE",
      `${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      {
        disposition: "operator",
        cure: "Give the path of a file that this user may read.",
        cause,
      },
    );
  }
}
