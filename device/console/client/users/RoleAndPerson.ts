import type { VNode } from "preact";
import type { HandsAnswer } from "../../api/hands.ts";
import type { Role } from "../../auth/roles.ts";
import { SelectField } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { roleWords } from "../roleWords.ts";

const says = words({
  en: {
    role: "Role",
    what: {
      frontDesk: "Reads, hears, and works on messages; sees the schedule.",
      doctor: "Reads and hears messages, takes calls, swaps duty.",
      manager: "Everything, users and the network included.",
      technician: "Keeps the box running: health, tests, script. Sees and hears no patient.",
    } satisfies Record<Role, string>,
    person: "Person of the clinic file",
    personHelp: "Who takes calls in the console takes them as this person.",
    nobody: "Nobody",
  },
  es: {
    role: "Función",
    what: {
      frontDesk: "Lee, escucha y atiende los mensajes; ve las guardias.",
      doctor: "Lee y escucha mensajes, se encarga de llamadas, cambia guardias.",
      manager: "Todo, también usuarios y red.",
      technician: "Mantiene el equipo: estado, pruebas, guion. No ve ni escucha a ningún paciente.",
    },
    person: "Persona del archivo de la clínica",
    personHelp: "Quien se encarga de llamadas en la consola lo hace como esta persona.",
    nobody: "Nadie",
  },
});

interface RoleAndPersonProps {
  readonly role: Role;
  readonly person: string | undefined;
  readonly onRole: (role: Role) => void;
  readonly onPerson: (person: string | undefined) => void;
  readonly wrong: string | undefined;
}

/** What somebody may do, and whom of the clinic file they are. */
export function RoleAndPerson({ onPerson, onRole, person, role, wrong }: RoleAndPersonProps): VNode {
  const hands = useRemote<HandsAnswer>("/hands");
  const people = (hands.data?.hands ?? []).filter(({ id }) => !id.startsWith("user:"));
  const choices = [
    { value: "", text: says().nobody },
    ...people.map(({ id, name }) => ({ value: id, text: `${name} (${id})` })),
  ];
  const roles = roleWords();
  return html`<${SelectField} label=${says().role} help=${says().what[role]} value=${role} onValue=${(value: string) => onRole(value as Role)}
      choices=${Object.entries(roles).map(([value, text]) => ({ value, text }))} />
    <${SelectField} label=${says().person} help=${says().personHelp} value=${person ?? ""} choices=${choices} wrong=${wrong} optional=${role !== "doctor"} onValue=${(value: string) => onPerson(value === "" ? undefined : value)} />`;
}
