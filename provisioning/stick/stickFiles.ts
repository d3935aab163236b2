/* @pure */

/** At the root of the stick. Nine letters are a long name of VFAT, which every computer of this century writes; case does not matter. */
export const BUNDLE_ON_STICK = "FIRSTRING.BUN";
/** Eight and three characters. */
export const REPORT_ON_STICK = "RESULT.TXT";

/** Where the unit copies bundles to (StateDirectory=). */
export const STICK_COPIES = "/var/lib/firstring-stick";
/** Where what mcopy said and the report are kept (RuntimeDirectory=): in memory, so that there is room on a full disk, too. */
export const STICK_NOTES = "/run/firstring-stick";

/** `mcopy`'s arguments that read the bundle off a FAT file system (a device, or an image of one). The unit says the same. */
export const readArguments = (device: string, target: string): readonly string[] => [
  ...["-n", "-i", device, `::${BUNDLE_ON_STICK}`, target],
];

export const reportArguments = (device: string, report: string): readonly string[] => [
  ...["-n", "-o", "-i", device, report, `::${REPORT_ON_STICK}`],
];

export type StickReading =
  | { readonly kind: "bundle" }
  /** Somebody's stick: nothing is said about it. */
  | { readonly kind: "none" }
  /** Not the stick is at fault: the box's own disk did not take all of it. */
  | { readonly kind: "full" }
  | { readonly kind: "unreadable"; readonly what: string };

/** mcopy ends well in spite of it, and leaves a copy that is empty or breaks off (`copyfile` of mtools). */
const BOX_IS_FULL = /No space left on device|Disk quota exceeded|^Short write/im;

/** What came of the reading, from whether there is a copy and what mcopy said. */
export function judgeReading(copied: boolean, said: string): StickReading {
  const words = said.trim().split("\n").at(-1) ?? "";
  if (BOX_IS_FULL.test(said)) return { kind: "full" };
  if (copied && words === "") return { kind: "bundle" };
  if (/not found|No such file|No match|File "::FIRSTRING\.BUN"/i.test(said) && !copied) return { kind: "none" };
  if (/Skipping|is a directory|omitting/i.test(said))
    return { kind: "unreadable", what: `${BUNDLE_ON_STICK} on the stick is a folder, not a file` };
  // What was copied in spite of a complaint may be whole: its sums will tell.
  if (copied) return { kind: "bundle" };
  return words === ""
    ? { kind: "none" }
    : { kind: "unreadable", what: `the stick's file system is damaged, or the stick was pulled out (${plain(words)})` };
}

/** Names on a stick are a stranger's: nothing that a terminal or an editor would obey. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
