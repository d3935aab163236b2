import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bootMs, PANEL_DIRECTORY, readPresence } from "../panel/presence.ts";
import { becomeLean } from "../runtime/becomeLean.ts";
import { type CliIo, UsageError } from "./Cli.ts";

const HELP = `firstring panel [status] [--json]      what the button, the UPS and the lamps say
firstring panel run                    the process at the button and the lamps (firstring-panel.service)
firstring panel card [--boot DIR]      at boot: takes FIRSTRING-PRESENT.TXT off the boot partition; it counts as a person
                                       at the box for ten minutes, for boxes without a button
firstring panel here                   as root: a person is at the box, for ten minutes (what the held button says)

  --json        for programs
  --boot DIR    the boot partition (default: /boot/firmware, else /boot)
  --root DIR    everything below another root folder than /

docs/panel.md shows which wire goes where, and what each lamp means.
`;

interface PanelArgs {
  readonly root: string;
  readonly json: boolean;
  readonly boot: string | undefined;
  readonly io: CliIo;
}

const VERBS: Readonly<Record<string, (args: PanelArgs) => number | Promise<number>>> = { status, run, card, here };

export async function panelCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      boot: { type: "string" },
      root: { type: "string", default: "/" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [verb = "status", ...rest] = positionals;
  const perform = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (perform === undefined || rest.length > 0) throw new UsageError(`there is no 'panel ${positionals.join(" ")}'`);
  return perform({ root: values.root, json: values.json, boot: values.boot, io });
}

const directoryOf = (root: string): string => join(root, PANEL_DIRECTORY);

async function run({ root, io }: PanelArgs): Promise<number> {
  await becomeLean(() => import("../panel/Panel.ts"));
  const [{ Panel }, { PanelService }, { SystemClock }] = await Promise.all([
    import("../panel/Panel.ts"),
    import("../panel/PanelService.ts"),
    import("../runtime/SystemClock.ts"),
  ]);
  const clock = new SystemClock();
  const note = (line: string): void => void io.stdout.write(`${line}\n`);
  const service = new PanelService(clock, note);
  const panel = new Panel({
    ...{ clock, bootMs, directory: directoryOf(root), note },
    onLooked: () => service.looked(),
    inputs: { sys: join(root, "sys/class/input"), dev: join(root, "dev/input") },
    leds: join(root, "sys/class/leds"),
    supplies: join(root, "sys/class/power_supply"),
  });
  panel.start();
  // SIGTERM ends it as it ends every process: a read that waits for the button would keep an orderly exit waiting.
  return new Promise<never>(() => {});
}

async function status({ root, json, io }: PanelArgs): Promise<number> {
  const { heardReport } = await import("../panel/panelFiles.ts");
  const { panelInWords } = await import("../../firmware/panel/panelInWords.ts");
  const now = bootMs();
  const report = heardReport(directoryOf(root), now);
  const presence = readPresence({ directory: directoryOf(root) });
  if (json) io.stdout.write(`${JSON.stringify({ now, panel: report ?? null, presence })}\n`);
  else io.stdout.write(panelInWords(report, presence, now));
  return report === undefined ? 1 : 0;
}

async function card({ root, boot, io }: PanelArgs): Promise<number> {
  const { takeCardPresence } = await import("../panel/cardPresence.ts");
  const partition = boot ?? ["boot/firmware", "boot"].map((each) => join(root, each)).find((each) => existsSync(each));
  const taken = takeCardPresence(partition ?? join(root, "boot"), { directory: directoryOf(root) });
  switch (taken.kind) {
    case "none":
      return 0;
    case "present":
      io.stdout.write("Somebody had the card in the hand: set-up mode for ten minutes.\n");
      return 0;
    case "refused":
      io.stderr.write(`firstring panel card: ${taken.why}\nDelete the file on a computer, and write it anew.\n`);
      return 1;
  }
}

async function here({ root, io }: PanelArgs): Promise<number> {
  const { tellPresence } = await import("../panel/presence.ts");
  try {
    tellPresence("root", { directory: directoryOf(root) });
  } catch (error) {
    io.stderr.write(`firstring panel here: ${String(error)}\nOnly root may say so, on an installed box.\n`);
    return 1;
  }
  io.stdout.write("A person is at the box, for ten minutes.\n");
  return 0;
}
