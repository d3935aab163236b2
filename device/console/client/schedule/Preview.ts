import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { DutyChangeWish, PreviewAnswer } from "../../api/duty.ts";
import { ApiProblem, post } from "../api.ts";
import { Broken, Loading, Notice } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { dutyWords, namesText, spanText } from "./dutyWords.ts";

const says = words({
  en: {
    title: "What this does",
    nothing: "This changes nothing: whoever is named has no duty then.",
    becomes: (before: string, after: string) => `${before} → ${after}`,
    gap: (who: string) => `Nobody has duty then. ${who} is paged, the fallback. Choose who stands in.`,
    told: "Told by SMS as soon as it is changed",
  },
  es: {
    title: "Qué hace esto",
    nothing: "Esto no cambia nada: quien se nombra no tiene guardia entonces.",
    becomes: (before: string, after: string) => `${before} → ${after}`,
    gap: (who: string) => `Entonces nadie tiene la guardia. Se avisa a ${who}, el sustituto. Elija a alguien.`,
    told: "Se avisa por SMS en cuanto se cambie",
  },
});

export interface Previewed {
  /** Of which wishes it is, as JSON. */
  readonly of: string;
  readonly answer?: PreviewAnswer;
  readonly problem?: ApiProblem;
}

/** Fields are changed faster than the box can be asked. */
const SETTLES_MS = 150;

/** What the box says that these wishes would do; undefined: it has not said so yet. */
export function usePreview(wishes: readonly DutyChangeWish[] | undefined): Previewed | undefined {
  const [seen, setSeen] = useState<Previewed>();
  const of = wishes === undefined ? "" : JSON.stringify(wishes);
  useEffect(() => {
    if (of === "") return;
    let current = true;
    const soon = setTimeout(() => {
      post<PreviewAnswer>("/duty/preview", { changes: JSON.parse(of) }).then(
        (answer) => current && setSeen({ of, answer }),
        (problem: unknown) => {
          if (!(problem instanceof ApiProblem)) throw problem;
          if (current) setSeen({ of, problem });
        },
      );
    }, SETTLES_MS);
    return () => {
      current = false;
      clearTimeout(soon);
    };
  }, [of]);
  return seen?.of === of ? seen : undefined;
}

export const makesGap = (seen: Previewed | undefined): boolean =>
  seen?.answer?.differences.some(({ newGap }) => newGap) ?? false;

export function Preview({ now, seen }: { readonly seen: Previewed | undefined; readonly now: number }): VNode {
  if (seen?.problem !== undefined) return html`<${Broken} problem=${seen.problem} />`;
  if (seen?.answer === undefined) return html`<${Loading} lines=${1} />`;
  const { differences, told } = seen.answer;
  return html`<section class="duty-preview" aria-live="polite"><h3>${says().title}</h3>
    ${
      differences.length === 0
        ? html`<${Notice} kind="warn" icon="warning">${says().nothing}<//>`
        : html`<ul role="list">${differences.map(
            ({ after, before, from, gap, newGap, to }) => html`<li key=${from}>
              <span class="soft">${spanText(from, to, now)}</span><br />${says().becomes(namesText(before), gap ? dutyWords().nobody : namesText(after))}
              ${newGap && html`<${Notice} kind="wrong" icon="warning">${says().gap(namesText(after))}<//>`}</li>`,
          )}</ul>`
    }
    ${told.length > 0 && html`<details><summary>${says().told}: ${namesText(told.map(({ person }) => person).filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at))}</summary><ul>${told.map(({ person, text }, at) => html`<li key=${at}><strong>${person.name}</strong>: <span lang="en">${text}</span></li>`)}</ul></details>`}
  </section>`;
}
