import type { VNode } from "preact";
import type { SessionAnswer } from "../../api/session.ts";
import { patch } from "../api.ts";
import { CheckField, SelectField } from "../components/controls.ts";
import { tellWrong } from "../components/toasts.ts";
import { html } from "../html.ts";
import { LANGUAGES, type Language, language, speak, words } from "../i18n.ts";
import { shortcuts, THEMES, type Theme, theme } from "../preferences.ts";
import { settle } from "../session.ts";

const says = words({
  en: {
    title: "Language and looks",
    language: "Language",
    theme: "Colours",
    themes: { system: "As this computer", light: "Light", dark: "Dark" } satisfies Record<Theme, string>,
    keys: "Single keys as commands",
    keysHelp: "Switch this off if you write by speech. The list is on the page Help.",
  },
  es: {
    title: "Idioma y aspecto",
    language: "Idioma",
    theme: "Colores",
    themes: { system: "Como esta computadora", light: "Claros", dark: "Oscuros" },
    keys: "Teclas sueltas como atajos",
    keysHelp: "Desactívelo si escribe dictando. La lista está en la página Ayuda.",
  },
});

/** The language goes with the person; the rest stays at this browser. */
export function BrowserSettings(): VNode {
  const choose = (chosen: Language): void => {
    speak(chosen);
    patch<SessionAnswer>("/session", { language: chosen }).then(settle, tellWrong);
  };
  return html`<section class="narrow"><h2>${says().title}</h2>
    <${SelectField} label=${says().language} value=${language.value} choices=${Object.entries(LANGUAGES).map(([value, text]) => ({ value, text }))} onValue=${(value: string) => choose(value as Language)} />
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
