import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Choice } from "../components/Choices.ts";
import { Button } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { AddNamed } from "./AddNamed.ts";
import { Digest } from "./Digest.ts";
import { at, issuesAt, issuesIn, listAt, type Path, textAt } from "./draft.ts";
import { forEscalation, moveStep, OWN } from "./escalationEdits.ts";
import { type Bound, ChooseIn, Line, mayEdit, remove, SomeIn, set, TextIn } from "./fields.ts";
import { Ordered } from "./Ordered.ts";
import { Routes } from "./Routes.ts";
import { Told } from "./Told.ts";
import { peopleIn, targetsIn, wayChoices } from "./targets.ts";

const says = words({
  en: {
    lead: "Who is paged when, until somebody takes the message. Times are counted from the moment the call was known to be urgent.",
    urgent: "Urgent calls",
    routine: "Calls that can wait",
    routineNone: "Nobody is paged: they wait for the morning.",
    policy: (name: string) => `Policy ${name}`,
    step: (n: number) => `Step ${n}`,
    stepNamed: (n: number) => `step ${n}`,
    addPolicy: "Add a policy of your own",
    policyHelp: "A policy of your own is for the calls that a line of “Which calls go where” leads to it.",
    takePolicy: (name: string) => `Remove the policy ${name}`,
    usual:
      "This file leaves it to the box: whoever is on call, again after a minute, everyone after five minutes until somebody takes it.",
    after: "After",
    afterHelp: "Such as 60s or 5m.",
    notify: "Who",
    by: "How",
    repeat: "Again",
    once: "Once",
    untilTaken: "Until somebody takes it",
    times: (n: string) => `${n} more times`,
    every: "Every",
    add: "Add a step",
    ack: "Taken, but not closed for so long: page again",
    fallback: "Paged when nobody else is on call",
  },
  es: {
    lead: "A quién se avisa y cuándo, hasta que alguien toma el mensaje. El tiempo cuenta desde que se supo que la llamada era urgente.",
    urgent: "Llamadas urgentes",
    routine: "Llamadas que pueden esperar",
    routineNone: "No se avisa a nadie: esperan a la mañana.",
    policy: (name: string) => `Regla ${name}`,
    step: (n: number) => `Paso ${n}`,
    stepNamed: (n: number) => `el paso ${n}`,
    addPolicy: "Añadir una regla propia",
    policyHelp: "Una regla propia es para las llamadas que una línea de «Qué llamadas van adónde» lleva a ella.",
    takePolicy: (name: string) => `Quitar la regla ${name}`,
    usual:
      "Este archivo lo deja al equipo: quien está de guardia, de nuevo al minuto, todos a los cinco minutos hasta que alguien lo tome.",
    after: "A los",
    afterHelp: "Como 60s o 5m.",
    notify: "A quién",
    by: "Cómo",
    repeat: "De nuevo",
    once: "Una vez",
    untilTaken: "Hasta que alguien lo tome",
    times: (n: string) => `${n} veces más`,
    every: "Cada",
    add: "Añadir un paso",
    ack: "Tomado pero no cerrado en este tiempo: avisar de nuevo",
    fallback: "A quién se avisa cuando nadie más está de guardia",
  },
});

/** Who is paged when: every policy of the clinic, and which calls get which. */
export function Policies(bound: Bound): VNode {
  const { edit, shown } = bound;
  const [adding, setAdding] = useState(false);
  const own = Object.keys((at(shown.value, ["escalation", "policies"]) as object | undefined) ?? {});
  const add = (name: string): unknown =>
    edit(...forEscalation(shown.value, set(["escalation", "policies", name], OWN)));
  return html`<p class="lead">${says().lead}</p>
    <${Policy} ...${bound} path=${["escalation", "urgent"]} title=${says().urgent} none=${says().usual} />
    <${Policy} ...${bound} path=${["escalation", "routine"]} title=${says().routine} none=${says().routineNone} />
    ${own.map((name) => html`<${Policy} key=${name} ...${bound} path=${["escalation", "policies", name]} title=${says().policy(name)} take=${says().takePolicy(name)} />`)}
    ${mayEdit(bound) && html`<section><p class="help">${says().policyHelp}</p><${Button} icon="plus" onClick=${() => setAdding(true)}>${says().addPolicy}<//></section>`}
    ${adding && html`<${AddNamed} title=${says().addPolicy} taken=${["urgent", "routine", ...own]} onName=${add} onClose=${() => setAdding(false)} />`}
    <${Routes} ...${bound} policies=${own} />
    <section><${TextIn} ...${bound} path=${["escalation", "ackExpires"]} label=${says().ack} help=${says().afterHelp} usual="30m" />
      <${ChooseIn} ...${bound} path=${["onCall", "fallback"]} label=${says().fallback} usual="" choices=${peopleIn(shown.value)} /></section>
    <${Digest} ...${bound} />`;
}

interface PolicyProps extends Bound {
  readonly path: Path;
  readonly title: string;
  readonly none?: string;
  /** How the button is called that takes all of it away. */
  readonly take?: string;
}

function Policy({ none, path, take, title, ...bound }: PolicyProps): VNode {
  const { edit, shown } = bound;
  const steps = listAt(shown.value, path);
  const can = mayEdit(bound);
  const fresh = { after: "5m", notify: "on-call", by: ["sms", "call"] };
  const times = steps.map((step) => textAt(step, ["after"]));
  const entries = steps.map((_, index) => ({
    key: index,
    name: says().stepNamed(index + 1),
    head: html`<h3>${says().step(index + 1)}</h3>`,
    body: html`<${Step} ...${bound} here=${[...path, index]} />`,
  }));
  return html`<section><div class="head"><h2>${title}</h2>${take !== undefined && can && html`<${Button} kind="quiet" icon="close" label=${take} onClick=${() => edit(remove(path))} />`}</div>
    ${steps.length === 0 && none !== undefined && html`<p class="soft">${none}</p>`}
    <${Told} issues=${issuesAt(shown.issues, path)} />
    <${Ordered} class="cards" entries=${entries} can=${can} onMove=${(from: number, to: number) => edit(...moveStep(path, times, from, to))} onRemove=${(index: number) => edit(remove([...path, index]))} />
    ${can && html`<${Button} icon="plus" onClick=${() => edit(set([...path, steps.length], fresh))}>${says().add}<//>`}
  </section>`;
}

function Step({ here, ...bound }: Bound & { readonly here: Path }): VNode {
  const { edit, shown } = bound;
  const repeat = textAt(shown.value, [...here, "repeat"]);
  const repeats: Choice[] = [
    { value: "", text: says().once },
    { value: "until-taken", text: says().untilTaken },
    ...(/^\d+$/.test(repeat) ? [{ value: repeat, text: says().times(repeat) }] : []),
  ];
  const about = issuesIn(shown.issues, here).filter((issue) => !/\.(notify|by)$/.test(issue.path));
  return html`<div class="beside">
      <${Line} label=${says().after} help=${says().afterHelp} value=${textAt(shown.value, [...here, "after"], "0s")} onKept=${(text: string) => edit(text === "" ? remove([...here, "after"]) : set([...here, "after"], text))} />
      <${ChooseIn} ...${bound} path=${[...here, "notify"]} label=${says().notify} usual="on-call" choices=${targetsIn(shown.value)} /></div>
    <${SomeIn} ...${bound} path=${[...here, "by"]} label=${says().by} usual=${[]} choices=${wayChoices()} />
    <div class="beside"><${ChooseIn} ...${bound} path=${[...here, "repeat"]} label=${says().repeat} usual="" choices=${repeats} />
      ${repeat !== "" && html`<${TextIn} ...${bound} path=${[...here, "every"]} label=${says().every} help=${says().afterHelp} optional />`}</div>
    <${Told} issues=${about} />`;
}
