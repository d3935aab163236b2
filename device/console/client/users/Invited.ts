import type { VNode } from "preact";
import type { Invitation } from "../../api/users.ts";
import { Button } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { tell } from "../components/toasts.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { dayAndTime } from "../time.ts";

const says = words({
  en: {
    title: (name: string) => `One-time code for ${name}`,
    lead: "Hand it over in person, on paper or by telephone. Whoever has it sets the password. It is not shown again.",
    code: "Code",
    where: "Where it is entered",
    until: (when: string) => `Good until ${when}, and once.`,
    copy: "Copy the link",
    copied: "The link is copied.",
    print: "Print",
  },
  es: {
    title: (name: string) => `Código de un solo uso para ${name}`,
    lead: "Entréguelo en persona, en papel o por teléfono. Quien lo tenga pone la contraseña. No se vuelve a mostrar.",
    code: "Código",
    where: "Dónde se escribe",
    until: (when: string) => `Vale hasta ${when}, y una sola vez.`,
    copy: "Copiar el enlace",
    copied: "El enlace está copiado.",
    print: "Imprimir",
  },
});

export function Invited({
  invitation,
  onClose,
}: {
  readonly invitation: Invitation;
  readonly onClose: () => void;
}): VNode {
  const { code, expiresAt, path, user } = invitation;
  const copy = (): void => void navigator.clipboard?.writeText(location.origin + path).then(() => tell(says().copied));
  return html`<${Dialog} title=${says().title(user.name)} onClose=${onClose}>
    <p>${says().lead}</p>
    <dl class="facts handed"><dt>${says().code}</dt><dd class="code big-code">${code}</dd><dt>${says().where}</dt><dd class="code">${`${location.origin}/welcome`}</dd></dl>
    <p class="soft">${says().until(dayAndTime(expiresAt))}</p>
    <div class="acts unprinted"><${Button} icon="copy" onClick=${copy}>${says().copy}<//><${Button} icon="print" kind="quiet" onClick=${() => print()}>${says().print}<//></div>
  <//>`;
}
