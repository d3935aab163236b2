import type { VNode } from "preact";
import type { z } from "zod";
import type { ChangesAnswer } from "../../api/changes.ts";
import type { CertificateAnswer, networkAnswer } from "../../api/network.ts";
import { DraftBar } from "../clinic/DraftBar.ts";
import { useClinic } from "../clinic/draft.ts";
import { OneIn } from "../clinic/fields.ts";
import { Loaded, Notice } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { Certificate } from "../network/Certificate.ts";
import { Trust } from "../network/Trust.ts";
import { useRemote } from "../remote.ts";

const says = words({
  en: {
    title: "Network",
    where: "Where the console is",
    open: "The clinic's network reaches it.",
    shut: "Only the box itself and its USB cable reach it.",
    who: "Who reaches the console",
    whoHelp:
      "Open, it answers on ports 443 and 80 of the clinic's network, to private addresses and never to the internet. It is a change of the clinic file: it is looked at and applied, and can be taken back.",
    usb: "The box itself and its USB cable only",
    clinic: "The clinic's network, too",
    clear: "In a rehearsal the console is for this machine alone, without a certificate.",
  },
  es: {
    title: "Red",
    where: "Dónde está la consola",
    open: "Se llega a ella desde la red de la clínica.",
    shut: "Solo se llega a ella desde el propio equipo y su cable USB.",
    who: "Quién llega a la consola",
    whoHelp:
      "Abierta, contesta en los puertos 443 y 80 de la red de la clínica, a direcciones privadas y nunca a internet. Es un cambio del archivo de la clínica: se mira y se aplica, y se puede deshacer.",
    usb: "Solo el propio equipo y su cable USB",
    clinic: "También la red de la clínica",
    clear: "En un ensayo la consola es solo para esta computadora, sin certificado.",
  },
});

type Network = z.infer<typeof networkAnswer>;

/** By which address computers of the clinic reach the console, and how they come to trust it. */
export default function NetworkPage(): VNode {
  const network = useRemote<Network>("/network", ["clinic"]);
  const certificate = useRemote<CertificateAnswer>("/network/certificate");
  const clinic = useClinic();
  const changes = useRemote<ChangesAnswer>("/changes", ["change"]);
  const whom = (["usb", "clinic"] as const).map((value) => ({ value, text: says()[value] }));
  const isRehearsal = certificate.problem?.code === "NO_TLS";
  return html`<h1>${says().title}</h1>
    <${DraftBar} clinic=${clinic} changes=${changes} />
    <div class="prose"><section><h2>${says().where}</h2>
      <${Loaded} of=${network} lines=${2}>${({ addresses, open }: Network) => html`
        <${Notice} kind=${open ? "well" : "going"} icon=${open ? "check" : "info"}>${open ? says().open : says().shut}<//>
        <ul role="list" class="besides">${addresses.map((address) => html`<li key=${address}><a class="code" href=${address}>${address}</a></li>`)}</ul>`}<//>
      ${clinic.shown !== undefined && clinic.shown.value !== null && html`<${OneIn} shown=${clinic.shown} edit=${clinic.edit} path=${["console", "network"]} label=${says().who} help=${says().whoHelp} usual="usb" choices=${whom} />`}
      ${isRehearsal && html`<p class="soft">${says().clear}</p>`}</section>
    ${!isRehearsal && html`<${Loaded} of=${certificate}>${(known: CertificateAnswer) => html`<${Certificate} known=${known} onChanged=${certificate.show} /><${Trust} known=${known} />`}<//>`}
  </div>`;
}
