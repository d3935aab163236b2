import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type * as z from "zod";
import type { rolesAnswer } from "../../api/users.ts";
import { post } from "../api.ts";
import { CheckField, SelectField, TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken, Loaded } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import type { MadeToken } from "../pages/tokens.ts";
import { useRemote } from "../remote.ts";
import { rightInWords } from "./rightWords.ts";

const says = words({
  en: {
    title: "Make a token",
    name: "For which program",
    days: "Good for",
    spans: { 30: "30 days", 90: "90 days", 365: "one year", 1095: "three years" },
    rights: "What it may do",
    deed: "Make",
  },
  es: {
    title: "Hacer una clave",
    name: "Para qué programa",
    days: "Vale",
    spans: { 30: "30 días", 90: "90 días", 365: "un año", 1095: "tres años" },
    rights: "Qué puede hacer",
    deed: "Hacer",
  },
});

type Roles = z.infer<typeof rolesAnswer>;

/** The box refuses these to programs; they need not be offered. */
const FOR_PERSONS = ["users.manage", "tokens.manage", "network.change"];

export function NewToken({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: (made: MadeToken) => void;
}): VNode {
  const roles = useRemote<Roles>("/users/roles");
  const [name, setName] = useState("");
  const [days, setDays] = useState("365");
  const [rights, setRights] = useState<readonly string[]>([]);
  const sending = useSending();
  const make = (): void =>
    void sending.send(async () => onMade(await post<MadeToken>("/tokens", { name, days: Number(days), rights })));
  return html`<${Dialog} title=${says().title} deed=${says().deed} busy=${sending.busy} onDeed=${make} onClose=${onClose}>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <${TextField} label=${says().name} value=${name} onValue=${setName} longest=${60} wrong=${sending.problem?.fields["name"]} required first />
    <${SelectField} label=${says().days} value=${days} onValue=${setDays} choices=${Object.entries(says().spans).map(([value, text]) => ({ value, text }))} />
    <fieldset><legend>${says().rights}</legend>
      <${Loaded} of=${roles}>${(known: Roles) =>
        html`${known.rights
          .filter(({ right }) => !FOR_PERSONS.includes(right))
          .map(
            ({ right, words: said }) =>
              html`<${CheckField} key=${right} label=${rightInWords(right, said)} checked=${rights.includes(right)} onValue=${(
                on: boolean,
              ) => setRights(on ? [...rights, right] : rights.filter((one) => one !== right))} />`,
          )}`}<//></fieldset>
  <//>`;
}
