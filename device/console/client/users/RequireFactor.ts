import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ConsoleSettings } from "../../api/users.ts";
import { put } from "../api.ts";
import { CheckField } from "../components/controls.ts";
import { Loaded } from "../components/states.ts";
import { tell, tellWrong } from "../components/toasts.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { roleWords } from "../roleWords.ts";

const says = words({
  en: {
    title: "Who needs a second factor",
    lead: "Without one they may sign in only to set it up. Advised as soon as the console is open to the clinic's network.",
    done: "Kept.",
  },
  es: {
    title: "Quién necesita un segundo factor",
    lead: "Sin él solo pueden entrar para ponerlo. Se aconseja en cuanto la consola esté abierta a la red de la clínica.",
    done: "Guardado.",
  },
});

export function RequireFactor(): VNode {
  const settings = useRemote<ConsoleSettings>("/users/settings");
  const [busy, setBusy] = useState(false);
  const save = async (wanted: ConsoleSettings, was?: ConsoleSettings): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      settings.show(await put<ConsoleSettings>("/users/settings", wanted));
      tell(says().done, was && (() => save(was)));
    } catch (problem) {
      tellWrong(problem);
    }
    setBusy(false);
  };
  return html`<section class="narrow"><h2>${says().title}</h2><p class="lead">${says().lead}</p>
    <${Loaded} of=${settings} lines=${2}>${(now: ConsoleSettings) =>
      html`${(Object.keys(roleWords()) as (keyof ReturnType<typeof roleWords>)[]).map(
        (role) =>
          html`<${CheckField} key=${role} label=${roleWords()[role]} checked=${now.requireFactor.includes(role)} onValue=${(
            on: boolean,
          ) =>
            void save(
              { requireFactor: on ? [...now.requireFactor, role] : now.requireFactor.filter((one) => one !== role) },
              now,
            )} />`,
      )}`}<//>
  </section>`;
}
