import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMap, isSeq, parseDocument } from "yaml";

const FILE = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "provisioning/rehearsal/clinic.yaml");

/** The rehearsal clinic's file with the emulators' ports in place of its own, everything else as a clinic would write it. */
export function rehearsalClinicText(ports: Readonly<Record<string, string>>): string {
  const document = parseDocument(readFileSync(FILE, "utf8"));
  const lines = document.get("lines");
  if (!isSeq(lines)) throw new Error(`${FILE} has no list of lines`);
  for (const line of lines.items) {
    const port = isMap(line) ? ports[String(line.get("id"))] : undefined;
    if (isMap(line) && port !== undefined) line.set("port", port);
  }
  return document.toString();
}
