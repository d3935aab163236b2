import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";

/** systemd-run-generator(8): runs the script instead of an ordinary start, then starts anew. */
const RUN_ONCE =
  "systemd.run=/boot/firmware/firstring/first-start.sh systemd.run_success_action=reboot systemd.unit=kernel-command-line.target";

/**
 * Puts a package onto the boot partition of a Raspberry Pi OS card, to be installed at its first start. `card` is where that
 * partition is mounted. A package that was put there before goes. Gives the folder whose packages are installed.
 */
export function putOnCard(root: string, card: string, deb: string): string {
  const commandLine = join(card, "cmdline.txt");
  if (!existsSync(commandLine) || !existsSync(join(card, "config.txt")))
    throw new ApplianceError("NO_PI_CARD", `${card} is not the boot partition of a Raspberry Pi OS card`, {
      disposition: "operator",
      cure: "Give the folder where its small partition, bootfs, is mounted: it holds config.txt and cmdline.txt.",
    });
  const folder = join(card, "firstring");
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (/^firstring_.*\.deb$/.test(name)) rmSync(join(folder, name));
  copyFileSync(deb, join(folder, basename(deb)));
  copyFileSync(join(root, "provisioning/raspberry-pi/first-start.sh"), join(folder, "first-start.sh"));
  const text = readFileSync(commandLine, "utf8");
  if (text.includes("firstring/first-start.sh")) return folder;
  // One line: what stands on a second one is not read. Whole or not at all, because without it nothing starts.
  writeFileSync(`${commandLine}.new`, `${text.trimEnd()} ${RUN_ONCE}\n`);
  renameSync(`${commandLine}.new`, commandLine);
  return folder;
}
