import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { isInstalled } from "../../device/runtime/installation.ts";
import { systemdSockets } from "../../device/web/systemdSockets.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";

const HELP = `firstring apply --serve | --recover | --status [--json] | --rehearse DIR

Root's hand: makes the changes of a closed list (clinic file, recordings, secrets, certificates, network, time, keys) for the set-up
pages, which have no rights of their own; for the console clinic file and recordings. Each set of changes is tried and kept, or taken
back by itself.

  --serve    on sockets that systemd hands over (firstring-apply.socket, firstring-apply-console.socket); ends when nobody
             has wanted anything for a minute
  --recover  finishes or takes back what a power cut interrupted; run at each start, before the answering service
  --status   what is going on, and what was changed last
  --rehearse DIR  for a rehearsal's clinic file in DIR, without rights; started by npm start, which stops and starts its box
`;

export async function applyCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      serve: { type: "boolean" },
      recover: { type: "boolean" },
      status: { type: "boolean" },
      rehearse: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  if (values.rehearse !== undefined)
    return (await import("./rehearsal/rehearsedHand.ts")).rehearsedHand(values.rehearse, io);
  if ([values.serve, values.recover, values.status].filter(Boolean).length !== 1)
    throw new UsageError("one of --serve, --recover and --status is wanted");
  demandRoot();
  const { InstalledBox } = await import("./installedBox.ts");
  const box = new InstalledBox();
  if (values.recover) {
    io.stdout.write(`${(await box.engine.recover()) ?? "Nothing was interrupted."}\n`);
    return 0;
  }
  if (values.status) {
    const status = { ...box.engine.status(), owner: box.owner.status() };
    io.stdout.write(values.json ? `${JSON.stringify(status)}\n` : statusInWords(status));
    return 0;
  }
  return serve(box, io);
}

async function serve(box: InstanceType<typeof import("./installedBox.ts").InstalledBox>, io: CliIo): Promise<number> {
  const [setup] = systemdSockets("setup");
  const [console] = systemdSockets("console");
  if (setup === undefined)
    throw new ApplianceError("APPLY_NO_SOCKET", "systemd has handed over no socket", {
      disposition: "operator",
      cure: "Start it by systemctl start firstring-apply.socket; whoever connects to it calls root's hand.",
    });
  const { ApplyServer } = await import("./server/ApplyServer.ts");
  const { bundleApplier } = await import("../bundle/applyBundle.ts");
  await box.engine.recover();
  const { engine, invite, owner, sessions } = box;
  const server = await ApplyServer.listen(
    { engine, owner, sessions, invite, applyBundle: bundleApplier(box) },
    {
      listen: { fd: setup },
      ...(console === undefined ? {} : { console: { fd: console } }),
      onError: (error) => io.stderr.write(`${String((error as Error).stack ?? error)}\n`),
    },
  );
  const told = new Promise<void>((resolve) => process.once("SIGTERM", () => resolve()));
  await Promise.race([server.idle, told.then(() => untilDone(engine))]);
  await server.close();
  return 0;
}

/** A stop in the middle of a change would only undo it at the next start; it is bounded by the unit's TimeoutStopSec=. */
async function untilDone(engine: InstanceType<typeof import("./Engine.ts").Engine>): Promise<void> {
  while (engine.status().busy !== undefined) await new Promise((resolve) => setTimeout(resolve, 200));
}

/** Of a checkout as root: what is said to be done to a box would be done to the technician's own computer, and the box know nothing of it. */
export function demandRoot(): void {
  if (!isInstalled)
    throw new ApplianceError("NOT_A_BOX", "this computer is no box: FirstRing is not installed on it", {
      disposition: "operator",
      cure: "Say it on the box; docs/raspberry-pi.md says how the package gets there.",
    });
  if (process.getuid?.() === 0) return;
  throw new ApplianceError("NEEDS_ROOT", "only root may change a box", {
    disposition: "operator",
    cure: "Say it again with sudo, or use the set-up pages.",
  });
}

type Told = ReturnType<InstanceType<typeof import("./Engine.ts").Engine>["status"]> & {
  readonly owner: { readonly serial: string; readonly claimed: boolean };
};

function statusInWords({ version, busy, unconfirmed, last, owner }: Told): string {
  const lines = [
    `FirstRing ${version}, box ${owner.serial}, ${owner.claimed ? "has an owner" : "is nobody's yet"}`,
    busy === undefined ? "No change is being made." : `Being changed (${busy.id}): ${busy.progress.words}`,
    ...(unconfirmed === undefined ? [] : [`Waits to be confirmed for ${Math.ceil(unconfirmed.forMs / 1000)} s yet.`]),
    ...(last === undefined ? [] : [`Last: ${last.at} ${last.words}`]),
  ];
  return `${lines.join("\n")}\n`;
}
