import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { CertificateAnswer } from "../../api/network.ts";
import { put, remove } from "../api.ts";
import { Button, TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken } from "../components/states.ts";
import { tell } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { longDate } from "../time.ts";

const says = words({
  en: {
    title: "Certificate",
    whose: "Made by",
    box: "the box itself",
    clinic: "the clinic's own authority",
    names: "For",
    until: "Good until",
    fingerprint: "Fingerprint (SHA-256)",
    own: "Use the clinic's own",
    away: "Back to the box's own",
    sure: "Computers that trust only the clinic's certificate will warn.",
    cert: "Certificate (PEM)",
    certHelp: "And after it those of the authorities in between.",
    key: "Private key (PEM)",
    keyHelp: "Without a passphrase. It goes to the box and is not shown again.",
    deed: "Put into force",
    done: "The certificate is in force.",
  },
  es: {
    title: "Certificado",
    whose: "Hecho por",
    box: "el propio equipo",
    clinic: "la autoridad de la clínica",
    names: "Para",
    until: "Vale hasta",
    fingerprint: "Huella (SHA-256)",
    own: "Usar el de la clínica",
    away: "Volver al del equipo",
    sure: "Las computadoras que solo confían en el certificado de la clínica avisarán.",
    cert: "Certificado (PEM)",
    certHelp: "Y detrás los de las autoridades intermedias.",
    key: "Clave privada (PEM)",
    keyHelp: "Sin contraseña. Va al equipo y no se vuelve a mostrar.",
    deed: "Poner en vigor",
    done: "El certificado está en vigor.",
  },
});

interface CertificateProps {
  readonly known: CertificateAnswer;
  readonly onChanged: (now: CertificateAnswer) => void;
}

export function Certificate({ known, onChanged }: CertificateProps): VNode {
  const [asking, setAsking] = useState<"own" | "away">();
  const [cert, setCert] = useState("");
  const [key, setKey] = useState("");
  const sending = useSending();
  const close = (): void => {
    setAsking(undefined);
    setKey("");
    sending.forget();
  };
  const change = (work: () => Promise<CertificateAnswer>) => (): void =>
    void sending
      .send(async () => onChanged(await work()))
      .then((went) => {
        if (!went) return;
        close();
        tell(says().done);
      });
  const problem = sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`;
  return html`<section><h2>${says().title}</h2>
    <dl class="facts"><dt>${says().whose}</dt><dd>${says()[known.whose]}</dd><dt>${says().names}</dt><dd>${known.names.join(", ")}</dd>
      <dt>${says().until}</dt><dd>${longDate(known.validUntilAt)}</dd><dt>${says().fingerprint}</dt><dd class="code print">${known.fingerprint}</dd></dl>
    <div class="acts besides"><${Button} icon="key" onClick=${() => setAsking("own")}>${says().own}<//>
      ${known.whose === "clinic" && html`<${Button} kind="quiet" icon="undo" onClick=${() => setAsking("away")}>${says().away}<//>`}</div>
    ${
      asking === "own" &&
      html`<${Dialog} title=${says().own} deed=${says().deed} busy=${sending.busy} onClose=${close} onDeed=${change(() => put<CertificateAnswer>("/network/certificate", { cert, key }))}>${problem}
        <${TextField} label=${says().cert} help=${says().certHelp} value=${cert} onValue=${setCert} lines=${5} required first />
        <${TextField} label=${says().key} help=${says().keyHelp} value=${key} onValue=${setKey} lines=${5} required /><//>`
    }
    ${asking === "away" && html`<${Dialog} title=${says().away} deed=${says().away} danger busy=${sending.busy} onClose=${close} onDeed=${change(() => remove<CertificateAnswer>("/network/certificate"))}>${problem}<p class="lead">${says().sure}</p><//>`}
  </section>`;
}
