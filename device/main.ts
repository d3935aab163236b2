// The program `firstring`: finds the command, shows help, and turns what went wrong into words and an exit code.
// Commands are loaded when they are called, so that a short one costs neither memory nor time of the others.

import { isApplianceError } from "../firmware/health/ApplianceError.ts";
import { type CliIo, UsageError } from "./cli/Cli.ts";
import { nameSourceLines } from "./runtime/sourceLines.ts";

interface Command {
  readonly summary: string;
  readonly load: () => Promise<(args: readonly string[], io: CliIo) => Promise<number>>;
}

/** For the manual page and the completion, which say what these say. */
export const commands: Readonly<Record<string, Command>> = {
  start: {
    summary: "the main job: your clinic.yaml, or a rehearsal on emulated modems",
    load: async () => (await import("./cli/start.ts")).startCommand,
  },
  run: {
    summary: "answer calls by a clinic file, on real ports",
    load: async () => (await import("./cli/run.ts")).runCommand,
  },
  check: {
    summary: "find every mistake in a clinic file",
    load: async () => (await import("./cli/check.ts")).checkCommand,
  },
  status: {
    summary: "what the running box is doing, and its faults",
    load: async () => (await import("./cli/status.ts")).statusCommand,
  },
  rehearse: {
    summary: "place a rehearsal call (second terminal)",
    load: async () => (await import("./cli/rehearse.ts")).rehearseCommand,
  },
  emulate: {
    summary: "a modem emulated by its wire protocol",
    load: async () => (await import("./cli/emulate.ts")).emulateCommand,
  },
  messages: {
    summary: "list, show, play and export messages",
    load: async () => (await import("./cli/messages.ts")).messagesCommand,
  },
  escalation: {
    summary: "who would be paged when: policies in words, and a simulation",
    load: async () => (await import("./cli/escalation.ts")).escalationCommand,
  },
  alerts: {
    summary: "who was paged, and who took it; take, pass, escalate, close",
    load: async () => (await import("./cli/alerts.ts")).alertsCommand,
  },
  oncall: { summary: "who is on call, and why", load: async () => (await import("./cli/oncall.ts")).oncallCommand },
  card: {
    summary: "print the card for doctors: replies and keys",
    load: async () => (await import("./cli/card.ts")).cardCommand,
  },
  script: {
    summary: "check a clinic's dialogue and draw it as a tree",
    load: async () => (await import("./cli/script.ts")).scriptCommand,
  },
  prompts: {
    summary: "list, check and render the spoken prompts",
    load: async () => (await import("../provisioning/prompts/cli.ts")).promptsCommand,
  },
  config: {
    summary: "the clinic file's history: what changed, and back to an earlier one",
    load: async () => (await import("../provisioning/change/configCli.ts")).configCommand,
  },
  bundle: {
    summary: "a signed file for a USB stick: make, verify, apply it; keys that may sign",
    load: async () => (await import("../provisioning/bundle/cli.ts")).bundleCommand,
  },
  update: {
    summary: "go over to another version, in a good moment, and back if it is not well",
    load: async () => (await import("../provisioning/update/cli.ts")).updateCommand,
  },
  stick: {
    summary: "takes in the bundle of a USB stick (for systemd)",
    load: async () => (await import("../provisioning/stick/cli.ts")).stickCommand,
  },
  label: {
    summary: "what goes on the box's label: serial number and one-time code",
    load: async () => (await import("../provisioning/trust/cli.ts")).labelCommand,
  },
  apply: {
    summary: "root's hand for the set-up pages and sticks (for systemd)",
    load: async () => (await import("../provisioning/change/cli.ts")).applyCommand,
  },
  report: {
    summary: "a month in figures: answered, paged, taken, called back",
    load: async () => (await import("./cli/report.ts")).reportCommand,
  },
  audit: {
    summary: "what happened, message by message; verify its hash chain",
    load: async () => (await import("./cli/audit.ts")).auditCommand,
  },
  console: {
    summary: "the clinic's pages in a browser; their users",
    load: async () => (await import("./cli/console.ts")).consoleCommand,
  },
  setup: {
    summary: "the set-up wizard: terminal, serial console, pages, file of answers",
    load: async () => (await import("../provisioning/setup/cli.ts")).setupCommand,
  },
  "setup-mode": {
    summary: "the USB cable's set-up mode: open, close, status",
    load: async () => (await import("../provisioning/setup/mode/cli.ts")).setupModeCommand,
  },
  gadget: {
    summary: "the USB cable to a laptop, as a device",
    load: async () => (await import("../provisioning/gadget/cli.ts")).gadgetCommand,
  },
  panel: {
    summary: "the button, the lamps and the UPS of the box",
    load: async () => (await import("./cli/panel.ts")).panelCommand,
  },
  "prepare-pi": {
    summary: "make a Raspberry Pi OS the system of a box",
    load: async () => (await import("../provisioning/raspberry-pi/cli.ts")).preparePiCommand,
  },
  release: {
    summary: "the versions of FirstRing on this box, and the way back",
    load: async () => (await import("../provisioning/release/cli.ts")).releaseCommand,
  },
  backup: {
    summary: "one encrypted file with everything, made while calls go on",
    load: async () => (await import("./cli/backup.ts")).backupCommand,
  },
  restore: {
    summary: "a backup in the place of what is there; the way back",
    load: async () => (await import("../provisioning/restore/cli.ts")).restoreCommand,
  },
  erase: {
    summary: "a blank box; or all that is known of one caller",
    load: async () => (await import("../provisioning/erase/cli.ts")).eraseCommand,
  },
  key: {
    summary: "the key of the messages: where it is, make one, change it",
    load: async () => (await import("./cli/key.ts")).keyCommand,
  },
  retention: {
    summary: "what is old enough to be erased; erase it now",
    load: async () => (await import("./cli/retention.ts")).retentionCommand,
  },
  credential: {
    summary: "secrets of this box: SIM PINs, passwords",
    load: async () => (await import("../provisioning/credential/cli.ts")).credentialCommand,
  },
  clock: {
    summary: "the box's clock, its battery clock, and who keeps them",
    load: async () => (await import("./cli/clock.ts")).clockCommand,
  },
  failed: {
    summary: "tell the fallback person that FirstRing keeps failing (for systemd)",
    load: async () => (await import("./cli/failed.ts")).failedCommand,
  },
  doctor: {
    summary: "say what is wrong and what to do",
    load: async () => (await import("./cli/doctor.ts")).doctorCommand,
  },
};

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "firstring: answers a clinic's telephone, takes the message, pages the doctor on call.",
    "",
    ...rows,
    "",
    "firstring COMMAND --help says more. Exit codes: 0 done, 1 it failed, 2 you asked wrongly.",
    "",
  ].join("\n");
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  const io: CliIo = { stdout: process.stdout, stderr: process.stderr };
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(help());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    const { version } = (await import("../package.json", { with: { type: "json" } })).default;
    process.stdout.write(`firstring ${version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`firstring: there is no command '${name}'.\n\n${help()}`);
    return 2;
  }
  try {
    const perform = await command.load();
    return await perform(args, io);
  } catch (error) {
    return explain(name, error);
  }
}

function explain(name: string, error: unknown): number {
  if (error instanceof UsageError || isParseArgsError(error)) {
    // Of an option that is not known Node goes on about arguments that begin with a dash.
    const [what = ""] = (error as Error).message.split(". To specify a positional argument");
    process.stderr.write(`firstring ${name}: ${what}\nfirstring ${name} --help says how.\n`);
    return 2;
  }
  if (isApplianceError(error)) {
    process.stderr.write(`firstring ${name}: ${error.message}\n${error.cure}\n`);
    return 1;
  }
  process.stderr.write(
    `firstring ${name}: a mistake of ours, please report it:\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 1;
}

/** `util.parseArgs` throws TypeErrors with these codes for what the person typed. */
const isParseArgsError = (error: unknown): boolean =>
  error instanceof TypeError && String((error as NodeJS.ErrnoException).code ?? "").startsWith("ERR_PARSE_ARGS");

if (import.meta.main) {
  nameSourceLines();
  // A reader that goes away (`firstring messages list | head`) is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  process.exitCode = await main(process.argv.slice(2));
}
