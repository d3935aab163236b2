import { closeSync, fsyncSync, lstatSync, openSync, readdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { PresenceRecord } from "../../firmware/panel/presence.ts";
import { type PresenceOptions, tellPresence } from "./presence.ts";

/** For a box without a button: whoever can put a file on the card has it in the hand. */
export const CARD_FILE = "FIRSTRING-PRESENT.TXT";
/** Windows hides the ending of names and adds one of its own: `FIRSTRING-PRESENT.TXT.txt`, `firstring-present`. */
const CARD_NAMES = /^firstring-present(\.txt)*$/i;

export type CardPresence =
  | { readonly kind: "none" }
  | { readonly kind: "present"; readonly record: PresenceRecord }
  /** It is there and cannot be taken away: it would hold at every boot, so it does not count at all. */
  | { readonly kind: "refused"; readonly why: string };

/** Takes the file off the boot partition first, and only then tells that somebody is here: one file, one time. */
export function takeCardPresence(boot: string, options: PresenceOptions): CardPresence {
  try {
    const names = cardNames(boot);
    if (names.length === 0) return { kind: "none" };
    for (const path of names) {
      if (!lstatSync(path).isFile()) return { kind: "refused", why: `${path} is not a file` };
      unlinkSync(path);
    }
    syncDirectory(boot);
    const [left] = cardNames(boot);
    if (left !== undefined) return { kind: "refused", why: `${left} is still there after it was deleted` };
    return { kind: "present", record: tellPresence("card", options) };
  } catch (error) {
    return { kind: "refused", why: `${boot}: ${String(error)}` };
  }
}

function cardNames(boot: string): string[] {
  try {
    return readdirSync(boot)
      .filter((name) => CARD_NAMES.test(name))
      .map((name) => join(boot, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
