import type { Clinic, EscalationTarget, Person } from "../config/Clinic.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import { scheduleOf } from "./scheduleOf.ts";

/**
 * Everybody whom these targets could mean at any time: all who have, cover or take over duty of what they name, and the fallback,
 * who is paged when a schedule gives nobody. Whom to page while nobody knows what time it is (T11). In the order of `people`.
 */
export function everyoneMeant(
  clinic: Clinic,
  targets: readonly EscalationTarget[],
  options: OnCallOptions = {},
): readonly Person[] {
  const meant = new Set(targets.flatMap((target) => meantBy(clinic, target, options)));
  return clinic.people.filter(({ id }) => meant.has(id));
}

function meantBy(clinic: Clinic, target: EscalationTarget, options: OnCallOptions): readonly string[] {
  const { onCall, people } = clinic;
  switch (target.kind) {
    case "everyone":
      return people.map(({ id }) => id);
    case "person":
      return [target.id];
    case "group":
      return onCall.groups.find(({ id }) => id === target.id)?.people ?? [];
    case "on-call":
      return [
        ...scheduled(clinic, options),
        ...onCall.calendars.flatMap((calendar) => Object.values(calendar.people)),
        ...standIns(clinic, options),
        onCall.fallback,
      ];
    case "rotation":
      return [...scheduled(clinic, options, target.id), ...standIns(clinic, options, target.id), onCall.fallback];
  }
}

/** Who has turns. A temporary schedule takes the place of every rotation. */
function scheduled(clinic: Clinic, options: OnCallOptions, rotation?: string): readonly string[] {
  const { sources } = scheduleOf(clinic, options);
  return [
    ...sources
      .filter(({ kind, id }) => rotation === undefined || (kind === "rotation" && id === rotation))
      .flatMap(({ everybody }) => everybody),
    ...clinic.onCall.temporary.flatMap(({ shifts }) => shifts.flatMap(({ people }) => people)),
  ];
}

function standIns({ onCall }: Clinic, { duties = [] }: OnCallOptions, rotation?: string): readonly string[] {
  return [
    ...onCall.absences.flatMap(({ cover }) => cover ?? []),
    ...[...onCall.overrides, ...duties.filter(({ withdrawnAt }) => withdrawnAt === undefined)]
      .filter((change) => rotation === undefined || change.rotation === undefined || change.rotation === rotation)
      .flatMap(({ kind, person, by }) => (kind === "add" ? [person] : (by ?? []))),
  ];
}
