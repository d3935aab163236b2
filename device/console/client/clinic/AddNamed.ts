import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    name: "Short name",
    help: "Small letters, digits and hyphens, such as nights. It stays: the rest of the file goes by it.",
    form: "Small letters, digits and hyphens only, beginning with a letter.",
    taken: "There is one of this name already.",
  },
  es: {
    name: "Nombre corto",
    help: "Minúsculas, cifras y guiones, como noches. Se queda así: el resto del archivo se rige por él.",
    form: "Solo minúsculas, cifras y guiones; empieza por una letra.",
    taken: "Ya hay uno con este nombre.",
  },
});

/** As the check of the clinic file has it. */
const ID = /^[a-z][a-z0-9-]{0,31}$/;

/** Asks how something new shall be called in the file. */
export function AddNamed(props: {
  readonly title: string;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}): VNode {
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string>();
  const add = (): void => {
    const typed = name.trim();
    const complaint = !ID.test(typed) ? says().form : props.taken.includes(typed) ? says().taken : undefined;
    setWrong(complaint);
    if (complaint !== undefined) return;
    props.onClose();
    props.onName(typed);
  };
  return html`<${Dialog} title=${props.title} deed=${props.title} onClose=${props.onClose} onDeed=${add}>
    <${TextField} label=${says().name} help=${says().help} wrong=${wrong} value=${name} onValue=${setName} longest=${32} required first />
  <//>`;
}
