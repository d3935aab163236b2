import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { MessageDetail } from "../../api/messages.ts";
import { Button, TextField } from "../components/controls.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { useKeys } from "../keys.ts";
import { may } from "../session.ts";
import { isoTime, whenShort } from "../time.ts";
import { useUnsaved } from "../unsaved.ts";
import type { Performing } from "./performing.ts";

const says = words({
  en: {
    heading: "Notes",
    label: "New note",
    add: "Keep the note",
    by: (who: string, when: string) => `${who}, ${when}`,
  },
  es: {
    heading: "Notas",
    label: "Nota nueva",
    add: "Guardar la nota",
    by: (who: string, when: string) => `${who}, ${when}`,
  },
});

const LONGEST = 2_000;

export function Notes({
  message,
  perform,
}: {
  readonly message: MessageDetail;
  readonly perform: Performing;
}): VNode | null {
  const [text, setText] = useUnsaved(`note ${message.ref}`);
  const [busy, setBusy] = useState(false);
  const allowed = may("messages.act");
  const toField = (): void => document.querySelector<HTMLElement>(".notes textarea")?.focus();
  useKeys({ n: toField });
  const add = async (): Promise<void> => {
    if (text.trim() === "" || busy) return;
    // How much it is too long stands at the field.
    if (text.trim().length > LONGEST) return toField();
    setBusy(true);
    if (await perform.act("note", { text })) setText("");
    setBusy(false);
  };
  if (!allowed && message.notesMade.length === 0) return null;
  return html`<section class=${classes("notes", message.notesMade.length === 0 && "unprinted")}><h3>${says().heading}</h3>
    <ul role="list">${message.notesMade.map(
      ({ at, by, id, text: said }) =>
        html`<li key=${id}><p class="said" dir="auto">${said}</p><p class="soft"><time dateTime=${isoTime(at)}>${says().by(by.name, whenShort(at))}</time></p></li>`,
    )}</ul>
    ${
      allowed &&
      html`<form class="unprinted" onSubmit=${(event: Event) => {
        event.preventDefault();
        void add();
      }}>
      <${TextField} label=${says().label} value=${text} onValue=${setText} lines=${2} longest=${LONGEST} />
      ${text.trim() !== "" && html`<${Button} type="submit" icon="note" busy=${busy}>${says().add}<//>`}
    </form>`
    }
  </section>`;
}
