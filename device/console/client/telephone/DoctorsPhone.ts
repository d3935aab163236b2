import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { RehearsalAct, RehearsalPerson } from "../../api/rehearsal.ts";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { phoneText } from "../phone.ts";
import { Keypad } from "./Keypad.ts";

const says = words({
  en: {
    of: (name: string) => `${name}'s telephone`,
    empty: "Nothing has come yet.",
    received: "The clinic",
    sent: "You, as the doctor",
    take: (code: string) => `Reply ${code}`,
    reply: "Your reply",
    send: "Send",
    rings: "The clinic is calling",
    answer: "Answer",
    decline: "Decline",
    up: "On the telephone with the clinic",
    hold: "Speak and listen here",
    held: "You speak and listen here",
    pin: (pin: string) => `PIN in this rehearsal: ${pin}`,
    hangUp: "Hang up",
  },
  es: {
    of: (name: string) => `El teléfono de ${name}`,
    empty: "Todavía no ha llegado nada.",
    received: "La clínica",
    sent: "Usted, como médico",
    take: (code: string) => `Responder ${code}`,
    reply: "Su respuesta",
    send: "Enviar",
    rings: "Llama la clínica",
    answer: "Contestar",
    decline: "Rechazar",
    up: "Al teléfono con la clínica",
    hold: "Hablar y escuchar aquí",
    held: "Usted habla y escucha aquí",
    pin: (pin: string) => `PIN en este ensayo: ${pin}`,
    hangUp: "Colgar",
  },
});

interface DoctorsPhoneProps {
  readonly person: RehearsalPerson;
  /** It is at the ear of whoever sits at the page. */
  readonly held: boolean;
  readonly act: (act: RehearsalAct) => void;
  readonly hold: (handset: number) => void;
}

/** The picture of a doctor's telephone: short messages and their replies, a call that rings. */
export function DoctorsPhone({ act, held, hold, person }: DoctorsPhoneProps): VNode {
  const { call, handset = 1, hears, name, phone, pin } = person;
  const id = `phone-of-${phone.replace(/\D/g, "")}`;
  const hangUp = (): void => act({ do: "hangUp", handset });
  const answer = (): void => {
    act({ do: "pickUp", phone });
    hold(handset);
  };
  return html`<article class=${classes("mobile", call !== "none" && "calls")} aria-labelledby=${id}>
    <header><h3 id=${id}>${says().of(name)}</h3><span class="number soft">${phoneText(phone)}</span></header>
    <${Texts} person=${person} />
    <div role="status">${call === "rings" && html`<p class="calling"><${Icon} name="bell" />${says().rings}</p>`}</div>
    ${
      call === "rings" &&
      html`<div class="acts">
        <${Button} kind="deed" icon="phone" onClick=${answer}>${says().answer}<//>
        <${Button} kind="danger" onClick=${hangUp}>${says().decline}<//></div>`
    }
    ${
      call === "up" &&
      html`<p class="calling"><${Icon} name="phone" />${says().up}</p>
      <p class="hears">${hears}</p>
      <p class="soft">${says().pin(pin)}</p>
      <${Button} pressed=${held} icon="ear" onClick=${() => hold(handset)}>${held ? says().held : says().hold}<//>
      <${Keypad} disabled=${false} press=${(key: string) => act({ do: "press", handset, key })} />
      <${Button} kind="danger" class="wide" icon="phone" onClick=${hangUp}>${says().hangUp}<//>`
    }
    ${call === "none" && html`<${Reply} person=${person} act=${act} />`}
  </article>`;
}

function Texts({ person: { name, texts } }: { readonly person: RehearsalPerson }): VNode {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [texts.length]);
  if (texts.length === 0) return html`<p class="texts empty-texts soft">${says().empty}</p>`;
  return html`<ol class="texts" role="list" aria-live="polite" aria-label=${says().of(name)} tabindex="0" ref=${list}>
    ${texts.map(
      ({ atMs, from, text }) =>
        html`<li key=${atMs} class=${from}><span class="unseen">${from === "clinic" ? says().received : says().sent}: </span>${text}</li>`,
    )}</ol>`;
}

function Reply({ act, person }: Pick<DoctorsPhoneProps, "act" | "person">): VNode {
  const [text, setText] = useState("");
  const { phone, texts } = person;
  const asked = texts.filter(({ code }) => code !== undefined).at(-1);
  const answered = asked !== undefined && texts.some(({ atMs, from }) => from === "doctor" && atMs > asked.atMs);
  const code = answered ? undefined : asked?.code;
  const send = (words: string): void => {
    act({ do: "reply", phone, text: words });
    setText("");
  };
  const id = `reply-${phone.replace(/\D/g, "")}`;
  return html`${code !== undefined && html`<${Button} kind="deed" class="wide" onClick=${() => send(code)}>${says().take(code)}<//>`}
    <form class="reply" onSubmit=${(event: Event) => {
      event.preventDefault();
      if (text.trim() !== "") send(text.trim());
    }}>
      <label class="unseen" for=${id}>${says().reply}</label>
      <input id=${id} value=${text} maxLength=${160} autocomplete="off" placeholder=${says().reply} onInput=${(event: Event) => setText((event.target as HTMLInputElement).value)} />
      <${Button} type="submit" icon="forward" label=${says().send} />
    </form>`;
}
