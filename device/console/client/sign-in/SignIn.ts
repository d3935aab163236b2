import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../components/icons.ts";
import { pageTitle } from "../counts.ts";
import { Banners } from "../frame/Banners.ts";
import { html } from "../html.ts";
import { LANGUAGES, type Language, language, speak, words } from "../i18n.ts";
import { place } from "../router.ts";
import { session } from "../session.ts";
import { FirstPassword } from "./FirstPassword.ts";
import { FirstUse } from "./FirstUse.ts";
import { Password } from "./Password.ts";

const says = words({
  en: { title: "Sign in", language: "Language" },
  es: { title: "Entrar", language: "Idioma" },
});

/** The path of the link that a manager hands out: `/welcome#CODE`. The code stays behind the `#`, so no server logs it. */
export const WELCOME = "/welcome";

/** The door: for somebody with a password, with a one-time code, or before there is anybody. */
export function SignIn(): VNode {
  const known = session.value;
  useEffect(() => {
    pageTitle.value = `${says().title} – ${known?.clinic.name || "FirstRing"}`;
  });
  return html`<main id="main" class="door">
    <${Banners} />
    <p class="mark"><${Icon} name="check" />FirstRing<span>${known?.clinic.name}</span></p>
    ${
      place.value.path === WELCOME
        ? html`<${FirstPassword} />`
        : known?.firstUse === true
          ? html`<${FirstUse} />`
          : html`<${Password} wasIn=${place.value.path !== "/"} />`
    }
    <ul class="tongues" role="list" aria-label=${says().language}>
      ${(Object.keys(LANGUAGES) as Language[]).map(
        (tongue) =>
          html`<li key=${tongue}><button type="button" class="button quiet" lang=${tongue} aria-pressed=${tongue === language.value} onClick=${() => speak(tongue)}>${LANGUAGES[tongue]}</button></li>`,
      )}
    </ul>
  </main>`;
}
