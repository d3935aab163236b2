import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type GadgetIdentity, gadgetIdentity } from "./gadgetPlan.ts";

/** Of the board (Raspberry Pi), then of a PC's firmware, then of the installed system. */
const PLACES = ["/proc/device-tree/serial-number", "/sys/class/dmi/id/product_serial", "/etc/machine-id"];

/** The number on the label: letters and digits, at most 16; of the machine itself, so that a new card in it changes nothing. */
export function serialNumber(places: readonly string[] = PLACES): string {
  for (const place of places) {
    const text = readText(place).replace(/[^0-9A-Za-z]/g, "");
    // "0000…" and words such as "None" are what firmware says when nobody wrote a number.
    if (text.length >= 6 && !/^(0+|none|notspecified|tobefilledbyoem|systemserialnumber)$/i.test(text))
      return text.slice(-16);
  }
  return "unknown";
}

export const identityOf = (serial: string): GadgetIdentity =>
  gadgetIdentity(serial, createHash("sha256").update(`firstring ${serial}`).digest());

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
