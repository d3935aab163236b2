import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { MessageDetail } from "../../api/messages.ts";
import { Button } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useKeys } from "../keys.ts";
import { me } from "../session.ts";
import { whenShort } from "../time.ts";
import { GiveTo } from "./GiveTo.ts";
import type { Performing } from "./performing.ts";
import { isDone } from "./words.ts";

const says = words({
  en: {
    heading: "What to do",
    calledBack: "Called back",
    take: "I take it",
    give: "Give to …",
    close: "Close without a call",
    closeDone: "Close",
    reopen: "Open again",
    undo: {
      calledBack: (who: string, when: string) => `Undo: called back (${who}, ${when})`,
      closed: (who: string, when: string) => `Undo: closed (${who}, ${when})`,
      reopened: (who: string, when: string) => `Undo: opened again (${who}, ${when})`,
      taken: (who: string, when: string) => `Undo: taken (${who}, ${when})`,
      assigned: (who: string, when: string) => `Undo: given (${who}, ${when})`,
    },
  },
  es: {
    heading: "Qué hacer",
    calledBack: "Llamada devuelta",
    take: "Me lo quedo",
    give: "Asignar a …",
    close: "Cerrar sin llamar",
    closeDone: "Cerrar",
    reopen: "Abrir de nuevo",
    undo: {
      calledBack: (who: string, when: string) => `Deshacer: devuelta (${who}, ${when})`,
      closed: (who: string, when: string) => `Deshacer: cerrado (${who}, ${when})`,
      reopened: (who: string, when: string) => `Deshacer: abierto de nuevo (${who}, ${when})`,
      taken: (who: string, when: string) => `Deshacer: tomado (${who}, ${when})`,
      assigned: (who: string, when: string) => `Deshacer: asignado (${who}, ${when})`,
    },
  },
});

/** The next step of this message as one plain button, the others beside it. */
export function Acts({ message, perform }: { readonly message: MessageDetail; readonly perform: Performing }): VNode {
  const [giving, setGiving] = useState(false);
  const [busy, setBusy] = useState(false);
  const act = async (...asked: Parameters<Performing["act"]>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    await perform.act(...asked);
    setBusy(false);
  };
  const done = isDone(message);
  useKeys({
    c: () => !done && void act("called-back"),
    t: () => canTake && void act("take"),
    g: () => setGiving(true),
  });
  const canTake = !done && message.state !== "taken" && message.state !== "recording";
  const mineByDuty = message.alert === "open" && me()?.person !== undefined;
  return html`<section class="deeds unprinted"><h3 class="unseen">${says().heading}</h3>
    <div class="acts">
      ${!done && html`<${Button} kind=${mineByDuty && canTake ? "plain" : "deed"} icon="check" shortcut="c" busy=${busy} onClick=${() => act("called-back")}>${says().calledBack}<//>`}
      ${canTake && html`<${Button} kind=${mineByDuty ? "deed" : "plain"} icon="hand" shortcut="t" busy=${busy} onClick=${() => act("take")}>${says().take}<//>`}
      <${Button} icon="handOver" shortcut="g" onClick=${() => setGiving(true)}>${says().give}<//>
      ${message.state !== "closed" && html`<${Button} kind="quiet" icon="closed" busy=${busy} onClick=${() => act("close")}>${done ? says().closeDone : says().close}<//>`}
      ${done && html`<${Button} kind="quiet" icon="back" busy=${busy} onClick=${() => act("reopen")}>${says().reopen}<//>`}
    </div>
    ${
      message.undo.length > 0 &&
      html`<div class="acts">${message.undo.map(
        ({ act: id, at, by, what }) =>
          html`<${Button} key=${id} kind="quiet" icon="undo" busy=${busy} onClick=${() => act("undo", { act: id })}>${says().undo[what](by.name, whenShort(at))}<//>`,
      )}</div>`
    }
    ${giving && html`<${GiveTo} message=${message} perform=${perform} onClose=${() => setGiving(false)} />`}
  </section>`;
}
