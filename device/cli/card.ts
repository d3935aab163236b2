import { parseArgs } from "node:util";
import { doctorCard } from "../../firmware/doctor/doctorCard.ts";
import { BOX, configIfThere, isInstalled } from "../runtime/installation.ts";
import type { CliIo } from "./Cli.ts";
import { loadClinicFile } from "./loadClinicFile.ts";

const HELP = `firstring card [--config FILE]

Prints the page that a clinic hands to its doctors: what they reply by SMS, and which keys they press on the telephone. In Markdown.

  --config FILE   the clinic whose name is on it (default: ${isInstalled ? BOX.config : "the rehearsal clinic"})
`;

export async function cardCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { config: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const config = configIfThere(values.config);
  const clinic = config === undefined ? undefined : loadClinicFile(config, io);
  if (config !== undefined && clinic === undefined) return 1;
  const { name, shortName } = clinic?.clinic ?? { name: "Rosewood Family Practice", shortName: "Rosewood" };
  io.stdout.write(doctorCard({ clinic: name, shortName }));
  return 0;
}
