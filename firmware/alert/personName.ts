import type { Clinic } from "../config/Clinic.ts";
import { FRONT_DESK } from "../oncall/Duty.ts";
import { findPerson } from "../oncall/onCall.ts";

export { FRONT_DESK };

/** As colleagues read it; an id that nobody has any more stays an id. */
export const personName = (clinic: Clinic, id: string): string =>
  id === FRONT_DESK ? "the front desk" : (findPerson(clinic, id)?.name ?? id);
