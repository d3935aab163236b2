/* @pure */
import { CHANGE_BOOK } from "../../../firmware/config/changeBook.ts";
import { fileWarning, PLAN_BOOK } from "../../../firmware/config/planBook.ts";
import { WAV_SAYS } from "../../../firmware/health/details/pagingDetails.ts";
import { SYSTEM_WORDS } from "../../../firmware/health/details/systemWords.ts";
import { translatorOf } from "../../../firmware/language/sentenceBook.ts";
import type { ChangeOutcome, ChangePlan, ChangeProgress } from "../api/changes.ts";

const inSpanish = translatorOf([
  ...[...Object.values(PLAN_BOOK), ...Object.values(CHANGE_BOOK), ...Object.values(WAV_SAYS)],
  ...SYSTEM_WORDS,
]);

type Refusal = ChangePlan["refusals"][number];

/** What each step opens or closes, and what speaks against it, in Spanish beside the English of root's hand. */
export function planInSpanish(plan: ChangePlan): ChangePlan {
  return {
    ...plan,
    steps: plan.steps.map((step) => {
      const [first = "", ...more] = step.words.split("; ");
      const spanish = more.map(inSpanish);
      // The first words are about the file, and the page has its own for them.
      return spanish.every((words) => words !== undefined) ? { ...step, es: [first, ...spanish].join("; ") } : step;
    }),
    refusals: plan.refusals.map(refusalInSpanish),
  };
}

function refusalInSpanish(refusal: Refusal): Refusal {
  if (refusal.es !== undefined) return refusal;
  const [what, cure] = [inSpanish(refusal.what), inSpanish(refusal.cure)];
  return what === undefined || cure === undefined ? refusal : { ...refusal, es: { what, cure } };
}

export function progressInSpanish(progress: ChangeProgress): ChangeProgress {
  const es = inSpanish(progress.words);
  return es === undefined ? progress : { ...progress, es };
}

/** How a change ended, in Spanish beside the English. */
export function outcomeInSpanish(outcome: ChangeOutcome): ChangeOutcome {
  switch (outcome.kind) {
    case "kept": {
      const { issues = [], ...kept } = outcome;
      const ofFile = new Map(issues.map(fileWarning).map(({ en, es }) => [en, es]));
      return { ...kept, es: kept.warnings.map((en) => ofFile.get(en) ?? inSpanish(en) ?? null) };
    }
    case "rolled-back": {
      const es = inSpanish(outcome.because);
      return es === undefined ? outcome : { ...outcome, es };
    }
    case "refused":
      return { ...outcome, refusals: outcome.refusals.map(refusalInSpanish) };
  }
}
