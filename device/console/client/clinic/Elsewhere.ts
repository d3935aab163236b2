import type { VNode } from "preact";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { issuesIn, type Shown } from "./draft.ts";
import { Issues } from "./Issues.ts";
import { type Reason, reasonsIn, type Section } from "./parts.ts";

const says = words({
  en: {
    title: "Without a form",
    text: "Open the whole file",
    reasons: {
      temporary:
        "A schedule for a time that replaces all others: hours that it leaves empty page the fallback, so it is written as a whole.",
      calendars:
        "Duty kept in another program's calendar: its address, and who is who in it, are the technician's part.",
      lines:
        "Which modems there are, and of which kind, follows from what is plugged in: the set-up pages of the box find them.",
      secrets: "PINs are secrets: the set-up pages keep them, and the file says only where.",
      lamps: "Names of lamps in the machine are the technician's part.",
      backup: "The disk that backups go to and the key that opens them are the technician's part.",
      mqtt: "The broker, its certificates and its password are the technician's part; a manager has to apply it.",
      version: "The version of the file's language stays as it is.",
    } satisfies Record<Reason, string>,
  },
  es: {
    title: "Sin formulario",
    text: "Abrir el archivo entero",
    reasons: {
      temporary:
        "Un plan por un tiempo que reemplaza a todos los demás: en las horas que deja vacías se avisa al sustituto, así que se escribe entero.",
      calendars:
        "Guardias que se llevan en el calendario de otro programa: su dirección y quién es quién en él son cosa del técnico.",
      lines:
        "Qué módems hay y de qué clase depende de lo que está enchufado: los encuentran las páginas de instalación del equipo.",
      secrets: "Los PIN son secretos: los guardan las páginas de instalación, y el archivo solo dice dónde.",
      lamps: "Los nombres de las luces de la máquina son cosa del técnico.",
      backup: "El disco de las copias de seguridad y la clave que las abre son cosa del técnico.",
      mqtt: "El servidor MQTT, sus certificados y su contraseña son cosa del técnico; lo tiene que aplicar un gerente.",
      version: "La versión del lenguaje del archivo se queda como está.",
    },
  },
});

interface ElsewhereProps {
  readonly section: Section;
  readonly shown: Shown;
}

/** What of the file this section does not show, why, and what the check says of it. */
export function Elsewhere({ section, shown }: ElsewhereProps): VNode {
  const reasons = reasonsIn(section);
  // Of an entry that has a form as well, the form tells.
  const whole = reasons.flatMap(({ paths }) => paths).filter((path) => !path.includes("*") && path !== "lines");
  const issues = whole.flatMap((path) => issuesIn(shown.issues, path.split(".")));
  return html`<section class="elsewhere"><h2>${says().title}</h2><ul>${reasons.map(
    ({ paths, reason }) =>
      html`<li key=${reason}>${paths.map((path, at) => html`${at > 0 && ", "}<code>${path.replaceAll(".*", "")}</code>`)}: ${says().reasons[reason]}</li>`,
  )}</ul>${issues.length > 0 && html`<${Issues} issues=${issues} />`}<p><a href="/clinic/text">${says().text}</a></p></section>`;
}
