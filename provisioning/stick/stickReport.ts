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
    headline(outcome),
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

/** A stick that was left in is read again at the next start of the box: whoever comes then must not learn that nothing was done. */
export const isDoneBefore = (outcome: Outcome | NoOutcome): boolean =>
  outcome.kind === "refused" && outcome.refusals.every(({ code }) => code === "BUNDLE_TAKEN");

const headline = (outcome: Outcome | NoOutcome): string =>
  isDoneBefore(outcome) ? "DONE BEFORE: there is nothing new on this stick" : HEADLINES[outcome.kind];

const whatToDo = ({ code, cure }: Refusal): readonly string[] => (cure === "" ? [] : [`What to do: ${cure} [${code}]`]);
