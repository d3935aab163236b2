import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type * as z from "zod";
import type { Invitation, UserRow, usersAnswer } from "../../api/users.ts";
import { Button } from "../components/controls.ts";
import { Loaded } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { roleWords } from "../roleWords.ts";
import { whenShort } from "../time.ts";
import { AddUser } from "../users/AddUser.ts";
import { ChangeUser } from "../users/ChangeUser.ts";
import { Invited } from "../users/Invited.ts";
import { RequireFactor } from "../users/RequireFactor.ts";

const says = words({
  en: {
    title: "Users",
    lead: "Everybody signs in under their own name, so that the audit can say who saw and heard what.",
    add: "Add a user",
    name: "Name",
    role: "Role",
    state: "State",
    states: { active: "active", invited: "has a code, no password yet", disabled: "disabled" } satisfies Record<
      UserRow["state"],
      string
    >,
    factor: "Second factor",
    factors: { app: "app", sms: "SMS", recovery: "paper" },
    none: "none",
    seen: "Last seen",
    never: "never",
    change: "Change",
    changeOf: (name: string) => `Change ${name}`,
  },
  es: {
    title: "Usuarios",
    lead: "Cada uno entra con su propio nombre, para que el registro pueda decir quién vio y escuchó qué.",
    add: "Añadir un usuario",
    name: "Nombre",
    role: "Función",
    state: "Estado",
    states: { active: "activo", invited: "tiene un código, aún sin contraseña", disabled: "desactivado" },
    factor: "Segundo factor",
    factors: { app: "aplicación", sms: "SMS", recovery: "papel" },
    none: "ninguno",
    seen: "Visto",
    never: "nunca",
    change: "Cambiar",
    changeOf: (name: string) => `Cambiar los datos de ${name}`,
  },
});

type Answer = z.infer<typeof usersAnswer>;

const LOOK = { active: "pill well", invited: "pill warn", disabled: "pill" } as const;

/** Who may sign in, and as what. */
export default function Users(): VNode {
  const users = useRemote<Answer>("/users");
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<UserRow>();
  const [invited, setInvited] = useState<Invitation>();
  const show = (invitation: Invitation): void => {
    setAdding(false);
    setChanging(undefined);
    setInvited(invitation);
    users.again();
  };
  const changed = (): void => {
    setChanging(undefined);
    users.again();
  };
  return html`<div class="head"><h1>${says().title}</h1><${Button} kind="deed" icon="plus" onClick=${() => setAdding(true)}>${says().add}<//></div>
    <p class="lead">${says().lead}</p>
    <${Loaded} of=${users} lines=${4}>${({ users: rows }: Answer) => html`
      <table class="stacked"><thead><tr><th scope="col">${says().name}</th><th scope="col">${says().role}</th><th scope="col">${says().state}</th><th scope="col">${says().factor}</th><th scope="col">${says().seen}</th><td /></tr></thead>
      <tbody>${rows.map(
        (user) => html`<tr key=${user.id}>
          <th scope="row"><strong>${user.name}</strong><br /><span class="code">${user.id}</span></th>
          <td data-label=${says().role}>${roleWords()[user.role]}${user.person !== undefined && html` <span class="soft code">${user.person}</span>`}</td>
          <td data-label=${says().state}><span class=${LOOK[user.state]}>${says().states[user.state]}</span></td>
          <td data-label=${says().factor}>${user.factors.length === 0 ? says().none : user.factors.map((way) => says().factors[way]).join(", ")}</td>
          <td data-label=${says().seen}>${user.lastSeenAt === undefined ? says().never : whenShort(user.lastSeenAt)}</td>
          <td><div class="acts"><${Button} label=${says().changeOf(user.name)} onClick=${() => setChanging(user)}>${says().change}<//></div></td>
        </tr>`,
      )}</tbody></table>
      <${RequireFactor} />`}<//>
    ${adding && html`<${AddUser} onAdded=${show} onClose=${() => setAdding(false)} />`}
    ${changing !== undefined && html`<${ChangeUser} user=${changing} onChanged=${changed} onInvited=${show} onClose=${() => setChanging(undefined)} />`}
    ${invited !== undefined && html`<${Invited} invitation=${invited} onClose=${() => setInvited(undefined)} />`}`;
}
