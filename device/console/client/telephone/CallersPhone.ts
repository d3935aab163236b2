import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { RehearsalAct, RehearsalAnswer, RehearsalView } from "../../api/rehearsal.ts";
import { Button, SelectField, TextField } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { phoneText } from "../phone.ts";
import { Keypad } from "./Keypad.ts";
import type { Microphone } from "./LineAudio.ts";

const says = words({
  en: {
    title: "The caller's telephone",
    who: "Who calls",
    patient: (number: string) => `a patient, ${number}`,
    withheld: "a withheld number",
    doctor: (name: string) => `${name}, from their own telephone`,
    other: "another number …",
    number: "Number",
    wrongNumber: "Digits only, with a plus in front if it is a country code.",
    line: "On which line",
    analog: "telephone line",
    cellular: "cellular line",
    call: "Call",
    hangUp: "Hang up",
    dialling: "Calling …",
    rings: "It rings",
    up: "Connected",
    over: "The call is over",
    overBecause: { busy: "The line is engaged.", "nobody answered": "Nobody has answered." },
    recording: "Your voice is being recorded: speak now, then press pound.",
    goesByItself: "A recorded caller goes through it by itself. You listen; call yourself when it is over.",
    recordedIsHeard: "The recorded caller's voice is being recorded.",
    mute: "Microphone off",
    muted: "Microphone is off",
    noMicrophone: "No microphone was found. Press keys, and let a recorded caller speak:",
    refusedMicrophone:
      "The browser was not allowed to use the microphone. Press keys, and let a recorded caller speak:",
    voices: "A recorded caller speaks",
    voice: (n: number, what: "name" | "reason") =>
      what === "name" ? `Caller ${n}: the name` : `Caller ${n}: the reason`,
    example: "An example call",
    exampleHelp: "A recorded caller goes through it; you listen.",
    play: "Play it",
  },
  es: {
    title: "El teléfono de quien llama",
    who: "Quién llama",
    patient: (number: string) => `un paciente, ${number}`,
    withheld: "un número oculto",
    doctor: (name: string) => `${name}, desde su propio teléfono`,
    other: "otro número …",
    number: "Número",
    wrongNumber: "Solo cifras, con un más delante si lleva el código de país.",
    line: "Por qué línea",
    analog: "línea telefónica",
    cellular: "línea celular",
    call: "Llamar",
    hangUp: "Colgar",
    dialling: "Llamando …",
    rings: "Está sonando",
    up: "En línea",
    over: "La llamada ha terminado",
    overBecause: { busy: "La línea está ocupada.", "nobody answered": "Nadie ha contestado." },
    recording: "Se está grabando su voz: hable ahora y luego pulse numeral (#).",
    goesByItself: "Una persona grabada la recorre por sí sola. Usted escucha; llame cuando haya terminado.",
    recordedIsHeard: "Se está grabando la voz de la persona grabada.",
    mute: "Apagar micrófono",
    muted: "Micrófono apagado",
    noMicrophone: "No se encontró ningún micrófono. Pulse teclas y deje hablar a una persona grabada:",
    refusedMicrophone:
      "El navegador no tiene permiso para usar el micrófono. Pulse teclas y deje hablar a una persona grabada:",
    voices: "Habla una persona grabada",
    voice: (n: number, what: "name" | "reason") =>
      what === "name" ? `Persona ${n}: el nombre` : `Persona ${n}: el motivo`,
    example: "Una llamada de ejemplo",
    exampleHelp: "Una persona grabada la recorre; usted escucha.",
    play: "Reproducirla",
  },
});

interface CallersPhoneProps {
  readonly view: RehearsalView;
  readonly choices: RehearsalAnswer["choices"];
  readonly microphone: Microphone;
  readonly muted: boolean;
  /** Sound is switched on first: a browser wants a press of a button for it. */
  readonly begin: (act: RehearsalAct) => void;
  readonly act: (act: RehearsalAct) => void;
  readonly mute: () => void;
}

export function CallersPhone(props: CallersPhoneProps): VNode {
  const { call } = props.view;
  const going = call.state === "dialling" || call.state === "rings" || call.state === "up";
  return html`<section class="card telephone" aria-labelledby="callers-phone">
    <h2 id="callers-phone"><${Icon} name="handset" />${says().title}</h2>
    <p class="line-state" role="status">${stateOf(call)}</p>
    ${going ? html`<${InCall} ...${props} />` : html`<${BeforeCall} ...${props} />`}
  </section>`;
}

function stateOf({ state, why }: RehearsalView["call"]): string {
  if (state === "none") return "";
  const because =
    state === "over" && (why === "busy" || why === "nobody answered") ? says().overBecause[why] : undefined;
  return because ?? says()[state];
}

function InCall({ act, choices, microphone, mute, muted, view }: CallersPhoneProps): VNode {
  const { call } = view;
  const up = call.state === "up";
  const byHand = call.example === undefined;
  return html`<div class="screen" aria-live="off">
      ${call.hears !== undefined && html`<p class="hears">${call.hears}</p>`}
      ${call.recording && html`<p class="recording"><span class="dot" aria-hidden="true" />${byHand ? says().recording : says().recordedIsHeard}</p>`}
    </div>
    ${!byHand && html`<p class="soft">${says().goesByItself}</p>`}
    ${
      byHand &&
      html`<${Keypad} disabled=${!up} press=${(key: string) => act({ do: "press", handset: 0, key })} />
      ${
        microphone === "on"
          ? html`<${Button} pressed=${muted} onClick=${mute}>${muted ? says().muted : says().mute}<//>`
          : html`<p class="soft">${microphone === "refused" ? says().refusedMicrophone : says().noMicrophone}</p>`
      }
      <${Voices} open=${microphone !== "on"} choices=${choices} disabled=${!up} say=${(voice: string) => act({ do: "say", handset: 0, voice })} />`
    }
    <${Button} kind="danger" class="wide" icon="phone" onClick=${() => act({ do: "hangUp", handset: 0 })}>${says().hangUp}<//>`;
}

function Voices(props: {
  readonly open: boolean;
  readonly choices: RehearsalAnswer["choices"];
  readonly disabled: boolean;
  readonly say: (voice: string) => void;
}): VNode {
  const mine = props.choices.voices.filter((voice) => voice.language === language.value);
  return html`<details class="voices" open=${props.open}><summary>${says().voices}</summary><div class="acts">
    ${mine.map(
      ({ id, says: what }, n) =>
        html`<${Button} key=${id} icon="play" disabled=${props.disabled} onClick=${() => props.say(id)}>${says().voice((n >> 1) + 1, what)}<//>`,
    )}</div></details>`;
}

const PATIENT = "+13125550142";

function BeforeCall({ begin, choices, view }: CallersPhoneProps): VNode {
  const [who, setWho] = useState("patient");
  const [other, setOther] = useState("");
  const [wrong, setWrong] = useState(false);
  const [line, setLine] = useState(view.call.line ?? view.lines[0]?.id ?? "");
  const [example, setExample] = useState(choices.examples[0]?.name ?? "");
  const kind = view.lines.find(({ id }) => id === line)?.kind ?? "analog";
  const call = (): void => {
    const typed = other.replaceAll(/[\s()./-]/g, "");
    const isWrong = who === "other" && !/^\+?\d{3,15}$/.test(typed);
    setWrong(isWrong);
    if (isWrong) return;
    const number = who === "patient" ? PATIENT : who === "other" ? typed : who === "withheld" ? undefined : who;
    begin({ do: "call", line, ...(number !== undefined && { number: asTold(number, kind) }) });
  };
  const callers = [
    { value: "patient", text: says().patient(phoneText(PATIENT)) },
    { value: "withheld", text: says().withheld },
    ...view.people.map(({ name, phone }) => ({ value: phone, text: says().doctor(name) })),
    { value: "other", text: says().other },
  ];
  return html`<form onSubmit=${(event: Event) => {
    event.preventDefault();
    call();
  }}>
      <${SelectField} label=${says().who} value=${who} choices=${callers} onValue=${setWho} />
      ${who === "other" && html`<${TextField} label=${says().number} type="tel" value=${other} onValue=${setOther} wrong=${wrong ? says().wrongNumber : undefined} />`}
      ${
        view.lines.length > 1 &&
        html`<${SelectField} label=${says().line} value=${line} onValue=${setLine}
          choices=${view.lines.map((one) => ({ value: one.id, text: `${one.id} (${says()[one.kind]})` }))} />`
      }
      <${Button} kind="deed" type="submit" class="wide" icon="phone">${says().call}<//>
    </form>
    <details class="examples"><summary>${says().example}</summary>
      <${SelectField} label=${says().example} help=${says().exampleHelp} value=${example} onValue=${setExample}
        choices=${choices.examples.map(({ about, name }) => ({ value: name, text: about }))} />
      <${Button} icon="play" onClick=${() => begin({ do: "example", name: example, line })}>${says().play}<//>
    </details>`;
}

/** An American exchange tells ten digits, a mobile network the country code as well. */
const asTold = (number: string, kind: "analog" | "cellular"): string =>
  kind === "analog" ? number.replace(/^\+1(?=\d{10}$)/, "") : number;
