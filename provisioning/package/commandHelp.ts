import { commands } from "../../device/main.ts";
import { BOX } from "../../device/runtime/installation.ts";
import type { CommandHelp } from "./manualPages.ts";

/** What every command prints for `--help`, as it reads on a box. */
export async function commandHelp(): Promise<readonly CommandHelp[]> {
  const found: CommandHelp[] = [];
  for (const [name, { summary, load }] of Object.entries(commands)) {
    let help = "";
    const stdout = { write: (text: string) => (help += text) };
    const code = await (await load())(["--help"], { stdout, stderr: stdout });
    if (code !== 0) throw new Error(`firstring ${name} --help ends with ${code}`);
    found.push({ name, summary, help: onABox(help) });
  }
  return found;
}

/** The build runs in a checkout, whose defaults are other ones (device/runtime/installation.ts). */
export const onABox = (help: string): string =>
  help
    .replaceAll("default: ./firstring-data, else the rehearsal's", `default: ${BOX.data}`)
    .replaceAll("default: ./firstring-data", `default: ${BOX.data}`)
    .replaceAll("default: firstring-data/prompts", `default: ${BOX.data}/prompts`)
    .replaceAll("default: the rehearsal clinic", `default: ${BOX.config}`)
    .replaceAll("default: clinic.yaml, else the rehearsal's", `default: ${BOX.config}`)
    .replaceAll("default: clinic.yaml", `default: ${BOX.config}`)
    .replaceAll("(firstring check finds its mistakes)", `(firstring check finds its mistakes); default: ${BOX.config}`);
