import type { VNode } from "preact";
import type { ChangesAnswer } from "../../api/changes.ts";
import type { ClinicAnswer } from "../../api/clinic.ts";
import { DraftBar } from "../clinic/DraftBar.ts";
import { issuesIn, useClinic } from "../clinic/draft.ts";
import { ChooseIn, TextIn } from "../clinic/fields.ts";
import { Issues } from "../clinic/Issues.ts";
import { Broken, Loading, Notice } from "../components/states.ts";
import { classes, html } from "../html.ts";
import { LANGUAGES, usualOf, words } from "../i18n.ts";
import type { PageProps } from "../pages.ts";
import { useRemote } from "../remote.ts";
import { place, withQuery } from "../router.ts";
import { Diagram } from "../script/Diagram.ts";
import { Outline } from "../script/Outline.ts";
import { StepPane } from "../script/StepPane.ts";

const says = words({
  en: {
    title: "Script",
    lead: "What callers hear and are asked. 0 is urgent at any time, * repeats; who is silent, or out of tries, is urgent from then on. A physician of the clinic should decide what may wait.",
    diagram: "Diagram",
    outline: "List",
    show: "How it is shown",
    language: "Language of the words",
    wrong: "The dialogue has a mistake, so it cannot be drawn. It is told below; undo it, or mend it as text.",
    text: "Clinic file as text",
    whole: "The whole dialogue",
    template: "Kind of practice",
    templates: {
      "family-practice": "Family practice",
      paediatrics: "Paediatrics",
      obstetrics: "Obstetrics",
      dental: "Odontología",
    } as Record<string, string>,
    routine: "A call that is not urgent",
    waits: "Waits for opening hours",
    pages: "Is paged, too",
    stay: "How long an urgent caller may wait on the line for a doctor",
    stayHelp: "10s to 5m, or off. The line is engaged meanwhile.",
    odd: "Good to know",
  },
  es: {
    title: "Guion",
    lead: "Lo que oyen y se pregunta a los que llaman. El 0 es urgente en cualquier momento, * repite; quien calla o agota los intentos es urgente desde entonces. Un médico de la clínica debe decidir qué puede esperar.",
    diagram: "Diagrama",
    outline: "Lista",
    show: "Cómo se muestra",
    language: "Idioma de las palabras",
    wrong: "El diálogo tiene un error, así que no se puede dibujar. Se dice abajo; deshágalo o corríjalo como texto.",
    text: "Archivo de la clínica como texto",
    whole: "Todo el diálogo",
    template: "Tipo de clínica",
    templates: {
      "family-practice": "Medicina familiar",
      paediatrics: "Pediatría",
      obstetrics: "Obstetricia",
      dental: "Odontología",
    },
    routine: "Una llamada que no es urgente",
    waits: "Espera al horario de apertura",
    pages: "También se avisa",
    stay: "Cuánto puede esperar en línea a un médico quien llama por algo urgente",
    stayHelp: "De 10s a 5m, o off. La línea está ocupada entretanto.",
    odd: "Conviene saberlo",
  },
});

/** The dialogue as a diagram or a list; a step that is chosen stands beside it, with what is said and where it leads. */
export default function Script({ params }: PageProps): VNode {
  const clinic = useClinic();
  const changes = useRemote<ChangesAnswer>("/changes", ["change"]);
  const { edit, inForce, shown } = clinic;
  const { query } = place.value;
  const known = inForce.data;
  const asked = query.get("language") ?? "";
  const language = known?.languages.includes(asked) === true ? asked : usualOf(known?.languages ?? ["en"]);
  const asList = query.get("as") === "list" || (query.get("as") === null && innerWidth < 700);
  const hrefOf = (step: string): string => `/script/${encodeURIComponent(step)}${location.search}`;
  const script = shown?.script;
  const step = script?.steps.find(({ id }) => id === params["step"]);
  const issues = shown === undefined ? [] : issuesIn(shown.issues, ["script"]);
  return html`<h1>${says().title}</h1><p class="lead">${says().lead}</p>
    <${DraftBar} clinic=${clinic} changes=${changes} />
    ${inForce.problem !== undefined && shown === undefined && html`<${Broken} problem=${inForce.problem} again=${inForce.again} />`}
    ${inForce.loading && html`<${Loading} lines=${8} />`}
    ${
      shown !== undefined &&
      known !== undefined &&
      html`
      ${script === undefined && html`<${Notice} kind="wrong" icon="warning">${says().wrong} <a href="/clinic/text">${says().text}</a><//>`}
      ${issues.length > 0 && html`${script !== undefined && html`<h2>${says().odd}</h2>`}<${Issues} issues=${issues} />`}
      ${
        script !== undefined &&
        html`<div class="head"><nav class="tabrow" aria-label=${says().show}>${[
          ["diagram", says().diagram],
          ["list", says().outline],
        ].map(([as, text]) => {
          const here = (as === "list") === asList;
          return html`<a key=${as} class=${classes("button", "quiet", here && "chosen")} aria-current=${here ? "page" : undefined} href=${withQuery({ as })}>${text}</a>`;
        })}</nav>
        ${
          known.languages.length > 1 &&
          html`<nav class="tabrow" aria-label=${says().language}>${known.languages.map(
            (one) =>
              html`<a key=${one} class=${classes("button", "quiet", one === language && "chosen")} aria-current=${one === language ? "page" : undefined} href=${withQuery({ language: one })}>${(LANGUAGES as Record<string, string>)[one] ?? one}</a>`,
          )}</nav>`
        }</div>
        <div class=${classes("script", step !== undefined && "with-pane")}>
          ${asList ? html`<${Outline} script=${script} chosen=${step?.id} language=${language} hrefOf=${hrefOf} />` : html`<${Diagram} script=${script} chosen=${step?.id} language=${language} hrefOf=${hrefOf} />`}
          ${step !== undefined && html`<${StepPane} key=${step.id} step=${step} script=${script} language=${language} sayable=${known.sayable} hrefOf=${hrefOf} close=${`/script${location.search}`} shown=${shown} edit=${edit} />`}
        </div>`
      }
      <section class="clinic-form"><h2>${says().whole}</h2>
        <${ChooseIn} shown=${shown} edit=${edit} path=${["script", "template"]} label=${says().template} usual="family-practice" choices=${templates(known)} />
        <${ChooseIn} shown=${shown} edit=${edit} path=${["script", "routine"]} label=${says().routine} usual="waits" choices=${[
          { value: "waits", text: says().waits },
          { value: "pages", text: says().pages },
        ]} />
        <${TextIn} shown=${shown} edit=${edit} path=${["script", "stay"]} label=${says().stay} help=${says().stayHelp} usual="90s" optional />
      </section>`
    }`;
}

const templates = ({ templates: names }: ClinicAnswer) =>
  names.map((value) => ({ value, text: says().templates[value] ?? value }));
