import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PhoneAnswer, PhoneCodeAnswer, PhoneRecording, PromptDetail } from "../../api/prompts.ts";
import { post, remove } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Broken, Notice } from "../components/states.ts";
import { announce } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { clockTime } from "../time.ts";
import { promptPath } from "./PromptList.ts";

const says = words({
  en: {
    start: "By telephone",
    title: "Record it by telephone",
    call: "From any telephone, call the clinic's number while the box answers it",
    line: { landline: (id: string) => `the line ${id}`, mobile: (id: string) => `the SIM card of ${id}` },
    or: " or ",
    star: "As soon as it answers, press *.",
    starDoctor: "From the telephone of a doctor with a PIN, press it once more.",
    enter: "Enter this code:",
    hear: (number: number) =>
      `You hear “Sentence ${number}” and what it says now. Speak after the tone, end with #, then 1 keeps it.`,
    until: (time: string) => `Good for one call, until ${time}, and as long as you are signed in.`,
    hidden: "The code was shown once. Ask for another one if you have not noted it down.",
    giveUp: "Give it up",
    waiting: "Waiting for the call.",
    entered: "The code was entered. It is being recorded.",
    kept: "It was recorded by telephone and can be listened to.",
    over: {
      call: "The call is over, and nothing was confirmed.",
      time: "Nobody called in time. The code is worth nothing any more.",
      wrong: "Wrong codes were entered too often on the telephone. No code is good for half an hour.",
      replaced: "You have asked for another code elsewhere. This one is worth nothing any more.",
      gone: "The answering service was started anew. The code is worth nothing any more.",
    } satisfies Record<NonNullable<PhoneRecording["why"]>, string>,
    again: "Another code",
  },
  es: {
    start: "Por teléfono",
    title: "Grabarla por teléfono",
    call: "Desde cualquier teléfono, llame al número de la clínica mientras responde el equipo",
    line: { landline: (id: string) => `la línea ${id}`, mobile: (id: string) => `la tarjeta SIM de ${id}` },
    or: " o ",
    star: "En cuanto responda, pulse *.",
    starDoctor: "Desde el teléfono de un médico con PIN, púlselo otra vez.",
    enter: "Marque este código:",
    hear: (number: number) =>
      `Oirá «Frase ${number}» y lo que dice ahora. Hable después del tono, termine con #, y con 1 se conserva.`,
    until: (time: string) => `Vale para una llamada, hasta las ${time}, y mientras tenga la sesión abierta.`,
    hidden: "El código se mostró una vez. Pida otro si no lo anotó.",
    giveUp: "Dejarlo",
    waiting: "Esperando la llamada.",
    entered: "Se marcó el código. Se está grabando.",
    kept: "Se grabó por teléfono y se puede oír.",
    over: {
      call: "Terminó la llamada y no se confirmó nada.",
      time: "Nadie llamó a tiempo. El código ya no vale.",
      wrong: "Se marcaron códigos equivocados demasiadas veces por teléfono. Durante media hora no vale ninguno.",
      replaced: "Pidió otro código en otro lugar. Este ya no vale.",
      gone: "El programa que atiende se inició de nuevo. El código ya no vale.",
    },
    again: "Otro código",
  },
});

interface ByTelephoneProps {
  readonly prompt: PromptDetail;
  readonly busy: boolean;
  /** What was confirmed on the telephone is the draft. */
  readonly changed: () => void;
}

/** A code for the telephone, and what becomes of it; nothing is heard of the call itself. */
export function ByTelephone({ busy, changed, prompt }: ByTelephoneProps): VNode {
  const mine = useRemote<PhoneAnswer>("/prompts/telephone", ["prompt"]);
  const sending = useSending();
  const [given, setGiven] = useState<PhoneCodeAnswer>();
  const now = mine.data?.recording;
  const recording = now?.clip === prompt.clip && now.language === prompt.language ? now : undefined;
  const state = recording?.state;
  const goesOn = state === "waiting" || state === "entered";
  useEffect(() => {
    if (state === "kept" && given !== undefined) announce(says().kept);
    if (state === "kept" || state === "refused") changed();
  }, [state]);
  const ask = (): void =>
    void sending.send(async () => {
      setGiven(await post<PhoneCodeAnswer>(`${promptPath(prompt)}/telephone`));
      mine.again();
    });
  const giveUp = (): void =>
    void sending.send(async () => {
      await remove("/prompts/telephone");
      setGiven(undefined);
      mine.again();
    });
  const problem = sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`;
  if (!goesOn) {
    const why = given !== undefined && state === "over" ? recording?.why : undefined;
    return html`${problem}${why !== undefined && html`<${Notice} kind="warn" icon="phone">${says().over[why]}<//>`}
      ${given !== undefined && recording?.problem !== undefined && html`<${Notice} kind="wrong" icon="warning"><p><strong>${recording.problem.message}</strong></p><p>${recording.problem.cure}</p><//>`}
      <${Button} icon="phone" busy=${busy || sending.busy} onClick=${ask}>${why === undefined ? says().start : says().again}<//>`;
  }
  return html`<section class="by-telephone" aria-label=${says().title}>${problem}
    <h3>${says().title}</h3>
    ${given === undefined ? html`<p>${says().hidden}</p>` : html`<${Steps} given=${given} />`}
    <p class="soft">${says().until(clockTime(recording?.expiresAt ?? 0))}</p>
    <p role="status"><strong>${state === "entered" ? says().entered : says().waiting}</strong></p>
    <div class="acts">${given === undefined && html`<${Button} icon="phone" busy=${sending.busy} onClick=${ask}>${says().again}<//>`}
      <${Button} kind="quiet" icon="close" busy=${sending.busy} onClick=${giveUp}>${says().giveUp}<//></div>
  </section>`;
}

function Steps({ given: { code, lines, number } }: { readonly given: PhoneCodeAnswer }): VNode {
  const where = lines.map(({ id, kind }) => says().line[kind](id)).join(says().or);
  return html`<ol><li>${says().call}${where !== "" && ` (${where})`}.</li>
    <li>${says().star} ${says().starDoctor}</li>
    <li>${says().enter} <strong class="phone-code">${code.slice(0, 3)} ${code.slice(3)}</strong></li>
    <li>${says().hear(number)}</li></ol>`;
}
