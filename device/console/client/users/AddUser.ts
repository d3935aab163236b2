import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Invitation } from "../../api/users.ts";
import type { Role } from "../../auth/roles.ts";
import { post } from "../api.ts";
import { TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { RoleAndPerson } from "./RoleAndPerson.ts";

const says = words({
  en: {
    title: "Add a user",
    name: "Name",
    nameHelp: "As the others see it: Dr. Chen, Ann Miller.",
    id: "User name",
    idHelp: "Typed at each sign-in: letters without accents, digits, . _ and -",
    deed: "Add",
  },
  es: {
    title: "Añadir un usuario",
    name: "Nombre",
    nameHelp: "Como lo ven los demás: Dr. Chen, Ann Miller.",
    id: "Nombre de usuario",
    idHelp: "Se escribe cada vez que se entra: letras sin acentos, cifras, . _ y -",
    deed: "Añadir",
  },
});

interface AddUserProps {
  readonly onAdded: (invitation: Invitation) => void;
  readonly onClose: () => void;
}

export function AddUser({ onAdded, onClose }: AddUserProps): VNode {
  const [name, setName] = useState("");
  const [id, setId] = useState("");
  const [role, setRole] = useState<Role>("frontDesk");
  const [person, setPerson] = useState<string | undefined>();
  const sending = useSending();
  const add = (): void =>
    void sending.send(async () =>
      onAdded(await post<Invitation>("/users", { id, name, role, ...(person !== undefined && { person }) })),
    );
  const wrong = sending.problem?.fields;
  return html`<${Dialog} title=${says().title} deed=${says().deed} busy=${sending.busy} onDeed=${add} onClose=${onClose}>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <${TextField} label=${says().name} help=${says().nameHelp} value=${name} onValue=${setName} wrong=${wrong?.["name"]} longest=${80} required first />
    <${TextField} label=${says().id} help=${says().idHelp} value=${id} onValue=${setId} wrong=${wrong?.["id"]} longest=${40} required />
    <${RoleAndPerson} role=${role} person=${person} onRole=${setRole} onPerson=${setPerson} wrong=${wrong?.["person"]} />
  <//>`;
}
