import { closeSync, existsSync, fsyncSync, lstatSync, openSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { PresenceRecord } from "../../firmware/panel/presence.ts";
import { type PresenceOptions, tellPresence } from "./presence.ts";

/** For a box without a button: whoever can put a file on the card has it in the hand. */
export const CARD_FILE = "FIRSTRING-PRESENT.TXT";

export type CardPresence =
  | { readonly kind: "none" }
  | { readonly kind: "present"; readonly record: PresenceRecord }
  /** It is there and cannot be taken away: it would hold at every boot, so it does not count at all. */
  | { readonly kind: "refused"; readonly why: string };

/** Takes the file off the boot partition first, and only then tells that somebody is here: one file, one time. */
export function takeCardPresence(boot: string, options: PresenceOptions): CardPresence {
  const path = join(boot, CARD_FILE);
  if (!existsSync(path)) return { kind: "none" };
  try {
    if (!lstatSync(path).isFile()) return { kind: "refused", why: `${path} is not a file` };
    unlinkSync(path);
    syncDirectory(boot);
    if (existsSync(path)) return { kind: "refused", why: `${path} is still there after it was deleted` };
    return { kind: "present", record: tellPresence("card", options) };
  } catch (error) {
    return { kind: "refused", why: `${path}: ${String(error)}` };
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
