import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Invitation, UserRow } from "../../api/users.ts";
import { patch, post, remove } from "../api.ts";
import { Button, TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken } from "../components/states.ts";
import { tell } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { RoleAndPerson } from "./RoleAndPerson.ts";

const says = words({
  en: {
    title: (name: string) => `Change ${name}`,
    name: "Name",
    deed: "Save",
    more: "Besides",
    invite: "Code for a new password",
    factor: "Take the second factor away",
    sessions: "Sign out everywhere",
    disable: "Disable",
    enable: "Let in again",
    done: "Done.",
    disabled: (name: string) => `${name} may not sign in any more.`,
    enabled: (name: string) => `${name} may sign in again.`,
  },
  es: {
    title: (name: string) => `Cambiar los datos de ${name}`,
    name: "Nombre",
    deed: "Guardar",
    more: "Además",
    invite: "Código para otra contraseña",
    factor: "Quitar el segundo factor",
    sessions: "Cerrar sus sesiones",
    disable: "Desactivar",
    enable: "Dejar entrar de nuevo",
    done: "Hecho.",
    disabled: (name: string) => `${name} ya no puede entrar.`,
    enabled: (name: string) => `${name} puede entrar de nuevo.`,
  },
});

interface ChangeUserProps {
  readonly user: UserRow;
  readonly onChanged: () => void;
  readonly onInvited: (invitation: Invitation) => void;
  readonly onClose: () => void;
}

export function ChangeUser({ onChanged, onClose, onInvited, user }: ChangeUserProps): VNode {
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);
  const [person, setPerson] = useState(user.person);
  const sending = useSending();
  const path = `/users/${encodeURIComponent(user.id)}`;
  const does = (work: () => Promise<unknown>, said: string, undo?: () => Promise<unknown>) => (): void =>
    void sending.send(work).then((went) => {
      if (!went) return;
      tell(said, undo && (() => undo().then(onChanged)));
      onChanged();
    });
  const set = (disabled: boolean) => (): Promise<unknown> => patch(path, { disabled });
  const off = user.state === "disabled";
  const wrong = sending.problem?.fields;
  return html`<${Dialog} title=${says().title(user.name)} deed=${says().deed} busy=${sending.busy} onClose=${onClose} onDeed=${does(() => patch(path, { name, role, person: person ?? null }), says().done)}>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <${TextField} label=${says().name} value=${name} onValue=${setName} wrong=${wrong?.["name"]} longest=${80} required />
    <${RoleAndPerson} role=${role} person=${person} onRole=${setRole} onPerson=${setPerson} wrong=${wrong?.["person"]} />
    <h3>${says().more}</h3>
    <div class="acts besides">
      <${Button} icon="key" busy=${sending.busy} onClick=${() => void sending.send(async () => onInvited(await post<Invitation>(`${path}/invitation`)))}>${says().invite}<//>
      ${user.factors.length > 0 && html`<${Button} icon="mobile" busy=${sending.busy} onClick=${does(() => remove(`${path}/factor`), says().done)}>${says().factor}<//>`}
      <${Button} icon="leave" busy=${sending.busy} onClick=${does(() => remove(`${path}/sessions`), says().done)}>${says().sessions}<//>
      <${Button} kind=${off ? "plain" : "danger"} busy=${sending.busy} onClick=${does(set(!off), off ? says().enabled(user.name) : says().disabled(user.name), set(off))}>${off ? says().enable : says().disable}<//>
    </div>
  <//>`;
}
