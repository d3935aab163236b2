/* @pure */
import type { Outcome, Refusal } from "../change/Plan.ts";

/** Root's hand began, and never told how it ended. */
export interface NoOutcome {
  readonly kind: "unknown";
  readonly refusal: Refusal;
}

export interface ReportFacts {
  /** What root's hand says of the box; undefined when it says nothing. */
  readonly box: { readonly serial: string; readonly version: string } | undefined;
  /** ISO 8601, by the box's clock. */
  readonly at: string;
}

const HEADLINES: Readonly<Record<(Outcome | NoOutcome)["kind"], string>> = {
  kept: "DONE",
  "rolled-back": "NOT DONE: tried, and taken back",
  refused: "NOT DONE: refused",
  unknown: "NOT CLEAR WHETHER IT WAS DONE",
};

/** What the technician reads on the stick: what came of it, why, and what to do. Lines end as Windows wants them. */
export function stickReport(outcome: Outcome | NoOutcome, { box, at }: ReportFacts): string {
  const lines = [
    `FirstRing${box === undefined ? "" : ` ${box.version}, box ${box.serial}`}, ${at.replace("T", " ").slice(0, 19)} UTC by the box's clock`,
    "",
    HEADLINES[outcome.kind],
    "",
    outcome.kind === "unknown" ? `Nobody knows how it ended: ${outcome.refusal.what}.` : outcome.words,
    ...more(outcome),
    "",
    "The stick may be pulled out.",
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

function more(outcome: Outcome | NoOutcome): readonly string[] {
  switch (outcome.kind) {
    case "kept":
      return outcome.warnings.map((warning) => `Note: ${warning}.`);
    case "rolled-back":
      return ["The box answers the telephone as it did before."];
    case "refused":
      return outcome.refusals.flatMap(whatToDo);
    case "unknown":
      return whatToDo(outcome.refusal);
  }
}

const whatToDo = ({ code, cure }: Refusal): readonly string[] => (cure === "" ? [] : [`What to do: ${cure} [${code}]`]);
