import type { VNode } from "preact";
import type { BoxAnswer } from "../../api/box.ts";
import { fetchFile } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { Broken, Notice } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { ago, dayAndTime, isoTime } from "../time.ts";

const says = words({
  en: {
    versions: "Versions and times",
    ...{ version: "FirstRing", release: "Release", node: "Node", system: "System", machine: "Computer" },
    ...{ booted: "Computer started", service: "Answering program started", console: "Console started" },
    away: "it does not answer",
    packaged: "the one of the package",
    later: (version: string) => `${version}, beside the package`,
    trial: (version: string) => `${version} is on trial: it stays only if it works`,
    ends: "Why it was started again",
    noEnds: "It has not ended yet since this data was begun.",
    noticed: "Noticed",
    how: "How the run before ended",
    kinds: {
      ...{
        stopped: "It was asked to stop",
        stuck: "The watchdog restarted it: a part was stuck",
        hung: "The watchdog restarted it: it hung",
      },
      ...{ "out-of-memory": "Memory ran out", crash: "It crashed", killed: "It was killed" },
      ...{ "computer-hung": "The computer hung; its watchdog restarted it", "power-cut": "The power went" },
    },
    backup: "Backups",
    unscheduled: "The clinic file asks for none. What is on this box is nowhere else.",
    never: "None has succeeded yet.",
    lastGood: "Last good one",
    lastTry: "Last try",
    trouble: "What went wrong",
    support: "For support",
    supportText:
      "Status, faults, versions and the journal, without people, numbers and secrets. Look into it before you send it.",
    archive: "Download the archive",
  },
  es: {
    versions: "Versiones y horas",
    ...{ version: "FirstRing", release: "Edición", node: "Node", system: "Sistema", machine: "Computadora" },
    ...{
      booted: "Arranque de la computadora",
      service: "Arranque del programa que atiende",
      console: "Arranque de la consola",
    },
    away: "no responde",
    packaged: "la del paquete",
    later: (version: string) => `${version}, junto al paquete`,
    trial: (version: string) => `${version} está a prueba: se queda solo si funciona`,
    ends: "Por qué se volvió a iniciar",
    noEnds: "Todavía no ha terminado desde que existen estos datos.",
    noticed: "Detectado",
    how: "Cómo terminó la vez anterior",
    kinds: {
      ...{
        stopped: "Se le pidió parar",
        stuck: "Lo reinició el vigilante: una parte estaba atascada",
        hung: "Lo reinició el vigilante: se colgó",
      },
      ...{ "out-of-memory": "Se acabó la memoria", crash: "Falló", killed: "Se terminó a la fuerza" },
      ...{ "computer-hung": "Se colgó la computadora; la reinició su vigilante", "power-cut": "Se fue la corriente" },
    },
    backup: "Copias de seguridad",
    unscheduled: "El archivo de la clínica no pide ninguna. Lo que hay en este equipo no está en otro sitio.",
    never: "Todavía no se ha logrado ninguna.",
    lastGood: "Última buena",
    lastTry: "Último intento",
    trouble: "Qué falló",
    support: "Para el soporte",
    supportText: "Estado, fallos, versiones y diario, sin personas, números ni secretos. Mírelo antes de enviarlo.",
    archive: "Descargar el archivo",
  },
});

const time = (at: number): VNode =>
  html`<time dateTime=${isoTime(at)}>${dayAndTime(at)}</time> <span class="soft">(${ago(at)})</span>`;

const Row = ({ children, name }: { readonly name: string; readonly children: unknown }): VNode =>
  html`<dt>${name}</dt><dd>${children}</dd>`;

export function Versions({ of: box }: { readonly of: BoxAnswer }): VNode {
  const { good, onTrial, packaged, wanted } = box.release;
  return html`<section aria-labelledby="health-versions"><h2 id="health-versions">${says().versions}</h2><dl class="facts card">
    <${Row} name=${says().version}><strong>${box.version}</strong><//>
    <${Row} name=${says().release}>${packaged ? says().packaged : says().later(wanted ?? good ?? box.version)}${onTrial !== undefined && html`<br />${says().trial(onTrial)}`}<//>
    <${Row} name=${says().service}>${box.serviceStartedAt === undefined ? html`<strong>${says().away}</strong>` : time(box.serviceStartedAt)}<//>
    <${Row} name=${says().console}>${time(box.consoleStartedAt)}<//>
    <${Row} name=${says().booted}>${time(box.bootedAt)}<//>
    ${box.machine !== undefined && html`<${Row} name=${says().machine}>${box.machine}<//>`}
    <${Row} name=${says().system}>Linux ${box.kernel}, ${box.arch}<//>
    <${Row} name=${says().node}>${box.node}<//></dl></section>`;
}

export const Ends = ({ of: { ends } }: { readonly of: BoxAnswer }): VNode =>
  html`<section aria-labelledby="health-ends"><h2 id="health-ends">${says().ends}</h2>${
    ends.length === 0
      ? html`<p class="soft">${says().noEnds}</p>`
      : html`<table class="stacked"><thead><tr><th scope="col">${says().noticed}</th><th scope="col">${says().how}</th></tr></thead>
      <tbody>${ends.map(
        ({ at, kind, why }, place) =>
          html`<tr key=${place}><td><time dateTime=${isoTime(at)}>${dayAndTime(at)}</time></td><td>${kind !== "stopped" && html`<${Icon} name="warning" />`}${says().kinds[kind]}${why !== undefined && html` <span class="soft">(${why})</span>`}</td></tr>`,
      )}</tbody></table>`
  }</section>`;

export function Backups({ of: { backup } }: { readonly of: BoxAnswer }): VNode {
  const { lastGoodAt, lastTryAt, scheduled, trouble } = backup;
  return html`<section aria-labelledby="health-backup"><h2 id="health-backup">${says().backup}</h2>
    ${!scheduled && html`<${Notice} kind="warn" icon="warning">${says().unscheduled}<//>`}
    ${scheduled && lastGoodAt === undefined && html`<${Notice} kind="warn" icon="warning">${says().never}<//>`}
    ${
      (lastGoodAt !== undefined || lastTryAt !== undefined) &&
      html`<dl class="facts card">${lastGoodAt !== undefined && html`<${Row} name=${says().lastGood}>${time(lastGoodAt)}<//>`}
      ${lastTryAt !== undefined && html`<${Row} name=${says().lastTry}>${time(lastTryAt)}<//>`}
      ${trouble !== undefined && html`<${Row} name=${says().trouble}>${trouble}<//>`}</dl>`
    }</section>`;
}

export function Support(): VNode | null {
  const sending = useSending();
  if (!may("clinic.read")) return null;
  const load = (): void => void sending.send(async () => save(await fetchFile("/box/archive")));
  return html`<section aria-labelledby="health-support"><h2 id="health-support">${says().support}</h2><p class="lead">${says().supportText}</p>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <${Button} icon="download" busy=${sending.busy} onClick=${load}>${says().archive}<//></section>`;
}

function save({ bytes, name }: { readonly name: string; readonly bytes: Blob }): void {
  const href = URL.createObjectURL(bytes);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  // The browser has taken it in by then.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
