import type { VNode } from "preact";
import type { ClinicEdit } from "../../api/clinic.ts";
import { Button, type Choice } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { at, issuesIn, issueText, listAt, type Path, textAt } from "./draft.ts";
import { type Bound, ChooseIn, Line, remove, SomeIn, set, TextIn } from "./fields.ts";

const says = words({
  en: {
    lead: "Who is paged when, until somebody takes the message. Times are counted from the moment the call was known to be urgent.",
    urgent: "Urgent calls",
    routine: "Calls that can wait",
    routineNone: "Nobody is paged: they wait for the morning.",
    policy: (name: string) => `Policy ${name}`,
    step: (n: number) => `Step ${n}`,
    after: "After",
    afterHelp: "Such as 60s or 5m.",
    notify: "Who",
    by: "How",
    ways: { sms: "SMS", call: "Telephone call", mqtt: "MQTT" },
    repeat: "Again",
    once: "Once",
    untilTaken: "Until somebody takes it",
    times: (n: string) => `${n} more times`,
    every: "Every",
    everyone: "Everyone",
    onCall: "Whoever is on call",
    rotation: (id: string) => `Whoever has the rotation ${id}`,
    group: (id: string) => `The group ${id}`,
    add: "Add a step",
    up: (n: number) => `Move step ${n} up`,
    down: (n: number) => `Move step ${n} down`,
    take: (n: number) => `Remove step ${n}`,
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
    after: "A los",
    afterHelp: "Como 60s o 5m.",
    notify: "A quién",
    by: "Cómo",
    ways: { sms: "SMS", call: "Llamada", mqtt: "MQTT" },
    repeat: "De nuevo",
    once: "Una vez",
    untilTaken: "Hasta que alguien lo tome",
    times: (n: string) => `${n} veces más`,
    every: "Cada",
    everyone: "Todos",
    onCall: "Quien está de guardia",
    rotation: (id: string) => `Quien tiene el turno ${id}`,
    group: (id: string) => `El grupo ${id}`,
    add: "Añadir un paso",
    up: (n: number) => `Subir el paso ${n}`,
    down: (n: number) => `Bajar el paso ${n}`,
    take: (n: number) => `Quitar el paso ${n}`,
    ack: "Tomado pero no cerrado en este tiempo: avisar de nuevo",
    fallback: "A quién se avisa cuando nadie más está de guardia",
  },
});

/** Who is paged when: every policy of the clinic. */
export function Policies(bound: Bound): VNode {
  const { value } = bound.shown;
  const own = Object.keys((at(value, ["escalation", "policies"]) as object | undefined) ?? {});
  const people = listAt(value, ["people"]).map((person) => ({
    value: textAt(person, ["id"]),
    text: textAt(person, ["name"]),
  }));
  return html`<p class="lead">${says().lead}</p>
    <${Policy} ...${bound} path=${["escalation", "urgent"]} title=${says().urgent} />
    <${Policy} ...${bound} path=${["escalation", "routine"]} title=${says().routine} none=${says().routineNone} />
    ${own.map((name) => html`<${Policy} key=${name} ...${bound} path=${["escalation", "policies", name]} title=${says().policy(name)} />`)}
    <section><${TextIn} ...${bound} path=${["escalation", "ackExpires"]} label=${says().ack} help=${says().afterHelp} usual="30m" />
      <${ChooseIn} ...${bound} path=${["onCall", "fallback"]} label=${says().fallback} usual="" choices=${people} /></section>`;
}

interface PolicyProps extends Bound {
  readonly path: Path;
  readonly title: string;
  readonly none?: string;
}

function Policy({ none, path, title, ...bound }: PolicyProps): VNode {
  const steps = listAt(bound.shown.value, path);
  const fresh = { after: "5m", notify: "on-call", by: ["sms", "call"] };
  return html`<section><h2>${title}</h2>
    ${steps.length === 0 && none !== undefined && html`<p class="soft">${none}</p>`}
    <ol role="list" class="entries">${steps.map((_, index) => html`<${Step} key=${index} ...${bound} path=${path} index=${index} last=${index === steps.length - 1} />`)}</ol>
    ${may("clinic.change") && html`<${Button} icon="plus" onClick=${() => bound.edit(set([...path, steps.length], fresh))}>${says().add}<//>`}
  </section>`;
}

function Step({
  index,
  last,
  path,
  ...bound
}: Bound & { readonly path: Path; readonly index: number; readonly last: boolean }): VNode {
  const here = [...path, index];
  const { edit, shown } = bound;
  // The times stay where they are: what moves is who is paged, and how.
  const move = (to: number): Promise<boolean> => {
    const after = (step: number): ClinicEdit => {
      const place = [...path, step, "after"];
      const value = textAt(shown.value, place);
      return value === "" ? remove(place) : set(place, value);
    };
    const times = [index, to].map(after);
    return edit({ do: "move", path: [...path], from: index, to }, ...times);
  };
  const repeat = textAt(shown.value, [...here, "repeat"]);
  const repeats: Choice[] = [
    { value: "", text: says().once },
    { value: "until-taken", text: says().untilTaken },
    ...(/^\d+$/.test(repeat) ? [{ value: repeat, text: says().times(repeat) }] : []),
  ];
  const about = issuesIn(shown.issues, here).filter((issue) => !/\.(notify|by)$/.test(issue.path));
  return html`<li class="card">
    <div class="head"><h3>${says().step(index + 1)}</h3>
      ${
        may("clinic.change") &&
        html`<div class="acts">
        ${index > 0 && html`<${Button} kind="quiet" class="small" label=${says().up(index + 1)} onClick=${() => move(index - 1)}>↑<//>`}
        ${!last && html`<${Button} kind="quiet" class="small" label=${says().down(index + 1)} onClick=${() => move(index + 1)}>↓<//>`}
        <${Button} kind="quiet" icon="close" label=${says().take(index + 1)} onClick=${() => edit(remove(here))} /></div>`
      }</div>
    <div class="beside">
      <${Line} label=${says().after} help=${says().afterHelp} value=${textAt(shown.value, [...here, "after"], "0s")} onKept=${(text: string) => edit(text === "" ? remove([...here, "after"]) : set([...here, "after"], text))} />
      <${ChooseIn} ...${bound} path=${[...here, "notify"]} label=${says().notify} usual="on-call" choices=${targets(shown.value)} /></div>
    <${SomeIn} ...${bound} path=${[...here, "by"]} label=${says().by} usual=${[]} choices=${Object.entries(says().ways).map(([value, text]) => ({ value, text }))} />
    <div class="beside"><${ChooseIn} ...${bound} path=${[...here, "repeat"]} label=${says().repeat} usual="" choices=${repeats} />
      ${repeat !== "" && html`<${TextIn} ...${bound} path=${[...here, "every"]} label=${says().every} help=${says().afterHelp} optional />`}</div>
    ${about.map((issue) => html`<p class=${issue.severity === "error" ? "wrong" : "help"} key=${issue.what}>${issueText(issue)}</p>`)}
  </li>`;
}

/** Whom a step may mean, by the file as it is. */
function targets(value: unknown): readonly Choice[] {
  const ids = (path: Path): readonly string[] => listAt(value, path).map((one) => textAt(one, ["id"]));
  return [
    { value: "on-call", text: says().onCall },
    ...ids(["onCall", "rotations"]).map((id) => ({ value: `rotation:${id}`, text: says().rotation(id) })),
    ...ids(["onCall", "groups"]).map((id) => ({ value: `group:${id}`, text: says().group(id) })),
    ...listAt(value, ["people"]).map((person) => ({
      value: `person:${textAt(person, ["id"])}`,
      text: textAt(person, ["name"]),
    })),
    { value: "everyone", text: says().everyone },
  ];
}
