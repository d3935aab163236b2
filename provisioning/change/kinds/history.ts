/* @pure */
import { readHistory } from "../../../firmware/config/pastClinicFiles.ts";
import { FOR_THE_SERVICE } from "../disk/Disk.ts";
import { type FileSwap, textOf } from "../disk/FileSwap.ts";

/** A file is some kilobytes; fifty are years of a clinic. */
const KEPT = 50;

/** What is to be written and taken away so that `replaced` is kept. */
export function historySwaps(
  folder: string,
  names: readonly string[],
  replaced: { readonly text: string; readonly at: number; readonly by: string },
): readonly FileSwap[] {
  const past = readHistory(names);
  const number = (past.at(-1)?.number ?? 0) + 1;
  const stamp = new Date(replaced.at).toISOString().replace(/[-:]|\.\d+/g, "");
  const file = `${String(number).padStart(4, "0")}-${stamp}-${replaced.by}.yaml`;
  return [
    { target: `${folder}/${file}`, content: textOf(replaced.text), owner: FOR_THE_SERVICE },
    ...past.slice(0, Math.max(0, past.length + 1 - KEPT)).map(
      (old): FileSwap => ({
        target: `${folder}/${old.file}`,
        content: { kind: "absent" },
        owner: FOR_THE_SERVICE,
      }),
    ),
  ];
}
