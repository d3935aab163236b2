import type { VNode } from "preact";
import type { z } from "zod";
import type { CertificateAnswer, networkAnswer } from "../../api/network.ts";
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
    how: "The clinic file says which. Open to the clinic's network:",
  },
  es: {
    title: "Red",
    where: "Dónde está la consola",
    open: "Se llega a ella desde la red de la clínica.",
    shut: "Solo se llega a ella desde el propio equipo y su cable USB.",
    how: "Lo dice el archivo de la clínica. Abierta a la red de la clínica:",
  },
});

type Network = z.infer<typeof networkAnswer>;

/** By which address computers of the clinic reach the console, and how they come to trust it. */
export default function NetworkPage(): VNode {
  const network = useRemote<Network>("/network", ["clinic"]);
  const certificate = useRemote<CertificateAnswer>("/network/certificate");
  return html`<h1>${says().title}</h1>
    <div class="prose"><section><h2>${says().where}</h2>
      <${Loaded} of=${network} lines=${2}>${({ addresses, open }: Network) => html`
        <${Notice} kind=${open ? "well" : "going"} icon=${open ? "check" : "info"}>${open ? says().open : says().shut} <br />${says().how} <code>console: { network: clinic }</code><//>
        <ul role="list">${addresses.map((address) => html`<li key=${address}><a class="code" href=${address}>${address}</a></li>`)}</ul>`}<//></section>
    <${Loaded} of=${certificate}>${(known: CertificateAnswer) => html`<${Certificate} known=${known} onChanged=${certificate.show} /><${Trust} known=${known} />`}<//>
  </div>`;
}
