import { execFile } from "node:child_process";
import { parseArgs, promisify } from "node:util";
import { type CliIo, UsageError } from "../../../device/cli/Cli.ts";
import { bootMs, readPresence } from "../../../device/panel/presence.ts";
import { showOnPanel } from "../../../device/panel/showOnPanel.ts";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { OwnerStatus } from "../../change/ApplyClient.ts";
import { SocketApplyClient } from "../../change/SocketApplyClient.ts";
import { SETUP_PLACES } from "../SetupStore.ts";
import { lastUse, tellUse } from "./lastUse.ts";
import { decideSetupMode } from "./setupMode.ts";

const HELP = `firstring setup-mode decide|open|close|status [--json]

Set-up mode: the USB cable, the set-up pages on https://10.55.0.1 and the wizard on the serial console. It opens when the
button is held for three seconds and while the box is nobody's; it closes ten minutes after it was used last.

  decide   open or close it, as it should be now (run by systemd)
  open     open it now, for ten minutes without use; needs root
  close    close it now; needs root
  status   whether it is open; exit code 1 when it is not
  --json   with status and decide: { open, decision, claimed, presentForMs, usedAtMs }
`;

const TARGET = "firstring-setup.target";
const run = promisify(execFile);

export async function setupModeCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    io.stdout.write(HELP);
    return 0;
  }
  const open = await isOpen();
  switch (positionals[0]) {
    case "decide": {
      const facts = { nowMs: bootMs(), claimed: (await owner())?.claimed, presentForMs: readPresence().remainingMs };
      const used = lastUse(SETUP_PLACES.secrets);
      const decision = decideSetupMode({ ...facts, usedAtMs: used, open });
      if (decision === "open") await systemctl("start");
      if (decision === "close") await systemctl("stop");
      // The button's ten minutes show themselves; a box that is nobody's is open for longer.
      showOnPanel("setup", facts.claimed === false ? "setup" : undefined);
      const told = {
        open: decision === "stay" ? open : decision === "open",
        decision,
        ...facts,
        usedAtMs: used ?? null,
      };
      io.stdout.write(values.json === true ? `${JSON.stringify(told)}\n` : `set-up mode: ${decision}\n`);
      return 0;
    }
    case "open":
      await openNow();
      io.stdout.write(
        "Set-up mode is open: plug a laptop in and open https://10.55.0.1, or a terminal on its serial port.\n",
      );
      return 0;
    case "close":
      await systemctl("stop");
      io.stdout.write("Set-up mode is closed.\n");
      return 0;
    case "status":
      io.stdout.write(
        values.json === true ? `${JSON.stringify({ open })}\n` : `set-up mode is ${open ? "open" : "closed"}\n`,
      );
      return open ? 0 : 1;
    default:
      throw new UsageError("say decide, open, close or status");
  }
}

/** Undefined: root's hand cannot be asked. */
async function owner(): Promise<OwnerStatus | undefined> {
  return new SocketApplyClient().owner().catch(() => undefined);
}

async function isOpen(): Promise<boolean> {
  const { stdout } = await run("systemctl", ["show", "--property=ActiveState", "--value", TARGET]).catch(() => ({
    stdout: "",
  }));
  return ["active", "activating"].includes(stdout.trim());
}

/** Counts as a use: else whoever looks half a minute later, and sees no button held, closes it. */
export async function openNow(folder: string = SETUP_PLACES.secrets): Promise<void> {
  tellUse(folder);
  await systemctl("start");
}

async function systemctl(verb: "start" | "stop"): Promise<void> {
  try {
    // Does not wait: this may itself be a part of what is started.
    await run("systemctl", ["--no-block", verb, TARGET]);
  } catch (cause) {
    throw new ApplianceError(
      "SETUP_MODE",
      `set-up mode cannot be ${verb === "start" ? "opened" : "closed"} (systemctl ${verb} ${TARGET})`,
      {
        disposition: "operator",
        cure: "Run it as root on an installed box; `journalctl -u firstring-gadget` says more.",
        cause,
      },
    );
  }
}
