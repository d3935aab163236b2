import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { SessionAnswer } from "../../api/session.ts";
import { answers, get, remove } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Notice } from "../components/states.ts";
import { tellWrong } from "../components/toasts.ts";
import { onEvent } from "../events.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { me, settle } from "../session.ts";
import { clockTime } from "../time.ts";

const says = words({
  en: {
    unreachable: "The box does not answer.",
    since: (time: string) => `What you see is from before ${time}.`,
    unreachableCure:
      "Look whether it has power and whether this computer is on the clinic's network. This page tries again by itself.",
    emergency: (until: string) => `Emergency access is open until ${until}; managers have been told.`,
    closeEmergency: "Close it",
    notServing: "The answering program does not answer at the moment.",
    notServingCure:
      "Messages can be read and heard; notes, taking and calling back can be entered when it is back. If this stays for more than some minutes, call the technician: the telephone may not be answered.",
  },
  es: {
    unreachable: "El equipo no responde.",
    since: (time: string) => `Lo que ve es de antes de las ${time}.`,
    unreachableCure:
      "Compruebe si tiene corriente y si esta computadora está en la red de la clínica. La página lo intenta de nuevo por sí sola.",
    emergency: (until: string) =>
      `El acceso de emergencia está abierto hasta las ${until}; se ha avisado a los gerentes.`,
    closeEmergency: "Cerrarlo",
    notServing: "El programa que atiende el teléfono no responde en este momento.",
    notServingCure:
      "Los mensajes se pueden leer y escuchar; notas, asignaciones y devoluciones de llamada se podrán anotar cuando vuelva. Si sigue así más de unos minutos, llame al técnico: puede que no se atienda el teléfono.",
  },
});

/** Whether the appliance itself answers, as the box told it last. */
export const serving = signal(true);
// From the first moment on: the box says it once when a page begins to listen, which can be before anything is drawn.
onEvent("status", (status) => {
  serving.value = status.serving;
});

const brokenSince = signal<number | undefined>(undefined);
const RETRY_MS = 5_000;

/** What everybody must know before they believe the page. */
export function Banners(): VNode {
  const reachable = answers.value;
  useEffect(() => {
    if (reachable) {
      brokenSince.value = undefined;
      return;
    }
    brokenSince.value ??= Date.now();
    const retry = setInterval(() => void get("/session").catch(() => undefined), RETRY_MS);
    return () => clearInterval(retry);
  }, [reachable]);
  const emergency = me()?.emergency;
  return html`<div class="banners" role="status">
    ${emergency !== undefined && html`<${Notice} kind="warn" icon="warning"><strong>${says().emergency(clockTime(emergency.untilAt))}</strong> ${emergency.reason} <${Button} onClick=${closeEmergency}>${says().closeEmergency}<//><//>`}
    ${!reachable && html`<${Notice} kind="wrong" icon="warning"><strong>${says().unreachable}</strong> ${brokenSince.value !== undefined && says().since(clockTime(brokenSince.value))} ${says().unreachableCure}<//>`}
    ${reachable && !serving.value && html`<${Notice} kind="wrong" icon="warning"><strong>${says().notServing}</strong> ${says().notServingCure}<//>`}
  </div>`;
}

const closeEmergency = (): void => void remove<SessionAnswer>("/session/emergency").then(settle, tellWrong);
