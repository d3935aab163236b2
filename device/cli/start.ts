import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULTS, isInstalled, rehearsalDirectory } from "../runtime/installation.ts";
import { type CliIo, UsageError } from "./Cli.ts";

const HELP = `npm start [-- OPTIONS]   (or: firstring start [OPTIONS])

With a clinic file it runs the appliance by it. Without one it rehearses: the whole appliance on emulated modems, with a page on
this machine to call it from (keypad, microphone, the doctor's phone beside it). Unless somebody opens that page, an urgent call is
placed by itself, its timeline on the screen; then it stays up for other calls, from the page or a second terminal.

  --config FILE   the clinic file (default: ./clinic.yaml, when there is one)
  --data DIR      keep the data there (default: firstring-data; a rehearsal's data goes when it ends)
  --rehearse      rehearse although there is a clinic.yaml; with --config, rehearse that file: your own script and recordings
                  on emulated modems, answered at any hour, without broker; the calls press keys for the usual scripts
  --once          rehearse one call and end
  --call NAME     the first call, placed at once: urgent, routine, withheld, hangs-up, silent, wrong-keys or spanish
  --port N        of the page (default: 8480, or any free one)
  --line ID       the line that is called, analog or cellular, by its id in the clinic file (default: the first that answers)
  --hurry         the caller presses the keys at once, so that a call takes half a minute
  --json          with --once: nothing on standard output but one JSON object
`;

export async function startCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string" },
      data: { type: "string" },
      rehearse: { type: "boolean" },
      once: { type: "boolean" },
      call: { type: "string" },
      port: { type: "string" },
      line: { type: "string" },
      hurry: { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const config = values.config ?? (!isInstalled && existsSync("clinic.yaml") ? "clinic.yaml" : undefined);
  if (config !== undefined && !values.rehearse && !values.once) {
    const { runCommand } = await import("./run.ts");
    return runCommand(["--config", config, "--data", values.data ?? DEFAULTS.data], io);
  }
  if (values.config !== undefined && !(await isSound(values.config, io))) return 1;
  const { rehearsalProgram } = await import("../rehearsal/rehearsalProgram.ts");
  const directory = values.data === undefined ? rehearsalDirectory : join(resolve(values.data), "rehearsal");
  return rehearsalProgram(
    {
      directory,
      keep: values.data !== undefined,
      once: values.once ?? false,
      json: values.json ?? false,
      call: values.call ?? "urgent",
      // Whoever names a call wants it; a file or another program that reads along opens no page.
      waits: values.call === undefined && process.stdout.isTTY,
      ...(values.port === undefined ? {} : { port: portOf(values.port) }),
      hurry: values.hurry ?? false,
      ...(values.line === undefined ? {} : { line: values.line }),
      ...(values.config === undefined
        ? {}
        : { config: values.config, prompts: resolve(values.data ?? DEFAULTS.data, "prompts") }),
    },
    io,
  );
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port is a number from 0 (any) to 65535, not '${text}'`);
}

/** Whether the file can be used; its mistakes are on stderr then. */
async function isSound(config: string, io: CliIo): Promise<boolean> {
  const { loadClinicFile } = await import("./loadClinicFile.ts");
  return loadClinicFile(config, io) !== undefined;
}
