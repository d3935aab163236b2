import { readFile, stat } from "node:fs/promises";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { isInstalled } from "../runtime/installation.ts";

/** Far above what is read as a clinic file, so that a wrong path to a disk image does not fill the memory. */
const LARGEST_READ_BYTES = 4 * 1024 * 1024;

/** The text of a clinic file. @throws ApplianceError CLINIC_FILE_UNREADABLE with what to do about it. */
export async function readClinicText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_READ_BYTES) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    return await readFile(file, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new ApplianceError("CLINIC_FILE_UNREADABLE", `the clinic file ${file} cannot be read (${code})`, {
      disposition: "operator",
      cure: CURES[code] ?? "Give the path of a clinic file that this user may read.",
      cause,
    });
  }
}

const EXAMPLE = isInstalled ? "/usr/share/doc/firstring/examples/clinic.yaml" : "provisioning/example/clinic.yaml";

const CURES: Readonly<Record<string, string>> = {
  ENOENT: `There is no such file: give its path, or copy ${EXAMPLE} and change it.`,
  EISDIR: "That is a folder: give the path of the file in it.",
  EACCES: "This user may not read it: change its permissions, or run as the user it belongs to.",
  EFBIG: "It is far too large for a clinic file: is it the right one?",
};
