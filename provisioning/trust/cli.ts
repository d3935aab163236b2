import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { demandRoot } from "../change/cli.ts";
import { CODE_BYTES, codeFrom, plainCode } from "./oneTimeCode.ts";
import { readOwner, writeOwner } from "./ownerFile.ts";
import { hashed } from "./passphrase.ts";

const HELP = `firstring label [--again] [--json]

Makes the one-time code by which this box becomes somebody's, and prints what goes on its label: serial number, code, address.
The code is shown this once; the box keeps only a hash of it. It is used up when the box is claimed.

  --again  a new code in place of one that was lost; only while nobody owns the box
  --json   print { serial, code, address }
`;

/** Of the USB cable (provisioning/gadget/). */
const ADDRESS = "https://10.55.0.1";

export async function labelCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { again: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`'${positionals.join(" ")}' is too much`);
  demandRoot();
  const { InstalledBox } = await import("../change/installedBox.ts");
  const { disk, places, serial, record } = new InstalledBox();
  const owner = readOwner(disk, places.owner);
  if (owner.passphrase !== undefined)
    throw refusal("LABEL_OWNED", "this box has an owner, so a code is good for nothing");
  if (owner.code !== undefined && values.again !== true)
    throw refusal(
      "LABEL_MADE",
      "this box has a label already; its code cannot be shown again",
      "If it was lost: firstring label --again",
    );
  const code = codeFrom(randomBytes(CODE_BYTES));
  const at = new Date().toISOString();
  writeOwner(disk, places.owner, { ...owner, code: await hashed(plainCode(code)), labelMadeAt: at });
  record.add({ id: "", at, who: { by: "command-line" }, what: [], outcome: "owner", words: "A label was made." });
  const label = { serial, code, address: ADDRESS };
  io.stdout.write(values.json ? `${JSON.stringify(label)}\n` : labelInWords(label));
  return 0;
}

const labelInWords = ({ serial, code, address }: { serial: string; code: string; address: string }): string =>
  ["FirstRing", `Serial number  ${serial}`, `Set-up code    ${code}`, `By USB cable   ${address}`, ""].join("\n");

const refusal = (
  code: string,
  what: string,
  cure = "Erase the box first (firstring erase), if it is to be somebody else's.",
) => new ApplianceError(code, what, { disposition: "operator", cure });
