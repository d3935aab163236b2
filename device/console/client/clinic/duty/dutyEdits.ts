/* @pure */
import type { ClinicEdit } from "../../../api/clinic.ts";
import { addDays, weekdayOf } from "../../schedule/days.ts";
import { type Every, handoffFor } from "./handoff.ts";

// What the forms of duty write into the clinic file.

export type Path = readonly (string | number)[];
type Json = Extract<ClinicEdit, { do: "set" }>["value"];

const set = (path: Path, value: unknown): ClinicEdit => ({ do: "set", path: [...path], value: value as Json });

/** Another measure needs another handoff: `mon 08:00` says nothing to a month. */
export const everyEdits = (rotation: Path, every: Every, handoff: string): readonly ClinicEdit[] => [
  set([...rotation, "every"], every),
  set([...rotation, "handoff"], handoffFor(every, handoff)),
];

/** One after the other by the week, from the next Monday on. */
export const freshRotation = (people: readonly string[], today: string): object => ({
  ...{ every: "week", handoff: "mon 08:00" },
  starts: addDays(today, (8 - weekdayOf(today)) % 7),
  people: [...people],
});

/** A turn is one person's, or several people's at once; of one alone the file has no list. */
export const turnValue = (people: readonly string[]): string | readonly string[] =>
  people.length === 1 ? people[0]! : people;

/** Whose turn it is. */
export const turnOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : typeof value === "string" ? [value] : [];

/** Who comes next: somebody who has no turn yet, else whoever has the first. */
export function nextTurn(turns: readonly unknown[], people: readonly string[]): string {
  const there = new Set(turns.flatMap(turnOf));
  return people.find((id) => !there.has(id)) ?? turnOf(turns[0])[0] ?? people[0] ?? "";
}

/** The same order, begun so many places later: by moves, so that comments stay beside whom they are about. */
export const turnList = (people: Path, places: number, length: number): readonly ClinicEdit[] => {
  const toLeft = places <= length / 2;
  const move: ClinicEdit = {
    do: "move",
    path: [...people],
    from: toLeft ? 0 : length - 1,
    to: toLeft ? length - 1 : 0,
  };
  return Array.from({ length: toLeft ? places : length - places }, () => move);
};

/** How often an escalation of the file pages a target, such as `rotation:doctors`. */
export function usesOf(file: unknown, target: string): number {
  if (typeof file !== "object" || file === null) return 0;
  if (!Array.isArray(file) && (file as { notify?: unknown }).notify === target) return 1;
  return Object.values(file).reduce<number>((sum, inner) => sum + usesOf(inner, target), 0);
}
