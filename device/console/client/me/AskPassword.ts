import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    title: "Your password, once more",
    why: "So that nobody changes this who only finds the browser open.",
    password: "Password",
    deed: "Go on",
  },
  es: {
    title: "Su contraseña, otra vez",
    why: "Para que no lo cambie nadie que solo encuentre el navegador abierto.",
    password: "Contraseña",
    deed: "Continuar",
  },
});

interface AskPasswordProps {
  /** Does what it is asked for; what it throws is said, and the question stays. */
  readonly onPassword: (password: string) => Promise<void>;
  readonly onClose: () => void;
}

export function AskPassword({ onClose, onPassword }: AskPasswordProps): VNode {
  const [password, setPassword] = useState("");
  const sending = useSending();
  const send = (): void => void sending.send(() => onPassword(password)).then((went) => !went && setPassword(""));
  return html`<${Dialog} title=${says().title} deed=${says().deed} busy=${sending.busy} onDeed=${send} onClose=${onClose}>
    <p class="lead">${says().why}</p>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <${TextField} label=${says().password} value=${password} onValue=${setPassword} type="password" autocomplete="current-password" required first />
  <//>`;
}
