import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { showOnPanel } from "../../device/panel/showOnPanel.ts";
import { isOtherFileSystem, OTHER_FILE_SYSTEMS, type OtherFileSystem } from "../../firmware/panel/otherFileSystems.ts";
import { STICK_SHOWN } from "../../firmware/panel/refusedStick.ts";
import { STICK_COPIES, STICK_NOTES } from "./stickFiles.ts";

const HELP = `firstring stick import DEVICE
firstring stick refuse FILESYSTEM

For systemd: hands the bundle that firstring-stick@.service has copied off a USB stick to root's hand, shows by the lamps how it goes,
and writes the report for the stick; or says by the lamps and in the record that a stick cannot be read. By hand a bundle is applied with: firstring bundle apply FILE

  DEVICE      the kernel's name of the partition, such as sda1
  FILESYSTEM  what udev found on it: ${Object.keys(OTHER_FILE_SYSTEMS).join(", ")}
`;

export async function stickCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  const [verb, device, ...rest] = positionals;
  if (values.help || verb === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if ((verb !== "import" && verb !== "refuse") || rest.length > 0)
    throw new UsageError(`there is no '${positionals.join(" ")}'`);
  const { SocketApplyClient } = await import("../change/SocketApplyClient.ts");
  const show = (kind: "working" | "done" | "refused" | undefined, fileSystem?: OtherFileSystem): void =>
    void showOnPanel(STICK_SHOWN, kind, { fileSystem });
  const say = (words: string): void => void io.stdout.write(`${words}\n`);
  const client = new SocketApplyClient();
  if (verb === "refuse") {
    if (device === undefined || !isOtherFileSystem(device))
      throw new UsageError("FILESYSTEM is missing, such as exfat");
    const { refuseStick } = await import("./importStick.ts");
    await refuseStick(device, { client, show, say });
    return 1;
  }
  if (device === undefined || !/^[a-z0-9]{2,16}$/.test(device)) throw new UsageError("DEVICE is missing, such as sda1");
  const { importStick } = await import("./importStick.ts");
  const outcome = await importStick(device, {
    copies: STICK_COPIES,
    notes: STICK_NOTES,
    now: () => Date.now(),
    ...{ client, say, show },
  });
  if (outcome === undefined) io.stdout.write("There is no bundle on this stick.\n");
  return outcome === undefined || outcome.kind === "kept" ? 0 : 1;
}
