import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MessageDetail } from "../../api/messages.ts";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import type { Performing } from "../messages/performing.ts";
import { numberOf } from "../messages/words.ts";
import { phoneLink, phoneText } from "../phone.ts";
import { may, me } from "../session.ts";
import { nextStep } from "./nextStep.ts";

const says = words({
  en: {
    take: "I take this call",
    takeHelp: "The pages stop, and the caller can be told that you have it.",
    call: (number: string) => `Call ${number}`,
    called: "I have called back",
    calledHelp: "Closes it: nobody is paged about it any more.",
    already: "I have called back already",
    again: "Call again",
    other: (who: string) => `${who} has this call.`,
    done: "This call is done.",
  },
  es: {
    take: "Me encargo de esta llamada",
    takeHelp: "Los avisos cesan y al llamante se le puede decir que la tiene usted.",
    call: (number: string) => `Llamar al ${number}`,
    called: "He devuelto la llamada",
    calledHelp: "La cierra: ya no se avisa a nadie más.",
    already: "Ya he devuelto la llamada",
    again: "Llamar otra vez",
    other: (who: string) => `${who} tiene esta llamada.`,
    done: "Esta llamada está hecha.",
  },
});

/** The second half of a double tap falls within it. */
const SETTLES_MS = 800;

/** Take it, call, say that it is done: each is the one big button when its turn has come. */
export function BigButton({
  message,
  perform,
}: {
  readonly message: MessageDetail;
  readonly perform: Performing;
}): VNode | null {
  const [dialled, setDialled] = useState(false);
  const [busy, setBusy] = useState(false);
  const number = numberOf(message);
  const mine = [me()?.person, `user:${me()?.id}`];
  const step = nextStep(message, { mine, dialled: dialled || number === undefined });
  // Under the finger is another button now: nobody has read yet what it does.
  const [read, setRead] = useState(step);
  useEffect(() => {
    const timer = setTimeout(() => setRead(step), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [step]);
  const waits = busy || read !== step;
  if (!may("messages.act")) return null;
  const act = async (name: "take" | "called-back"): Promise<void> => {
    setBusy(true);
    await perform.act(name);
    setBusy(false);
  };
  switch (step) {
    case "take":
      return html`<div class="big"><${Button} kind="deed" icon="hand" busy=${busy} onClick=${() => act("take")}>${says().take}<//><p class="soft">${says().takeHelp}</p></div>`;
    case "call":
      return html`<div class="big"><a class="button deed" href=${phoneLink(number ?? "")} onClick=${() => setDialled(true)}><${Icon} name="phone" /><span class="number">${says().call(phoneText(number ?? ""))}</span></a>
        <${Button} kind="quiet" busy=${waits} onClick=${() => act("called-back")}>${says().already}<//></div>`;
    case "tell":
      return html`<div class="big"><${Button} kind="deed" icon="check" busy=${waits} onClick=${() => act("called-back")}>${says().called}<//><p class="soft">${says().calledHelp}</p>
        ${number !== undefined && html`<${Button} kind="quiet" onClick=${() => setDialled(false)}>${says().again}<//>`}</div>`;
    case "theirs":
      return html`<div class="big"><p class="notice going"><${Icon} name="info" /><strong>${says().other(message.takenBy?.name ?? "?")}</strong></p></div>`;
    case "done":
      return html`<div class="big"><p class="notice well"><${Icon} name="check" /><strong>${says().done}</strong></p></div>`;
  }
}
