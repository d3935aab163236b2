/* @pure */
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { Refusal } from "./Plan.ts";

const KNOWN: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ["the disk of the box is full", "Make room on it (firstring doctor says what takes it up), then try again."],
  EDQUOT: ["the disk of the box is full", "Make room on it, then try again."],
  EROFS: ["the disk of the box can only be read", "The card may be worn out: firstring doctor says more."],
  EIO: ["the disk of the box does not take it", "The card may be worn out: replace it, and restore the backup."],
  EACCES: ["root's hand may not write there", "Report it: the unit's rights are too narrow."],
  EPERM: ["root's hand may not write there", "Report it: the unit's rights are too narrow."],
};

/** Whatever went wrong while files were written, for a person. */
export function diskTrouble(error: unknown): Refusal {
  if (isApplianceError(error)) return { code: error.code, what: error.message, cure: error.cure };
  const code = String((error as NodeJS.ErrnoException).code ?? "UNEXPECTED");
  const [what, cure] = KNOWN[code] ?? [
    `something unexpected happened (${error instanceof Error ? error.message : String(error)})`,
    "Please report it with the output of firstring doctor.",
  ];
  return { code, what, cure };
}
