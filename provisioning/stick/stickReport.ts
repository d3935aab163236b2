/* @pure */
import type { Outcome } from "../change/Plan.ts";

export interface ReportFacts {
  readonly serial: string;
  readonly version: string;
  /** ISO 8601, by the box's clock. */
  readonly at: string;
}

const HEADLINES: Readonly<Record<Outcome["kind"], string>> = {
  kept: "DONE",
  "rolled-back": "NOT DONE: tried, and taken back",
  refused: "NOT DONE: refused",
};

/** What the technician reads on the stick: what came of it, why, and what to do. Lines end as Windows wants them. */
export function stickReport(outcome: Outcome, { serial, version, at }: ReportFacts): string {
  const lines = [
    `FirstRing ${version}, box ${serial}, ${at.replace("T", " ").slice(0, 19)} UTC by the box's clock`,
    "",
    HEADLINES[outcome.kind],
    "",
    outcome.words,
    ...more(outcome),
    "",
    "The stick may be pulled out.",
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

function more(outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case "kept":
      return outcome.warnings.map((warning) => `Note: ${warning}.`);
    case "rolled-back":
      return ["The box answers the telephone as it did before."];
    case "refused":
      return outcome.refusals.flatMap(({ code, cure }) => (cure === "" ? [] : [`What to do: ${cure} [${code}]`]));
  }
}
