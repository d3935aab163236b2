import type { Script } from "../Script.ts";
import { dialogue } from "./dialogue.ts";

/**
 * Templates for kinds of practices: where to begin, not what to do. Review by your physician before going live. None of
 * them ranks complaints: they ask the caller, and whoever is not sure is put through.
 */
export const templates: ReadonlyMap<string, Script> = new Map(
  [
    // Review by your physician: general practice, all ages.
    dialogue({ template: "family-practice", askUrgency: "ask-urgency", askBirth: true }),
    // Review by your physician: the caller is a parent; the date of birth is the child's.
    dialogue({ template: "paediatrics", askUrgency: "ask-urgency-paediatrics", askBirth: true }),
    // Review by your physician: labor is named, because nobody in labor should have to think about which key is meant.
    dialogue({ template: "obstetrics", askUrgency: "ask-urgency-obstetrics", askBirth: true }),
    // Review by your dentist: a dental emergency is a matter of the same night; the name is enough to find the chart.
    dialogue({ template: "dental", askUrgency: "ask-urgency-dental", askBirth: false }),
  ].map((script) => [script.template, script]),
);
