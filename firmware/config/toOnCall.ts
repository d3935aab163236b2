import type { CalendarSource, DutyOverride, DutyWindow, OnCall, Rotation, WallSpan } from "./Clinic.ts";
import { readDutyDays, readHandoff } from "./civilText.ts";
import type { ClinicFileContent } from "./clinicFileSchema.ts";

type Content = ClinicFileContent["onCall"];

/** `onCall:` of a file without mistakes, as the appliance uses it. */
export function toOnCall(content: Content): OnCall {
  return {
    fallback: content.fallback,
    rotations: content.rotations.map(rotationOf),
    rules: content.rules.map((rule) => ({ ...windowOf(rule), id: rule.id, people: rule.people, layer: rule.layer })),
    overrides: content.overrides.map(overrideOf),
    absences: content.absences.map(({ cover, ...rest }) => (cover === undefined ? rest : { ...rest, cover })),
    temporary: content.temporary,
    calendars: content.calendars.map(calendarOf),
    groups: content.groups,
  };
}

function rotationOf(rotation: Content["rotations"][number]): Rotation {
  const { id, every, length, starts, ends, layer } = rotation;
  return {
    ...{ id, every, length, starts, layer },
    handoff: readHandoff(rotation.handoff) ?? { time: "08:00" },
    ...(ends === undefined ? {} : { ends }),
    people: rotation.people.map((entry) => (typeof entry === "string" ? [entry] : entry)),
    during: rotation.during?.map(windowOf) ?? [],
  };
}

const windowOf = ({ days, from, to }: { days: string; from: string; to: string }): DutyWindow => ({
  ...(readDutyDays(days) ?? { days: [], holidays: false }),
  from,
  to,
});

function overrideOf(override: Content["overrides"][number]): DutyOverride {
  const { from, to, rotation } = override;
  const span: WallSpan & { rotation?: string } = { from, to, ...(rotation === undefined ? {} : { rotation }) };
  if (override.add !== undefined) return { ...span, kind: "add", person: override.add };
  if (override.remove !== undefined) return { ...span, kind: "remove", person: override.remove };
  // The check insists on both.
  return { ...span, kind: "replace", person: override.replace ?? "", by: override.with ?? "" };
}

function calendarOf({ id, layer, people, file, url }: Content["calendars"][number]): CalendarSource {
  return url === undefined ? { id, layer, people, file: file ?? "" } : { id, layer, people, url };
}
