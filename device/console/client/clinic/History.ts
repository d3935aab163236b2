import type { VNode } from "preact";
import type { z } from "zod";
import type { historyAnswer, PastAnswer, PastFile } from "../../api/clinic.ts";
import { Button } from "../components/controls.ts";
import { Empty, Loaded } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { go } from "../router.ts";
import { may } from "../session.ts";
import { dayAndTime } from "../time.ts";
import { Diff } from "./Diff.ts";
import type { Clinic } from "./draft.ts";

const says = words({
  en: {
    title: "Earlier clinic files",
    lead: "Each file that was replaced, newest first. Any of them can be put back, which can be undone in the same way.",
    none: "The file was never replaced",
    noneHelp: "As soon as a change is applied, the file before it is kept here.",
    replaced: (when: string, who: string) => `Replaced ${when}, ${who}`,
    ways: {
      ...{ console: "in the console", web: "on the set-up pages", serial: "on the serial console" },
      ...{ stick: "from a USB stick", "command-line": "at the command line", appliance: "by the box" },
    } as Record<string, string>,
    by: (name: string) => `by ${name}`,
    number: (n: number) => `File ${n}`,
    made: "What was changed then",
    since: "All that has changed since",
    restore: "Put this one back …",
    all: "All earlier files",
  },
  es: {
    title: "Archivos anteriores",
    lead: "Cada archivo que fue sustituido, del más reciente al más antiguo. Cualquiera se puede volver a poner, y eso se puede deshacer igual.",
    none: "El archivo nunca se sustituyó",
    noneHelp: "En cuanto se aplica un cambio, el archivo anterior se guarda aquí.",
    replaced: (when: string, who: string) => `Sustituido ${when}, ${who}`,
    ways: {
      ...{ console: "en la consola", web: "en las páginas de instalación", serial: "en la consola serial" },
      ...{ stick: "desde una memoria USB", "command-line": "en la línea de comandos", appliance: "por el equipo" },
    },
    by: (name: string) => `por ${name}`,
    number: (n: number) => `Archivo ${n}`,
    made: "Lo que se cambió entonces",
    since: "Todo lo que ha cambiado desde entonces",
    restore: "Volver a poner este …",
    all: "Todos los archivos anteriores",
  },
});

const replaced = ({ by, name, replacedAt }: PastFile): string =>
  says().replaced(dayAndTime(replacedAt), name === undefined ? (says().ways[by] ?? by) : says().by(name));

export function History(): VNode {
  const history = useRemote<z.infer<typeof historyAnswer>>("/clinic/history", ["clinic"]);
  return html`<section><h2>${says().title}</h2><p class="help">${says().lead}</p>
    <${Loaded} of=${history}>${({ past }: { past: readonly PastFile[] }) =>
      past.length === 0
        ? html`<${Empty} icon="clock" title=${says().none}><p>${says().noneHelp}</p><//>`
        : html`<ol role="list" class="past">${past.map(
            (file) =>
              html`<li key=${file.number}><a href=${`/clinic/history/${file.number}`}><strong>${says().number(file.number)}</strong> <span class="soft">${replaced(file)}</span></a></li>`,
          )}</ol>`}<//></section>`;
}

/** One earlier file: what its end was, and the way back to it. */
export function Past({ clinic, number }: { readonly clinic: Clinic; readonly number: string }): VNode {
  const past = useRemote<PastAnswer>(`/clinic/history/${encodeURIComponent(number)}`, ["clinic"]);
  const restore = async (text: string): Promise<void> => {
    await clinic.write(text);
    go("/clinic/review");
  };
  return html`<${Loaded} of=${past}>${(
    file: PastAnswer,
  ) => html`<section><h2>${says().number(file.number)}</h2><p class="soft">${replaced(file)}</p>
    <h3>${says().made}</h3><${Diff} rows=${file.made} />
    <h3>${says().since}</h3><${Diff} rows=${file.diff} />
    <div class="acts">${may("clinic.change") && html`<${Button} kind="deed" icon="undo" onClick=${() => restore(file.text)}>${says().restore}<//>`}
      <a href="/clinic/history">${says().all}</a></div></section>`}<//>`;
}
