import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { post } from "../api.ts";
import { Button, TextField } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { askWho, me } from "../session.ts";

const says = words({
  en: {
    title: "Emergency access",
    lead: "When a patient needs it and your role does not reach: for an hour you may see and do whatever it takes to get a patient to a doctor. Managers are told at once, and it is in the audit.",
    open: "Open emergency access …",
    reason: "Why",
    reasonHelp: "A sentence. Managers and the audit get it.",
    deed: "Open",
  },
  es: {
    title: "Acceso de emergencia",
    lead: "Cuando un paciente lo necesita y su función no alcanza: durante una hora puede ver y hacer lo que haga falta para que un paciente llegue a un médico. Se avisa enseguida a los gerentes y queda en el registro.",
    open: "Abrir el acceso de emergencia …",
    reason: "Por qué",
    reasonHelp: "Una frase. La reciben los gerentes y el registro.",
    deed: "Abrir",
  },
});

/** HIPAA §164.312(a)(2)(ii): there is a way in an emergency, and it is seen. */
export function Emergency(): VNode | null {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const sending = useSending();
  const who = me();
  if (who === undefined || who.role === "manager" || who.emergency !== undefined) return null;
  const open = (): void =>
    void sending.send(async () => {
      await post("/session/emergency", { reason });
      setAsking(false);
      setReason("");
      await askWho();
    });
  return html`<section class="narrow"><h2>${says().title}</h2><p class="lead">${says().lead}</p>
    <${Button} icon="warning" onClick=${() => setAsking(true)}>${says().open}<//>
    ${
      asking &&
      html`<${Dialog} title=${says().title} deed=${says().deed} danger busy=${sending.busy} onDeed=${open} onClose=${() => setAsking(false)}>
      ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
      <${TextField} label=${says().reason} help=${says().reasonHelp} value=${reason} onValue=${setReason} lines=${3} longest=${400} wrong=${sending.problem?.fields["reason"]} required first /><//>`
    }
  </section>`;
}
