import type { VNode } from "preact";
import { Button } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    title: "Codes on paper",
    lead: "For the day on which your telephone is lost. Each works once. Print them, or write them down, and keep them away from the computer: they are not shown again.",
    print: "Print",
  },
  es: {
    title: "Códigos en papel",
    lead: "Para el día en que pierda su teléfono. Cada uno sirve una vez. Imprímalos o apúntelos y guárdelos lejos de la computadora: no se vuelven a mostrar.",
    print: "Imprimir",
  },
});

export const PaperCodes = ({
  codes,
  onClose,
}: {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}): VNode =>
  html`<${Dialog} title=${says().title} onClose=${onClose}><p>${says().lead}</p>
    <ul class="paper code" role="list">${codes.map((code) => html`<li key=${code}>${code}</li>`)}</ul>
    <p class="unprinted"><${Button} icon="print" onClick=${() => print()}>${says().print}<//></p><//>`;
