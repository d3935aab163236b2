import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { HandsAnswer } from "../../api/hands.ts";
import type { MessageDetail } from "../../api/messages.ts";
import { CheckField, SelectField, TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import type { Performing } from "./performing.ts";

const says = words({
  en: {
    title: "Give this message to somebody",
    to: "To",
    choose: "Choose …",
    nobody: "Nobody",
    myself: (name: string) => `${name} (you)`,
    note: "Note",
    noteHelp: "Stays with the message and is sent nowhere.",
    deed: "Give",
    page: "They find it under Mine. Pages about it go on.",
    text: "Tell them by SMS",
    textHelp: "The reference only, to the telephone of the clinic file.",
  },
  es: {
    title: "Asignar este mensaje a alguien",
    to: "A",
    choose: "Elija …",
    nobody: "Nadie",
    myself: (name: string) => `${name} (usted)`,
    note: "Nota",
    noteHelp: "Queda con el mensaje y no se envía a ninguna parte.",
    deed: "Asignar",
    page: "Lo encontrará en Míos. Los avisos sobre él continúan.",
    text: "Decírselo por SMS",
    textHelp: "Solo la referencia, al teléfono del archivo de la clínica.",
  },
});

const NOBODY = "nobody";

interface GiveToProps {
  readonly message: MessageDetail;
  readonly perform: Performing;
  readonly onClose: () => void;
}

export function GiveTo({ message, onClose, perform }: GiveToProps): VNode {
  const hands = useRemote<HandsAnswer>("/hands");
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const [texted, setTexted] = useState(false);
  const [busy, setBusy] = useState(false);
  const hasTelephone = to !== "" && to !== NOBODY && !to.startsWith("user:");
  const give = async (): Promise<void> => {
    if (to === "") return;
    setBusy(true);
    const was = message.assignedTo?.id ?? null;
    const said = note.trim() === "" ? undefined : note;
    const done =
      texted && hasTelephone
        ? await perform.act("hand-over", { to, note: said })
        : (said === undefined || (await perform.act("note", { text: said }))) &&
          (await perform.act("assign", { to: to === NOBODY ? null : to, was }));
    setBusy(false);
    if (done) onClose();
  };
  const choices = [
    { value: "", text: says().choose },
    ...(hands.data?.hands ?? []).map(({ id, name, you }) => ({ value: id, text: you ? says().myself(name) : name })),
    ...(message.assignedTo === undefined ? [] : [{ value: NOBODY, text: says().nobody }]),
  ];
  return html`<${Dialog} title=${says().title} deed=${says().deed} busy=${busy} onDeed=${give} onClose=${onClose}>
    ${hands.problem !== undefined && html`<${Broken} problem=${hands.problem} again=${hands.again} />`}
    <${SelectField} label=${says().to} help=${says().page} value=${to} choices=${choices} onValue=${setTo} />
    ${hasTelephone && html`<${CheckField} label=${says().text} help=${says().textHelp} checked=${texted} onValue=${setTexted} />`}
    <${TextField} label=${says().note} help=${says().noteHelp} value=${note} onValue=${setNote} lines=${3} longest=${2_000} optional />
  <//>`;
}
