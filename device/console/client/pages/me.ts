import type { VNode } from "preact";
import { Button } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { BrowserSettings } from "../me/Browser.ts";
import { ChangePassword } from "../me/ChangePassword.ts";
import { Emergency } from "../me/Emergency.ts";
import { Factor } from "../me/Factor.ts";
import { Sessions } from "../me/Sessions.ts";
import { roleWords } from "../roleWords.ts";
import { leave, me } from "../session.ts";

const says = words({
  en: { title: "My account", leave: "Sign out" },
  es: { title: "Mi cuenta", leave: "Salir" },
});

/** What somebody sets for themselves. */
export default function Me(): VNode {
  const who = me();
  return html`<div class="head"><h1>${says().title}</h1><${Button} icon="leave" onClick=${() => void leave()}>${says().leave}<//></div>
    ${who !== undefined && html`<p class="lead">${who.name}, ${roleWords()[who.role]} (<span class="code">${who.id}</span>)</p>`}
    <div class="columns"><${BrowserSettings} /><${Factor} /><${ChangePassword} /><${Sessions} /><${Emergency} /></div>`;
}
