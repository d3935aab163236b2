import type { Clinic } from "../config/Clinic.ts";
import { findPerson } from "../oncall/onCall.ts";

/** Whoever closes or escalates a call at the box without being one of the people who are paged. */
export const FRONT_DESK = "front-desk";

/** As colleagues read it; an id that nobody has any more stays an id. */
export const personName = (clinic: Clinic, id: string): string =>
  id === FRONT_DESK ? "the front desk" : (findPerson(clinic, id)?.name ?? id);
