import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { HistoryAnswer } from "../../api/live.ts";
import { Button } from "../components/controls.ts";
import { Empty, Loaded } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { Chart, Ribbon } from "./Chart.ts";
import type { Figure } from "./chartPaths.ts";
import { sizeText } from "./rowWords.ts";
import { useEach } from "./useEach.ts";

const says = words({
  en: {
    day: "24 hours",
    month: "30 days",
    span: "How far back",
    signal: (id: string) => `Signal of ${id}`,
    network: (id: string) => `A network carries the pages of ${id}`,
    lines: "Every telephone line ready",
    broker: "Broker connected",
    disk: "Room on the disk",
    temperature: "Temperature of the processor",
    memory: "Memory of the answering program",
    weak: "weak below",
    hot: "too hot above",
    nothing: "Nothing is kept yet",
    nothingHelp:
      "The answering program looks at the box each minute; a first piece is here five minutes after its start.",
  },
  es: {
    day: "24 horas",
    month: "30 días",
    span: "Periodo",
    signal: (id: string) => `Señal de ${id}`,
    network: (id: string) => `Una red lleva los avisos de ${id}`,
    lines: "Todas las líneas telefónicas listas",
    broker: "Servidor conectado",
    disk: "Espacio en el disco",
    temperature: "Temperatura del procesador",
    memory: "Memoria del programa que atiende",
    weak: "débil por debajo",
    hot: "demasiado alta por encima",
    nothing: "Todavía no se ha guardado nada",
    nothingHelp:
      "El programa que atiende mira el equipo cada minuto; el primer dato está aquí cinco minutos después de su inicio.",
  },
});

/** Of a modem: from where nothing is heard to where it cannot be better (27.007 §8.5). */
const SIGNAL = { least: -115, most: -50 };
const WEAK_DBM = -103;
const HOT_C = 80;
const EACH_MS = 5 * 60_000;

/** How the box was; `which`: the signal and what pages go by, or the machine itself. */
export function History({ which }: { readonly which: "signal" | "machine" }): VNode {
  const [span, setSpan] = useState<"day" | "month">("day");
  const history = useRemote<HistoryAnswer>(`/live/history?span=${span}`);
  useEach(EACH_MS, history.again);
  return html`<div class="tabrow" role="group" aria-label=${says().span}>${(["day", "month"] as const).map(
    (one) => html`<${Button} key=${one} pressed=${span === one} onClick=${() => setSpan(one)}>${says()[one]}<//>`,
  )}</div>
  <${Loaded} of=${history} lines=${4}>${(shown: HistoryAnswer) => (which === "signal" ? signal(shown) : machine(shown))}<//>`;
}

const dbm = (value: number): string => `−${Math.abs(Math.round(value))} dBm`;

function signal(shown: HistoryAnswer): VNode {
  if (shown.linesReady.every((value) => value === null))
    return html`<${Empty} icon="pulse" title=${says().nothing}><p>${says().nothingHelp}</p><//>`;
  return html`<div class="charts">${shown.modems.map(
    ({
      dbm: figures,
      id,
      inNetwork,
    }) => html`<${Chart} key=${id} wide title=${says().signal(id)} times=${shown} figures=${figures} scale=${SIGNAL} say=${dbm} limit=${{ at: WEAK_DBM, text: says().weak }}>
      <${Ribbon} title=${says().network(id)} times=${shown} values=${inNetwork} /><//>`,
  )}
    <${Ribbon} alone title=${says().lines} times=${shown} values=${shown.linesReady} />
    ${shown.broker !== undefined && html`<${Ribbon} alone title=${says().broker} times=${shown} values=${shown.broker} />`}</div>`;
}

function machine(shown: HistoryAnswer): VNode {
  const { freeMb, memoryMb, temperatureC } = shown;
  if (freeMb === undefined && memoryMb === undefined)
    return html`<${Empty} icon="pulse" title=${says().nothing}><p>${says().nothingHelp}</p><//>`;
  return html`<div class="charts">
    ${temperatureC !== undefined && html`<${Chart} title=${says().temperature} times=${shown} figures=${temperatureC} scale=${{ least: 20, most: 90 }} say=${(value: number) => `${Math.round(value)} °C`} limit=${{ at: HOT_C, text: says().hot }} />`}
    ${freeMb !== undefined && html`<${Chart} title=${says().disk} times=${shown} figures=${freeMb} scale=${fromNought(freeMb)} say=${sizeText} />`}
    ${memoryMb !== undefined && html`<${Chart} title=${says().memory} times=${shown} figures=${memoryMb} scale=${fromNought(memoryMb)} say=${sizeText} />`}</div>`;
}

/** So that a tenth less looks like a tenth less. */
const fromNought = (figures: readonly Figure[]) => ({
  least: 0,
  most: 1.1 * Math.max(1, ...figures.map((figure) => figure?.[2] ?? 0)),
});
