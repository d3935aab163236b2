// The program of the short-lived process that reads a clinic file for the daemon (readClinicInChild.ts). The text comes and
// the clinic goes over the IPC channel: secrets are in it, which must not be on a command line.

import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { resolveSecret } from "../runtime/resolveSecret.ts";

process.once("message", (text: string) => {
  process.send?.(readClinicFile(text, { resolveSecret }), () => process.disconnect());
});
