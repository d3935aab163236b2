import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";

/** The rehearsal clinic (Chen and Patel weekly from Monday 08:00, Okafor the fallback), with parts of it replaced. */
export function testClinic(change: Partial<Clinic> = {}): Clinic {
  const path = new URL("../../provisioning/rehearsal/clinic.yaml", import.meta.url);
  const result = readClinicFile(readFileSync(path, "utf8"));
  assert(result.ok, "the rehearsal clinic is in order");
  return { ...result.clinic, ...change };
}

/** The same clinic in another place. */
export const inZone = (timezone: string, change: Partial<Clinic> = {}): Clinic => {
  const clinic = testClinic(change);
  return { ...clinic, clinic: { ...clinic.clinic, timezone } };
};
