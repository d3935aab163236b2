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
    title: "Authenticator app",
    scan: "Scan this with the app on your telephone, or type the secret into it. Then enter the six digits that it shows.",
    picture: "QR code for the authenticator app",
    secret: "Secret",
    code: "Six digits of the app",
    deed: "Put into force",
  },
  es: {
    title: "Aplicación de autenticación",
    scan: "Escanee esto con la aplicación de su teléfono, o escriba en ella el secreto. Después ponga las seis cifras que muestra.",
    picture: "Código QR para la aplicación de autenticación",
    secret: "Secreto",
    code: "Seis cifras de la aplicación",
    deed: "Poner en vigor",
  },
});

/** ISO/IEC 18004: four modules of quiet around the symbol. */
const QUIET = 4;

interface AppSetUpProps {
  readonly secret: { readonly secret: string; readonly qr: readonly string[] };
  readonly onCode: (code: string) => Promise<void>;
  readonly onClose: () => void;
}

export function AppSetUp({ onClose, onCode, secret: { qr, secret } }: AppSetUpProps): VNode {
  const [code, setCode] = useState("");
  const sending = useSending();
  const send = (): void =>
    void sending.send(() => onCode(code.replace(/\s/g, ""))).then((went) => !went && setCode(""));
  const size = qr.length + 2 * QUIET;
  const dark = qr
    .flatMap((row, y) => [...row].map((module, x) => (module === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")))
    .join("");
  return html`<${Dialog} title=${says().title} deed=${says().deed} busy=${sending.busy} onDeed=${send} onClose=${onClose}>
    <p>${says().scan}</p>
    <svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${says().picture}><rect width=${size} height=${size} fill="#fff" /><path d=${dark} fill="#000" shape-rendering="crispEdges" /></svg>
    <p>${says().secret}: <span class="code">${secret.match(/.{1,4}/g)?.join(" ")}</span></p>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <${TextField} label=${says().code} value=${code} onValue=${setCode} autocomplete="one-time-code" numeric required />
  <//>`;
}
