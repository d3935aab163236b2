import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type * as z from "zod";
import type { openSessions } from "../../api/session.ts";
import { remove } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Loaded } from "../components/states.ts";
import { tellWrong } from "../components/toasts.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { askWho } from "../session.ts";
import { whenShort } from "../time.ts";
import { browserName } from "./browserName.ts";

const says = words({
  en: {
    title: "Where you are signed in",
    here: "here",
    since: (when: string, seen: string) => `since ${when}, last seen ${seen}`,
    all: "Sign out everywhere",
  },
  es: {
    title: "Dónde tiene la sesión abierta",
    here: "aquí",
    since: (when: string, seen: string) => `desde ${when}, visto por última vez ${seen}`,
    all: "Cerrar la sesión en todas partes",
  },
});

type Answer = z.infer<typeof openSessions>;

export function Sessions(): VNode {
  const open = useRemote<Answer>("/session/all");
  const [busy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    setBusy(true);
    await remove("/session/all").then(askWho).catch(tellWrong);
    setBusy(false);
  };
  return html`<section class="narrow"><h2>${says().title}</h2>
    <${Loaded} of=${open} lines=${1}>${({ sessions }: Answer) => html`
      <ul class="items" role="list">${sessions.map(
        ({ address, beganAt, browser, here, seenAt }, at) =>
          html`<li key=${at}><span><strong>${browserName(browser)}</strong>${here && html` (${says().here})`}<br /><span class="soft">${address}, ${says().since(whenShort(beganAt), whenShort(seenAt))}</span></span></li>`,
      )}</ul>
      <${Button} busy=${busy} onClick=${end}>${says().all}<//>`}<//>
  </section>`;
}
