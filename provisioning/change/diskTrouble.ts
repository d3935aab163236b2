/* @pure */
import { changeSays } from "../../firmware/config/changeBook.ts";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { errorText } from "../../firmware/health/errorText.ts";
import type { Refusal } from "./Plan.ts";

const KNOWN: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: [changeSays.diskFull(), changeSays.makeRoomDoctor()],
  EDQUOT: [changeSays.diskFull(), changeSays.makeRoom()],
  EROFS: [changeSays.diskReadOnly(), changeSays.wornOut()],
  EIO: [changeSays.diskRefuses(), changeSays.replaceCard()],
  EACCES: [changeSays.mayNotWrite(), changeSays.rightsNarrow()],
  EPERM: [changeSays.mayNotWrite(), changeSays.rightsNarrow()],
};

/** Whatever went wrong while files were written, for a person. */
export function diskTrouble(error: unknown): Refusal {
  if (isApplianceError(error)) return { code: error.code, what: error.message, cure: error.cure };
  const code = String((error as NodeJS.ErrnoException).code ?? "UNEXPECTED");
  const [what, cure] = KNOWN[code] ?? [changeSays.unexpected({ text: errorText(error) }), changeSays.report()];
  return { code, what, cure };
}
