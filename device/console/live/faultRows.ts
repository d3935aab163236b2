/* @pure */
import { withoutNumbers } from "../../../firmware/health/withoutNumbers.ts";
import type { ApplianceStatus } from "../../control/ApplianceStatus.ts";
import type { PastFault } from "../../health/Fault.ts";
import { declaredOf } from "../../health/faultInWords.ts";
import type { FaultRow } from "../api/live.ts";
import type { WordsLanguage } from "../messages/timelineWords.ts";
import { detailInSpanish } from "./detailInSpanish.ts";
import { FAULTS_IN_SPANISH } from "./faultsInSpanish.ts";

/** There now: what has lasted and calls a person, urgent ones first; what another one explains comes last. */
export const faultsNow = (faults: ApplianceStatus["faults"], language: WordsLanguage): readonly FaultRow[] =>
  faults
    .map(({ code, detail, explainedBy, since, where }) => ({
      ...inWords(code, language),
      ...{ code, where, since },
      ...detailIn(withoutNumbers(detail), language),
      ...(explainedBy === undefined ? {} : { explainedBy }),
    }))
    .toSorted((a, b) => weight(a) - weight(b) || a.since - b.since);

/** Newest first. */
export const faultsBefore = (past: readonly PastFault[], language: WordsLanguage): readonly FaultRow[] =>
  past
    .filter(({ until }) => until !== undefined)
    .map(({ code, detail, since, until, where }) => ({
      ...inWords(code, language),
      ...{ code, where, since },
      ...detailIn(withoutNumbers(detail), language),
      ...(until === undefined ? {} : { until }),
    }))
    .toReversed();

/** What systems and other programs say has no Spanish. */
function detailIn(detail: string, language: WordsLanguage): Pick<FaultRow, "detail" | "detailLanguage"> {
  const spanish = language === "es" ? detailInSpanish(detail) : undefined;
  return spanish === undefined ? { detail, detailLanguage: "en" } : { detail: spanish, detailLanguage: "es" };
}

const weight = ({ explainedBy, severity }: Pick<FaultRow, "explainedBy" | "severity">): number =>
  explainedBy !== undefined ? 2 : severity === "urgent" ? 0 : 1;

function inWords(
  code: string,
  language: WordsLanguage,
): Pick<FaultRow, "number" | "severity" | "title" | "means" | "cure"> {
  const declared = declaredOf(code);
  return language === "es" ? { ...declared, ...FAULTS_IN_SPANISH[code] } : declared;
}
