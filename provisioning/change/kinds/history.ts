/* @pure */
import { FOR_THE_SERVICE } from "../disk/Disk.ts";
import { type FileSwap, textOf } from "../disk/FileSwap.ts";

/** Clinic files that were replaced: `0007-20261126T051012Z-web.yaml`. The number orders them, whatever the clock said. */
export interface PastClinicFile {
  readonly number: number;
  /** When it was replaced, ISO 8601, by the box's clock of then. */
  readonly replacedAt: string;
  /** By which way in the one after it came. */
  readonly by: string;
  readonly file: string;
}

/** A file is some kilobytes; fifty are years of a clinic. */
const KEPT = 50;

const NAME = /^(\d{4,8})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([a-z-]+)\.yaml$/;

/** Oldest first; other files in the folder are none of ours. */
export function readHistory(names: readonly string[]): readonly PastClinicFile[] {
  return names
    .flatMap((file) => {
      const found = NAME.exec(file);
      if (found === null) return [];
      const [, number, year, month, day, hour, minute, second, by = ""] = found;
      return [{ number: Number(number), replacedAt: `${year}-${month}-${day}T${hour}:${minute}:${second}Z`, by, file }];
    })
    .sort((a, b) => a.number - b.number);
}

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
