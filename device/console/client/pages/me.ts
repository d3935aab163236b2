import type { VNode } from "preact";
import { Button, CheckField, SelectField } from "../components/controls.ts";
import { html } from "../html.ts";
import { LANGUAGES, type Language, language, speak, words } from "../i18n.ts";
import { shortcuts, THEMES, type Theme, theme } from "../preferences.ts";
import { leave, me } from "../session.ts";

const says = words({
  en: {
    title: "My account",
    who: (name: string, role: string) => `${name}, ${role}`,
    roles: { frontDesk: "front desk", doctor: "doctor", manager: "manager", technician: "technician" },
    looks: "At this browser",
    language: "Language",
    theme: "Colours",
    themes: { system: "As this computer", light: "Light", dark: "Dark" } satisfies Record<Theme, string>,
    keys: "Single keys as commands",
    keysHelp: "Switch this off if you write by speech. The list is on the page Help.",
    leave: "Sign out",
  },
  es: {
    title: "Mi cuenta",
    who: (name: string, role: string) => `${name}, ${role}`,
    roles: { frontDesk: "recepción", doctor: "médico", manager: "gerente", technician: "técnico" },
    looks: "En este navegador",
    language: "Idioma",
    theme: "Colores",
    themes: { system: "Como este ordenador", light: "Claros", dark: "Oscuros" },
    keys: "Teclas sueltas como órdenes",
    keysHelp: "Desactívelo si escribe dictando. La lista está en la página Ayuda.",
    leave: "Salir",
  },
});

/** What somebody sets for themselves. */
export default function Me(): VNode {
  const who = me();
  return html`<div class="head"><h1>${says().title}</h1><${Button} icon="leave" onClick=${() => void leave()}>${says().leave}<//></div>
    ${who !== undefined && html`<p class="lead">${says().who(who.name, says().roles[who.role])}</p>`}
    <section class="narrow"><h2>${says().looks}</h2>
      <${SelectField} label=${says().language} value=${language.value} choices=${Object.entries(LANGUAGES).map(([value, text]) => ({ value, text }))} onValue=${(value: string) => speak(value as Language)} />
      <${SelectField} label=${says().theme} value=${theme.value} choices=${THEMES.map((value) => ({ value, text: says().themes[value] }))} onValue=${(
        value: string,
      ) => {
        theme.value = value as Theme;
      }} />
      <${CheckField} label=${says().keys} help=${says().keysHelp} checked=${shortcuts.value === "on"} onValue=${(
        on: boolean,
      ) => {
        shortcuts.value = on ? "on" : "off";
      }} />
    </section>`;
}
