import type { Clinic, DutyOverride, Rotation, Weekday } from "../../firmware/config/Clinic.ts";
import { whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import { gapsBetween } from "../../firmware/oncall/segments.ts";
import { inZone, testClinic } from "../clinic/testClinic.ts";
import { measured, type Section } from "./report.ts";

const PEOPLE = 50;
const LAYERS = 10;
const OVERRIDES = 1_000;
const YEARS = 20;
const BAR_MS = 1;

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 10, 2);
const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

/** The same figures on every machine. */
function dice(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}

function rotationOf(layer: number): Rotation {
  const people = Array.from({ length: PEOPLE / LAYERS }, (_, n) => [`p${(layer - 1) * (PEOPLE / LAYERS) + n}`]);
  return {
    ...{ id: `layer-${layer}`, starts: "2026-11-02", people, layer, length: 1 + (layer % 3) },
    every: (["week", "day", "hour", "month"] as const)[(layer - 1) % 4]!,
    handoff: { weekday: 1, dayOfMonth: 31, time: "08:00" },
    // Only the lowest serves always: a question falls through several layers.
    during: layer === 1 ? [] : [{ days: WEEKDAYS.slice(layer % 3), holidays: false, from: "17:00", to: "23:00" }],
  };
}

function largeClinic(): Clinic {
  const roll = dice(4);
  const wall = (at: number): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");
  const overrides = Array.from({ length: OVERRIDES }, (): DutyOverride => {
    const from = FROM + roll(YEARS * 365) * DAY_MS;
    const person = roll(PEOPLE);
    const by = `p${(person + 1 + roll(PEOPLE - 1)) % PEOPLE}`;
    return { from: wall(from), to: wall(from + (1 + roll(14)) * DAY_MS), kind: "replace", person: `p${person}`, by };
  });
  const [model] = testClinic().people;
  const plain = testClinic().onCall;
  return inZone("America/Chicago", {
    people: Array.from({ length: PEOPLE }, (_, n) => ({ ...model!, id: `p${n}`, name: `Dr. ${n}` })),
    onCall: {
      ...plain,
      fallback: "p0",
      rotations: Array.from({ length: LAYERS }, (_, n) => rotationOf(n + 1)),
      overrides,
    },
  });
}

const timed = (work: () => unknown): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

/** Who is on call at any moment of 20 years: 50 people, 10 layers, 1,000 overrides. */
export async function onCallQuestions(questions: number): Promise<Section> {
  const clinic = largeClinic();
  const roll = dice(7);
  const anyMoment = (): number => FROM + roll(YEARS * 365 * 1440) * 60_000;
  const ready = timed(() => whoIsOnCall(clinic, FROM));
  const asked = Array.from({ length: questions }, () => {
    const at = anyMoment();
    return timed(() => whoIsOnCall(clinic, at));
  });
  const weeks = Array.from({ length: 10 }, (_, n) => {
    const from = FROM + n * 300 * DAY_MS;
    return timed(() => gapsBetween(clinic, from, from + 56 * DAY_MS));
  });
  return {
    title: "Who is on call",
    rows: [
      measured({
        name: `who is on call at any moment of ${YEARS} years`,
        values: asked,
        bar: { atMost: BAR_MS, of: "p99" },
        expected: questions,
      }),
      measured({ name: "a clinic file made ready to be asked", values: [ready] }),
      measured({ name: "gaps of 8 weeks", values: weeks }),
    ],
    notes: [
      `${PEOPLE} people, ${LAYERS} layers (hours to months, restricted to hours), ${OVERRIDES.toLocaleString("en")} overrides, ${questions.toLocaleString("en")} moments by lot, none warmed up:`,
      "the first question about a year also looks up that year's changes of the clocks.",
    ],
  };
}
