import type { VNode } from "preact";
import { Button } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { tell } from "../components/toasts.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import type { MadeToken } from "../pages/tokens.ts";

const says = words({
  en: {
    title: (name: string) => `Token of ${name}`,
    lead: "It is not shown again. The program sends it with each request:",
    copy: "Copy the token",
    copied: "The token is copied.",
  },
  es: {
    title: (name: string) => `Clave de ${name}`,
    lead: "No se vuelve a mostrar. El programa la envía con cada petición:",
    copy: "Copiar la clave",
    copied: "La clave está copiada.",
  },
});

export const Secret = ({ made, onClose }: { readonly made: MadeToken; readonly onClose: () => void }): VNode =>
  html`<${Dialog} title=${says().title(made.token.name)} onClose=${onClose}><p>${says().lead}</p>
    <p class="card code secret">Authorization: Bearer ${made.secret}</p>
    <p><${Button} icon="copy" onClick=${() => void navigator.clipboard?.writeText(made.secret).then(() => tell(says().copied))}>${says().copy}<//></p><//>`;
