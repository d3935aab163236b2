import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { CalendarLink, CalendarLinksAnswer, DutyAnswer, NewCalendarLink } from "../../api/duty.ts";
import { post, remove } from "../api.ts";
import { Button, SelectField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken, Loaded } from "../components/states.ts";
import { tell } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { me } from "../session.ts";
import { whenShort } from "../time.ts";

const says = words({
  en: {
    title: "In your own calendar",
    lead: "A calendar program that subscribes to such an address shows duty, and every change of it by itself. Whoever has the address can read the schedule, nothing else. It works where the box can be reached.",
    make: "Make an address",
    whose: "Whose duty",
    everybody: "Everybody's",
    of: (name: string) => `Duty of ${name}`,
    used: (when: string) => `last read ${when}`,
    unused: "not read yet",
    made: (when: string) => `made ${when}`,
    withdraw: "Withdraw",
    withdrawOf: (what: string) => `Withdraw the address: ${what}`,
    sure: "Calendars that have it get nothing any more. This cannot be undone; another address can be made.",
    gone: "The address is withdrawn.",
    here: "Your address",
    once: "It is not shown again. Put it into the calendar program as a subscription (“from URL”):",
    copy: "Copy the address",
    copied: "The address is copied.",
  },
  es: {
    title: "En su propio calendario",
    lead: "Un programa de calendario suscrito a una de estas direcciones muestra la guardia, y cada cambio por sí solo. Quien tiene la dirección puede leer el plan de guardias y nada más. Funciona donde se llega al equipo.",
    make: "Hacer una dirección",
    whose: "La guardia de quién",
    everybody: "La de todos",
    of: (name: string) => `La guardia de ${name}`,
    used: (when: string) => `leída ${when}`,
    unused: "aún no leída",
    made: (when: string) => `hecha ${when}`,
    withdraw: "Retirar",
    withdrawOf: (what: string) => `Retirar la dirección: ${what}`,
    sure: "Los calendarios que la tienen ya no reciben nada. No se puede deshacer; se puede hacer otra.",
    gone: "La dirección está retirada.",
    here: "Su dirección",
    once: "No se vuelve a mostrar. Póngala en el programa de calendario como suscripción («desde URL»):",
    copy: "Copiar la dirección",
    copied: "La dirección está copiada.",
  },
});

const whatOf = ({ person }: CalendarLink): string => (person === undefined ? says().everybody : says().of(person.name));

/** Addresses by which a calendar program reads the schedule. */
export function CalendarLinks({ answer }: { readonly answer: DutyAnswer }): VNode {
  const links = useRemote<CalendarLinksAnswer>("/duty/links");
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<NewCalendarLink>();
  const [ending, setEnding] = useState<CalendarLink>();
  const sending = useSending();
  const withdraw = (): void =>
    void sending.send(async () => {
      await remove(`/duty/links/${ending?.id}`);
      setEnding(undefined);
      tell(says().gone);
      links.again();
    });
  const show = (link: NewCalendarLink): void => {
    setMaking(false);
    setMade(link);
    links.again();
  };
  return html`<section class="duty-links unprinted"><h2>${says().title}</h2><p class="lead">${says().lead}</p>
    <${Loaded} of=${links} lines=${1}>${({ links: rows }: CalendarLinksAnswer) =>
      html`<ul role="list">${rows.map(
        (
          link,
        ) => html`<li key=${link.id}><span><strong>${whatOf(link)}</strong> <span class="soft">${says().made(whenShort(link.madeAt))}, ${link.usedAt === undefined ? says().unused : says().used(whenShort(link.usedAt))}</span></span>
        <${Button} label=${says().withdrawOf(whatOf(link))} onClick=${() => setEnding(link)}>${says().withdraw}<//></li>`,
      )}</ul>`}<//>
    <${Button} icon="calendar" onClick=${() => setMaking(true)}>${says().make}<//>
    ${making && html`<${Make} answer=${answer} onMade=${show} onClose=${() => setMaking(false)} />`}
    ${made !== undefined && html`<${Made} made=${made} onClose=${() => setMade(undefined)} />`}
    ${ending !== undefined && html`<${Dialog} title=${says().withdrawOf(whatOf(ending))} deed=${says().withdraw} danger busy=${sending.busy} onDeed=${withdraw} onClose=${() => setEnding(undefined)}><p>${says().sure}</p>${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}<//>`}
  </section>`;
}

interface MakeProps {
  readonly answer: DutyAnswer;
  readonly onMade: (made: NewCalendarLink) => void;
  readonly onClose: () => void;
}

function Make({ answer, onClose, onMade }: MakeProps): VNode {
  const [person, setPerson] = useState(me()?.person ?? "");
  const sending = useSending();
  const make = (): void =>
    void sending.send(async () => onMade(await post<NewCalendarLink>("/duty/links", person === "" ? {} : { person })));
  const choices = [
    { value: "", text: says().everybody },
    ...answer.people.map(({ id, name }) => ({ value: id, text: name })),
  ];
  return html`<${Dialog} title=${says().make} deed=${says().make} busy=${sending.busy} onDeed=${make} onClose=${onClose}>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <${SelectField} label=${says().whose} value=${person} choices=${choices} onValue=${setPerson} /><//>`;
}

const Made = ({ made, onClose }: { readonly made: NewCalendarLink; readonly onClose: () => void }): VNode => {
  const address = location.origin + made.path;
  return html`<${Dialog} title=${says().here} onClose=${onClose}><p>${says().once}</p>
    <p class="card code secret">${address}</p>
    <p><${Button} icon="copy" onClick=${() => void navigator.clipboard?.writeText(address).then(() => tell(says().copied))}>${says().copy}<//></p><//>`;
};
