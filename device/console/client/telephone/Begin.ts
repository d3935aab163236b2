import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { RehearsalAnswer, RehearsalWish } from "../../api/rehearsal.ts";
import { post } from "../api.ts";
import { CheckField, SelectField, TextField } from "../components/controls.ts";
import { Form } from "../components/Form.ts";
import { Notice } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { civilDate, startOfDay } from "../time.ts";

const says = words({
  en: {
    when: "At what time",
    now: "as it is now",
    at: "another day and hour …",
    date: "Day",
    hour: "Hour",
    wrongHour: "Hours and minutes, as 14:30.",
    ownHours: "Leave calls to the front desk in open hours, as the clinic file says",
    ownHoursHelp: "Without it, each call is answered at any hour.",
    begin: "Begin a rehearsal",
    over: "The rehearsal has ended.",
    failed: "The rehearsal could not be started.",
  },
  es: {
    when: "A qué hora",
    now: "como es ahora",
    at: "otro día y otra hora …",
    date: "Día",
    hour: "Hora",
    wrongHour: "Horas y minutos, como 14:30.",
    ownHours: "Dejar las llamadas a la recepción en horas de apertura, como dice el archivo de la clínica",
    ownHoursHelp: "Si no, toda llamada se contesta a cualquier hora.",
    begin: "Empezar un ensayo",
    over: "El ensayo ha terminado.",
    failed: "No se pudo empezar el ensayo.",
  },
});

const HOUR = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** A rehearsal is asked for: at which hour. */
export function Begin(props: {
  readonly answer: RehearsalAnswer;
  readonly begun: (answer: RehearsalAnswer) => void;
}): VNode {
  const { says: why, state } = props.answer.view;
  const [when, setWhen] = useState("now");
  const [day, setDay] = useState(civilDate(Date.now()));
  const [hour, setHour] = useState("02:10");
  const [wrong, setWrong] = useState(false);
  const [ownHours, setOwnHours] = useState(false);
  const sending = useSending();
  const begin = (): void => {
    const at = when === "now" ? undefined : momentOf(day, hour);
    setWrong(when !== "now" && at === undefined);
    if (when !== "now" && at === undefined) return;
    const wish: Partial<RehearsalWish> = { ownHours, ...(at !== undefined && { at }) };
    void sending.send(async () => props.begun(await post<RehearsalAnswer>("/rehearsal", wish)));
  };
  return html`<div class="narrow">
    ${state === "ended" && html`<${Notice}><p><strong>${says().over}</strong> ${why}</p><//>`}
    ${state === "failed" && html`<${Notice} kind="wrong" icon="warning"><p><strong>${says().failed}</strong> ${why}</p><//>`}
    <${Form} sending=${sending} onSend=${begin} deed=${says().begin}>
      <${SelectField} label=${says().when} value=${when} onValue=${setWhen}
        choices=${[{ value: "now", text: says().now }, { value: "at", text: says().at }]} />
      ${
        when === "at" &&
        html`<div class="pair"><${TextField} label=${says().date} type="date" value=${day} onValue=${setDay} />
        <${TextField} label=${says().hour} value=${hour} onValue=${setHour} wrong=${wrong ? says().wrongHour : undefined} /></div>`
      }
      <${CheckField} label=${says().ownHours} help=${says().ownHoursHelp} checked=${ownHours} onValue=${setOwnHours} />
    <//></div>`;
}

function momentOf(day: string, hour: string): number | undefined {
  const [, hours, minutes] = HOUR.exec(hour.trim()) ?? [];
  const midnight = startOfDay(day);
  if (hours === undefined || midnight === undefined) return undefined;
  return midnight + (Number(hours) * 60 + Number(minutes)) * 60_000;
}
