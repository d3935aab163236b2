import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RehearsalAnswer } from "../../api/rehearsal.ts";
import { remove } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Loaded } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { Begin } from "../telephone/Begin.ts";
import { TelephoneRoom } from "../telephone/TelephoneRoom.ts";

const says = words({
  en: {
    title: "Rehearsal phone",
    lead: "Call your own clinic and hear what a patient hears. Nothing here reaches a real telephone: the lines, the network and the doctors' phones are emulated, and what is said is gone when the rehearsal ends.",
    leadTerminal:
      "Call the clinic and hear what a patient hears. Nothing here reaches a real telephone: the lines, the network and the doctors' phones are emulated.",
    end: "End the rehearsal",
    by: (name: string) => `Begun by ${name}.`,
  },
  es: {
    title: "Teléfono de ensayo",
    lead: "Llame a su propia clínica y oiga lo que oye un paciente. Nada de aquí llega a un teléfono real: las líneas, la red y los teléfonos de los médicos son emulados, y lo que se diga desaparece cuando termina el ensayo.",
    leadTerminal:
      "Llame a la clínica y oiga lo que oye un paciente. Nada de aquí llega a un teléfono real: las líneas, la red y los teléfonos de los médicos son emulados.",
    end: "Terminar el ensayo",
    by: (name: string) => `Empezado por ${name}.`,
  },
});

/** A telephone in the page that calls the clinic's own script, beside the picture of the doctors' telephones. */
export default function Phone(): VNode {
  const remote = useRemote<RehearsalAnswer>("/rehearsal");
  return html`<${Loaded} of=${remote} lines=${6}>${(answer: RehearsalAnswer) =>
    html`<${Rehearsing} answer=${answer} show=${remote.show} again=${remote.again} />`}<//>`;
}

interface RehearsingProps {
  readonly answer: RehearsalAnswer;
  readonly show: (answer: RehearsalAnswer) => void;
  readonly again: () => void;
}

function Rehearsing({ again, answer, show }: RehearsingProps): VNode {
  const { by, inInbox, view } = answer;
  const isOpen = view.state === "starting" || view.state === "ready";
  const [ending, setEnding] = useState(false);
  useEffect(() => {
    if (isOpen) setEnding(false);
  }, [isOpen]);
  const end = (): void => {
    setEnding(true);
    remove<RehearsalAnswer>("/rehearsal").then(show, again);
  };
  return html`<div class="head"><h1>${says().title}</h1>
      ${isOpen && !inInbox && html`<${Button} icon="close" busy=${ending} onClick=${end}>${says().end}<//>`}</div>
    <p class="lead">${inInbox ? says().leadTerminal : says().lead}${isOpen && by !== undefined ? ` ${says().by(by)}` : ""}</p>
    ${isOpen ? html`<${TelephoneRoom} answer=${answer} over=${again} />` : html`<${Begin} answer=${answer} begun=${show} />`}`;
}
