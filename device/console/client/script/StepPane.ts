import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ClinicAnswer, ScriptStepView, ScriptView, ScriptWay } from "../../api/clinic.ts";
import { issueWords, textAt } from "../clinic/draft.ts";
import type { Bound } from "../clinic/fields.ts";
import { Line, remove } from "../clinic/fields.ts";
import { Button, CheckField, SelectField } from "../components/controls.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { Sentence } from "./Sentence.ts";
import { canSay, keysOf, laterEdits, ownStep, scriptSays, setKeys, setSays, setWay } from "./stepEdits.ts";
import { doesText, kindText, urgencyText, wayText } from "./wayWords.ts";

const says = words({
  en: {
    heard: "What callers hear",
    silent: "Nothing.",
    add: "Say also",
    choose: "Choose a sentence …",
    ways: "Where it leads",
    end: "The call ends here.",
    zero: "0 leads to",
    key: "Another key",
    keyAdd: "Add the key",
    keyTake: (key: string) => `Take key ${key} away`,
    waits: "How long it waits",
    tries: "Tries",
    triesHelp: "Silences and wrong keys together; then it goes on, urgent.",
    wait: "Seconds for an answer",
    longest: "Longest recording, seconds",
    review: "Callers may hear it, and record it again",
    urgency: "The call is, from here on",
    asBefore: "as it was",
    urgent: "urgent",
    routine: "not urgent",
    own: "the clinic's own",
    template: "from the template",
    back: "Back to the template's step",
    later: "Ask this one step later",
    close: "Close the step",
  },
  es: {
    heard: "Lo que oyen los que llaman",
    silent: "Nada.",
    add: "Decir también",
    choose: "Elija una frase …",
    ways: "Adónde lleva",
    end: "Aquí termina la llamada.",
    zero: "El 0 lleva a",
    key: "Otra tecla",
    keyAdd: "Añadir la tecla",
    keyTake: (key: string) => `Quitar la tecla ${key}`,
    waits: "Cuánto espera",
    tries: "Intentos",
    triesHelp: "Silencios y teclas equivocadas juntos; después sigue, como urgente.",
    wait: "Segundos para contestar",
    longest: "Grabación más larga, segundos",
    review: "Se puede escuchar y volver a grabar",
    urgency: "Desde aquí la llamada es",
    asBefore: "como era",
    urgent: "urgente",
    routine: "no urgente",
    own: "propio de la clínica",
    template: "de la plantilla",
    back: "Volver al paso de la plantilla",
    later: "Preguntarlo un paso después",
    close: "Cerrar el paso",
  },
});

interface StepPaneProps extends Bound {
  readonly step: ScriptStepView;
  readonly script: ScriptView;
  readonly language: string;
  readonly sayable: ClinicAnswer["sayable"];
  readonly hrefOf: (step: string) => string;
  readonly close: string;
}

/** One step: what is said in it, where each answer leads, how long it waits; each can be changed. */
export function StepPane(props: StepPaneProps): VNode {
  const { close, edit, script, step } = props;
  const later = laterEdits(script, step);
  return html`<aside class="step-pane card" aria-label=${kindText(step)}>
    <div class="head"><h2>${kindText(step)}</h2><a class="button quiet icon-only" href=${close} aria-label=${says().close} title=${says().close}><span aria-hidden="true">×</span></a></div>
    <p class="soft"><code>${step.id}</code> · ${step.own ? says().own : says().template}
      ${step.urgency !== undefined && html` <span class=${classes("pill", step.urgency)}>${urgencyText(step)}</span>`}</p>
    ${doesText(step) !== undefined && html`<p>${doesText(step)}</p>`}
    <${Said} ...${props} />
    <${Ways} ...${props} />
    ${may("clinic.change") && html`<${Waits} ...${props} />`}
    ${
      may("clinic.change") &&
      html`<div class="acts">
      ${later !== undefined && html`<${Button} onClick=${() => edit(...later)}>${says().later}<//>`}
      ${step.own && script.template !== "own" && html`<${Button} icon="undo" onClick=${() => edit(remove(["script", "steps", step.id]))}>${says().back}<//>`}</div>`
    }
  </aside>`;
}

function Said({ edit, language, sayable, shown, step }: StepPaneProps): VNode {
  const said = scriptSays(step);
  const change = (ids: readonly string[]): void => void edit(setSays(step, ids));
  const move = (at: number, by: -1 | 1): void => change(moved(said, at, at + by));
  const own = Object.keys((shown.value as { script?: { prompts?: object } } | null)?.script?.prompts ?? {});
  const choices = [...new Set([...own, ...sayable])].map((id) => ({ value: id, text: id }));
  const least = step.kind === "menu" || step.kind === "record" ? 1 : 0;
  return html`<h3>${says().heard}</h3>
    ${step.says.length === 0 && html`<p class="soft">${says().silent}</p>`}
    <ul role="list" class="sentences">${step.says.map((sentence, at) =>
      sentence.fixed
        ? html`<${Sentence} key=${`fixed ${sentence.id}`} sentence=${sentence} language=${language} edit=${edit} />`
        : html`<${Sentence} key=${sentence.id} sentence=${sentence} language=${language} edit=${edit} first=${at === 0} last=${at === said.length - 1}
          onMove=${said.length > 1 ? (by: -1 | 1) => move(at, by) : undefined} onTake=${said.length > least ? () => change(said.filter((_, other) => other !== at)) : undefined} />`,
    )}</ul>
    ${
      may("clinic.change") &&
      canSay(step) &&
      html`<${SelectField} label=${says().add} value="" choices=${[{ value: "", text: says().choose }, ...choices]}
      onValue=${(id: string) => id !== "" && change([...said, id])} />`
    }`;
}

function Ways({ edit, hrefOf, script, step }: StepPaneProps): VNode {
  const steps = script.steps.map((one) => ({ value: one.id, text: `${one.id}: ${kindText(one)}` }));
  const [key, setKey] = useState("");
  const free = [..."123456789*#"].filter((one) => !(one in keysOf(step)));
  const addKey = (): void => {
    void edit(setKeys(step, { ...keysOf(step), [key || free[0]!]: script.escape }));
    setKey("");
  };
  const takeKey = ({ key: gone }: Extract<ScriptWay, { how: "key" }>): void =>
    void edit(setKeys(step, Object.fromEntries(Object.entries(keysOf(step)).filter(([one]) => one !== gone))));
  return html`<h3>${says().ways}</h3>
    ${step.ways.length === 0 && html`<p class="soft">${says().end}</p>`}
    <ul role="list">${step.ways.map((way) => {
      const label = wayText(way);
      return html`<li key=${label} class="line way">${
        may("clinic.change")
          ? html`<${SelectField} label=${label} value=${way.to} choices=${steps} onValue=${(to: string) => edit(setWay(step, way, to))} />
          <a class="button quiet icon-only" href=${hrefOf(way.to)} aria-label=${`${label}: ${way.to}`}><span aria-hidden="true">→</span></a>
          ${way.how === "key" && html`<${Button} kind="quiet" icon="close" label=${says().keyTake(way.key)} onClick=${() => takeKey(way)} />`}`
          : html`${label} → <a href=${hrefOf(way.to)}>${way.to}</a>`
      }</li>`;
    })}</ul>
    ${
      step.kind === "menu" &&
      may("clinic.change") &&
      free.length > 0 &&
      html`<div class="line"><${SelectField} label=${says().key} value=${key || free[0]!} choices=${free.map((value) => ({ value, text: value }))} onValue=${setKey} /><${Button} icon="plus" onClick=${addKey}>${says().keyAdd}<//></div>`
    }
    ${step.kind !== "end" && html`<p class="soft">${says().zero} <a href=${hrefOf(script.escape)}>${script.escape}</a>.</p>`}`;
}

function Waits({ edit, shown, step }: StepPaneProps): VNode {
  const number = (field: string, write: (n: number) => unknown) => (typed: string) =>
    void edit(ownStep(step.id, { [field]: /^\d+$/.test(typed) ? write(Number(typed)) : typed === "" ? null : typed }));
  const seconds = (n: number): string => `${n}s`;
  const wrong = (field: string): string | undefined => {
    const issue = shown.issues.find(({ path }) => path === `script.steps.${step.id}.${field}`);
    return issue && issueWords(issue).what;
  };
  return html`${
    step.tries !== undefined &&
    html`<h3>${says().waits}</h3><div class="line">
    <${Line} label=${says().tries} help=${says().triesHelp} value=${String(step.tries)} wrong=${wrong("tries")} numeric onKept=${number("tries", (n) => n)} />
    <${Line} label=${says().wait} value=${String(step.waitS)} wrong=${wrong("wait")} numeric onKept=${number("wait", seconds)} />
    ${step.longestS !== undefined && html`<${Line} label=${says().longest} value=${String(step.longestS)} wrong=${wrong("longest")} numeric onKept=${number("longest", seconds)} />`}</div>`
  }
  ${step.review !== undefined && html`<${CheckField} label=${says().review} checked=${step.review} onValue=${(on: boolean) => edit(ownStep(step.id, { review: on ? null : false }))} />`}
  <${SelectField} label=${says().urgency} value=${step.urgency ?? ""} choices=${[
    { value: "", text: says().asBefore },
    { value: "urgent", text: says().urgent },
    { value: "routine", text: says().routine },
  ]} onValue=${(urgency: string) => edit(ownStep(step.id, { urgency: urgency === "" ? null : urgency, ...(urgency === "" ? { because: null } : { because: textAt(shown.value, ["script", "steps", step.id, "because"], "caller") }) }))} />`;
}

function moved(list: readonly string[], from: number, to: number): readonly string[] {
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)];
}
