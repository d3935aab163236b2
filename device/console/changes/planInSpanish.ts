/* @pure */
import { PLAN_BOOK } from "../../../firmware/config/planBook.ts";
import { translatorOf } from "../../../firmware/language/sentenceBook.ts";
import type { ChangePlan } from "../api/changes.ts";

const inSpanish = translatorOf(Object.values(PLAN_BOOK));

/** What each step opens or closes, and what speaks against it, in Spanish beside the English of root's hand. */
export function withSpanish(plan: ChangePlan): ChangePlan {
  return {
    ...plan,
    steps: plan.steps.map((step) => {
      const [first = "", ...more] = step.words.split("; ");
      const spanish = more.map(inSpanish);
      // The first words are about the file, and the page has its own for them.
      return spanish.every((words) => words !== undefined) ? { ...step, es: [first, ...spanish].join("; ") } : step;
    }),
    refusals: plan.refusals.map((refusal) => {
      const [what, cure] = [inSpanish(refusal.what), inSpanish(refusal.cure)];
      return what === undefined || cure === undefined ? refusal : { ...refusal, es: { what, cure } };
    }),
  };
}
