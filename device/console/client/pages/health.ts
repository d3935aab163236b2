import type { VNode } from "preact";
import type { BoxAnswer } from "../../api/box.ts";
import type { LiveAnswer } from "../../api/live.ts";
import { Loaded } from "../components/states.ts";
import { Backups, Ends, Support, Versions } from "../health/Facts.ts";
import { Tests } from "../health/Tests.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { PastFaults } from "../live/Faults.ts";
import { History } from "../live/History.ts";
import { useRemote } from "../remote.ts";
import { may } from "../session.ts";

const says = words({
  en: {
    title: "State of the box",
    lead: "For whoever keeps it running. How it is at this moment is on the page Live.",
    history: "Temperature, disk, memory",
    past: "What was wrong before",
  },
  es: {
    title: "Estado del equipo",
    lead: "Para quien lo mantiene en marcha. Cómo está en este momento se ve en la página En vivo.",
    history: "Temperatura, disco, memoria",
    past: "Qué falló antes",
  },
});

/** Versions, restarts, backups, faults that are over; and what can be tried. */
export default function Health(): VNode {
  const box = useRemote<BoxAnswer>("/box", ["status"]);
  const live = useRemote<LiveAnswer>(`/live?language=${language.value}`, ["fault", "status"]);
  return html`<h1>${says().title}</h1><p class="lead">${says().lead}</p>
    ${may("box.test") && html`<${Tests} />`}
    <${Loaded} of=${box} lines=${6}>${(shown: BoxAnswer) => html`<div class="two"><${Versions} of=${shown} /><div><${Backups} of=${shown} /><${Support} /></div></div><${Ends} of=${shown} />`}<//>
    <section aria-labelledby="health-past"><h2 id="health-past">${says().past}</h2><${Loaded} of=${live} lines=${3}>${({ pastFaults }: LiveAnswer) => html`<${PastFaults} faults=${pastFaults} />`}<//></section>
    <section aria-labelledby="health-history"><h2 id="health-history">${says().history}</h2><${History} which="machine" /></section>`;
}
