import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { serialNumber } from "../gadget/serialNumber.ts";
import { isExtra } from "./bootConfig.ts";
import { PiRoot } from "./PiRoot.ts";
import { EXTRA_OVERLAYS } from "./panelOverlays.ts";
import { hostnameOf, piPlan } from "./piPlan.ts";

const EXTRAS = Object.keys(EXTRA_OVERLAYS).join(", ");

const HELP = `firstring prepare-pi [--with PART]... [--clock-chip NAME] [--ssh] [--hostname NAME] [--root DIR] [--dry-run]
firstring prepare-pi --undo [--root DIR]

Makes a Raspberry Pi OS Lite (64 bit, Debian 12 or 13) the system of a FirstRing box: what the firmware needs in config.txt, the
name of the box, and everything off that it does not use. Says each thing that it changes, and why; repeated, it changes nothing.
Holds from the next start of the box. The rest (journal in memory, hardware watchdog, users, units) comes with the package.

  --with PART        also the wires of ${EXTRAS} (docs/panel.md)
  --clock-chip NAME  a clock chip on the header, such as ds3231; a Pi 5 has its own
  --ssh              leave ssh as it is; without this it is switched off
  --hostname NAME    the box's name (default: firstring- and the end of its serial number)
  --root DIR         a root that is not the running one: an image, a card in another computer
  --dry-run          say what would change
  --undo             take all of it back
`;

export async function preparePiCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      with: { type: "string", multiple: true, default: [] },
      "clock-chip": { type: "string" },
      ssh: { type: "boolean", default: false },
      hostname: { type: "string" },
      root: { type: "string", default: "/" },
      "dry-run": { type: "boolean", default: false },
      undo: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`'${positionals[0]}' is too much`);
  const wrong = values.with.find((name) => !isExtra(name));
  if (wrong !== undefined) throw new UsageError(`--with ${wrong}: it is one of ${EXTRAS}`);
  const clockChip = values["clock-chip"];
  if (clockChip !== undefined && !/^[a-z0-9]{3,16}$/.test(clockChip))
    throw new UsageError(`--clock-chip ${clockChip}: such as ds3231`);
  if (values.hostname !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(values.hostname))
    throw new UsageError(`--hostname ${values.hostname}: small letters, digits and hyphens`);
  const dry = values["dry-run"];
  if (values.root === "/" && !dry && process.getuid?.() !== 0)
    throw new ApplianceError("NEEDS_ROOT", "only root may change the system", {
      disposition: "operator",
      cure: "Run it with sudo, or look first with --dry-run.",
    });
  const plan = piPlan({
    ...{ extras: values.with.filter(isExtra), clockChip, ssh: values.ssh },
    // The serial number of the machine that we run on is not that of a card in its reader.
    hostname: values.hostname ?? (values.root === "/" ? hostnameOf(serialNumber()) : undefined),
  });
  const say = (line: string) => void io.stdout.write(`${line}\n`);
  const root = new PiRoot(values.root, dry, say);
  const changed = values.undo ? root.undo(plan) : root.prepare(plan);
  if (changed === 0) say("Everything is so already.");
  else
    say(
      dry ? `${changed} things would change.` : `${changed} things changed. They hold from the next start of the box.`,
    );
  return 0;
}
