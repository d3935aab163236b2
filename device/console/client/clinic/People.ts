import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Button, TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { at, issuesIn, listAt, textAt } from "./draft.ts";
import { type Bound, mayEdit, remove, SomeIn, set, TextIn } from "./fields.ts";
import { Told } from "./Told.ts";
import { wayChoices } from "./targets.ts";

const says = words({
  en: {
    title: "People",
    lead: "Everybody who may be paged. Their telephone is how they are reached, and how the box knows who answers.",
    name: "Name",
    phone: "Mobile telephone",
    phoneHelp: "With country code: +13125550101.",
    notify: "Ways to reach them",
    pin: "Has a PIN for the telephone.",
    noPin: "Has no PIN: on the telephone they hear the reference only. PINs are set with the set-up pages, never here.",
    add: "Add a person",
    short: "Short name",
    shortHelp: "For rotations and escalation: small letters, such as chen.",
    take: (name: string) => `Remove ${name}`,
  },
  es: {
    title: "Personas",
    lead: "Todos a los que se puede avisar. Su teléfono es cómo se les localiza y cómo el equipo sabe quién contesta.",
    name: "Nombre",
    phone: "Teléfono celular",
    phoneHelp: "Con código de país: +13125550101.",
    notify: "Formas de avisarle",
    pin: "Tiene un PIN para el teléfono.",
    noPin:
      "No tiene PIN: por teléfono solo oye la referencia. Los PIN se ponen en las páginas de instalación, nunca aquí.",
    add: "Añadir una persona",
    short: "Nombre corto",
    shortHelp: "Para turnos y avisos: minúsculas, como chen.",
    take: (name: string) => `Quitar a ${name}`,
  },
});

/** Who may be paged, and how. */
export function People(bound: Bound): VNode {
  const [adding, setAdding] = useState(false);
  const people = listAt(bound.shown.value, ["people"]);
  return html`<section><h2>${says().title}</h2><p class="help">${says().lead}</p>
    <ul role="list" class="entries">${people.map((person, index) => {
      const here = ["people", index];
      const name = textAt(person, ["name"]);
      const about = issuesIn(bound.shown.issues, here).filter(({ path }) => !/\.(name|phone|notify)$/.test(path));
      return html`<li key=${textAt(person, ["id"], String(index))} class="card">
        <div class="head"><h3>${name} <code class="soft">${textAt(person, ["id"])}</code></h3>
          ${mayEdit(bound) && html`<${Button} kind="quiet" icon="close" label=${says().take(name)} onClick=${() => bound.edit(remove(here))} />`}</div>
        <div class="beside"><${TextIn} ...${bound} path=${[...here, "name"]} label=${says().name} />
          <${TextIn} ...${bound} path=${[...here, "phone"]} label=${says().phone} help=${says().phoneHelp} /></div>
        <${SomeIn} ...${bound} path=${[...here, "notify"]} label=${says().notify} choices=${wayChoices()} usual=${["sms"]} />
        <p class="soft">${at(person, ["pin"]) === undefined ? says().noPin : says().pin}</p>
        <${Told} issues=${about} />
      </li>`;
    })}</ul>
    ${mayEdit(bound) && html`<${Button} icon="plus" onClick=${() => setAdding(true)}>${says().add}<//>`}
    ${adding && html`<${AddPerson} ...${bound} at=${people.length} onClose=${() => setAdding(false)} />`}
  </section>`;
}

function AddPerson({ at: index, edit, onClose }: Bound & { readonly at: number; readonly onClose: () => void }): VNode {
  const [name, setName] = useState("");
  const [id, setId] = useState<string>();
  const [phone, setPhone] = useState("+");
  const short = id ?? shortOf(name);
  const add = async (): Promise<void> => {
    onClose();
    await edit(set(["people", index], { id: short, name: name.trim(), phone: phone.trim(), notify: ["sms", "call"] }));
  };
  return html`<${Dialog} title=${says().add} deed=${says().add} onClose=${onClose} onDeed=${add}>
    <${TextField} label=${says().name} value=${name} onValue=${setName} required first />
    <${TextField} label=${says().phone} help=${says().phoneHelp} type="tel" value=${phone} onValue=${setPhone} required />
    <${TextField} label=${says().short} help=${says().shortHelp} value=${short} onValue=${setId} required />
  <//>`;
}

/** "Dr. Maria Chen" is chen to whoever reads the file. */
const shortOf = (name: string): string =>
  (name.trim().replace(/,.*$/, "").split(/\s+/).at(-1) ?? "")
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "");
