import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { BoxTest, TestsAnswer } from "../../api/box.ts";
import { post, remove } from "../api.ts";
import { Button, SelectField, TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Form } from "../components/Form.ts";
import { Broken, Loaded } from "../components/states.ts";
import { tellWrong } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { TestCard } from "./TestCard.ts";

const says = words({
  en: {
    title: "Try it",
    pageTitle: "Test page",
    pageHelp:
      "One SMS, marked as a test, to a person of the clinic file. The page waits for the answer, and says how long each leg took.",
    to: "To",
    onCall: "on call now",
    send: "Send a test page …",
    sureTitle: (name: string) => `A test page to ${name}?`,
    sure: (name: string, last: string) =>
      `The telephone of ${name} (…${last}) gets an SMS now, also at night. It says that it is a test and that nobody has called.`,
    sureOnCall: (name: string) => `${name} is on call now.`,
    deed: "Send it",
    callTitle: "Test call",
    callHelp:
      "Call the clinic's number from your own telephone; every step appears here as it happens, and how well you were heard. Choose what is not urgent, or the doctor on call is paged in earnest.",
    from: "The telephone that you call with",
    fromHelp: "So that nothing is shown of anybody else who calls meanwhile.",
    wait: "Wait for my call",
    stop: "End the test",
  },
  es: {
    title: "Probar",
    pageTitle: "Aviso de prueba",
    pageHelp:
      "Un SMS, marcado como prueba, a una persona del archivo de la clínica. Se espera la respuesta y se dice cuánto tardó cada tramo.",
    to: "Para",
    onCall: "de guardia ahora",
    send: "Enviar un aviso de prueba …",
    sureTitle: (name: string) => `¿Un aviso de prueba a ${name}?`,
    sure: (name: string, last: string) =>
      `El teléfono de ${name} (…${last}) recibe ahora un SMS, también de noche. Dice que es una prueba y que no ha llamado nadie.`,
    sureOnCall: (name: string) => `${name} está de guardia ahora.`,
    deed: "Enviarlo",
    callTitle: "Llamada de prueba",
    callHelp:
      "Llame al número de la clínica desde su propio teléfono; cada paso aparece aquí al ocurrir, y qué tan bien se le oyó. Elija lo que no es urgente, o se avisará de verdad al médico de guardia.",
    from: "El teléfono con el que llama",
    fromHelp: "Para que no se muestre nada de nadie más que llame entretanto.",
    wait: "Esperar mi llamada",
    stop: "Terminar la prueba",
  },
});

type Person = TestsAnswer["people"][number];

/** A page and a call that are only tried, on the real lines. */
export function Tests(): VNode {
  const tests = useRemote<TestsAnswer>("/box/tests", ["test", "clinic"]);
  return html`<section aria-labelledby="health-tests"><h2 id="health-tests">${says().title}</h2>
    <${Loaded} of=${tests} lines=${4}>${({ people, tests: all }: TestsAnswer) => html`<div class="tries">
      <div class="card"><h3>${says().pageTitle}</h3><p class="soft">${says().pageHelp}</p><${TryPage} people=${people} onSent=${tests.again} />
        <${Shown} of=${all} kind="page" /></div>
      <div class="card"><h3>${says().callTitle}</h3><p class="soft">${says().callHelp}</p>
        ${all.some(({ kind, outcome }) => kind === "call" && outcome === undefined) ? null : html`<${TryCall} onBegun=${tests.again} />`}
        <${Shown} of=${all} kind="call" /></div></div>`}<//></section>`;
}

const SHOWN = 3;

const Shown = ({ kind, of: all }: { readonly of: readonly BoxTest[]; readonly kind: BoxTest["kind"] }): VNode =>
  html`<div class="tests">${all
    .filter((test) => test.kind === kind)
    .slice(0, SHOWN)
    .map(
      (test) =>
        html`<${TestCard} key=${test.id} test=${test}>${test.outcome === undefined && html`<${Button} icon="close" onClick=${() => void remove(`/box/tests/${test.id}`).catch(tellWrong)}>${says().stop}<//>`}<//>`,
    )}</div>`;

function TryPage({ onSent, people }: { readonly people: readonly Person[]; readonly onSent: () => void }): VNode {
  const [chosen, setChosen] = useState<string>();
  const [asking, setAsking] = useState(false);
  const sending = useSending();
  // Whoever is on call is woken only if somebody chooses so.
  const person = people.find(({ id }) => id === chosen) ?? people.find(({ onCall }) => !onCall) ?? people[0];
  const send = (): void =>
    void sending
      .send(() => post("/box/tests/page", { person: person?.id, sure: true }))
      .then((went) => {
        if (!went) return;
        setAsking(false);
        onSent();
      });
  const close = (): void => {
    setAsking(false);
    sending.forget();
  };
  return html`<${SelectField} label=${says().to} value=${person?.id ?? ""} onValue=${setChosen} choices=${people.map(({ id, name, onCall }) => ({ value: id, text: onCall ? `${name} (${says().onCall})` : name }))} />
    <${Button} icon="mobile" disabled=${person === undefined} onClick=${() => setAsking(true)}>${says().send}<//>
    ${
      asking &&
      person !== undefined &&
      html`<${Dialog} title=${says().sureTitle(person.name)} deed=${says().deed} busy=${sending.busy} onDeed=${send} onClose=${close}>
      ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
      <p>${says().sure(person.name, person.phoneLast)}${person.onCall && html` <strong>${says().sureOnCall(person.name)}</strong>`}</p><//>`
    }`;
}

function TryCall({ onBegun }: { readonly onBegun: () => void }): VNode {
  const [from, setFrom] = useState("");
  const sending = useSending();
  const begin = (): void =>
    void sending.send(() => post("/box/tests/call", { from })).then((went) => went && onBegun());
  return html`<${Form} sending=${sending} onSend=${begin} deed=${says().wait}>
    <${TextField} type="tel" label=${says().from} help=${says().fromHelp} value=${from} onValue=${setFrom} autocomplete="tel" longest=${25} wrong=${sending.problem?.fields["from"]} required /><//>`;
}
