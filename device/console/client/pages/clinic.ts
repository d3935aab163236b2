import type { VNode } from "preact";
import type { ChangesAnswer } from "../../api/changes.ts";
import { AsText } from "../clinic/AsText.ts";
import { Box } from "../clinic/Box.ts";
import { DraftBar } from "../clinic/DraftBar.ts";
import { draft, issuesIn, type Shown, useClinic } from "../clinic/draft.ts";
import { Duty } from "../clinic/duty/Duty.ts";
import { Elsewhere } from "../clinic/Elsewhere.ts";
import { History, Past } from "../clinic/History.ts";
import { Hours } from "../clinic/Hours.ts";
import { Issues } from "../clinic/Issues.ts";
import { People } from "../clinic/People.ts";
import { Policies } from "../clinic/Policies.ts";
import { Practice } from "../clinic/Practice.ts";
import { partsOf, SECTIONS, type Section } from "../clinic/parts.ts";
import { Review } from "../clinic/Review.ts";
import { Broken, Loading, Notice } from "../components/states.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import type { PageProps } from "../pages.ts";
import { useRemote } from "../remote.ts";
import { may } from "../session.ts";

const says = words({
  en: {
    title: "Clinic file",
    lead: "All that the box does is written in one file. Changes are gathered, looked at, and applied together.",
    sections: {
      practice: "Practice",
      hours: "Hours",
      people: "People",
      duty: "On call",
      policies: "Who is paged",
      box: "The box",
      text: "As text",
      history: "History",
    },
    parts: "Parts of the clinic file",
    wrongHere: "has a mistake",
    managers: "Only a manager can change this.",
    unreadable: "The file cannot be read as YAML, so there are no forms: mend it as text.",
  },
  es: {
    title: "Archivo de la clínica",
    lead: "Todo lo que hace el equipo está escrito en un archivo. Los cambios se reúnen, se miran y se aplican juntos.",
    sections: {
      practice: "Clínica",
      hours: "Horario",
      people: "Personas",
      duty: "De guardia",
      policies: "A quién se avisa",
      box: "El equipo",
      text: "Como texto",
      history: "Historial",
    },
    parts: "Partes del archivo de la clínica",
    wrongHere: "tiene un error",
    managers: "Solo un gerente puede cambiar esto.",
    unreadable: "El archivo no se puede leer como YAML, así que no hay formularios: corríjalo como texto.",
  },
});

/** The clinic file in forms and as text, with its history; all that is changed is one draft. */
export default function ClinicPage({ params }: PageProps): VNode {
  const clinic = useClinic();
  const changes = useRemote<ChangesAnswer>("/changes", ["change"]);
  const section = params["number"] === undefined ? (params["section"] ?? "practice") : "history";
  const { inForce, shown } = clinic;
  return html`<h1>${says().title}</h1>
    ${section !== "review" && html`<p class="lead">${says().lead}</p>`}
    <${DraftBar} clinic=${clinic} changes=${changes} isReview=${section === "review"} />
    <${Parts} here=${section} shown=${shown} />
    ${inForce.problem !== undefined && shown === undefined && html`<${Broken} problem=${inForce.problem} again=${inForce.again} />`}
    ${inForce.loading && html`<${Loading} lines=${6} />`}
    <div class="clinic-form">${shown !== undefined && body()}</div>`;

  function body(): VNode {
    const { edit } = clinic;
    const bound = { shown: shown!, edit };
    // As the box judges it when a change is applied: people and privacy are a manager's to change.
    const manages = may("users.manage");
    if (params["number"] !== undefined) return html`<${Past} clinic=${clinic} number=${params["number"]} />`;
    if (section === "review") return html`<${Review} clinic=${clinic} changes=${changes} />`;
    if (section === "history") return html`<${History} />`;
    if (section === "text") return html`<${AsText} clinic=${clinic} shown=${shown!} />`;
    if (shown!.value === null)
      return html`<${Notice} kind="wrong" icon="warning">${says().unreadable} <a href="/clinic/text">${says().sections.text}</a><//>`;
    if (section === "hours") return html`<${Hours} ...${bound} />`;
    if (section === "people")
      return html`${!manages && html`<${Notice}>${says().managers}<//>`}<${People} ...${bound} locked=${!manages} /><${Elsewhere} section="people" shown=${shown} />`;
    if (section === "duty") return html`<${Duty} ...${bound} />`;
    if (section === "policies") return html`<${Policies} ...${bound} />`;
    if (section === "box") return html`<${Box} ...${bound} />`;
    const elsewhere = draft.value === undefined ? shown!.issues.filter(({ severity }) => severity === "error") : [];
    return html`${elsewhere.length > 0 && html`<${Issues} issues=${elsewhere} />`}<${Practice} ...${bound} />`;
  }
}

function Parts({ here, shown }: { readonly here: string; readonly shown: Shown | undefined }): VNode {
  const wrong = (section: Section): boolean =>
    partsOf(section).some((part) => issuesIn(shown?.issues ?? [], part).some(({ severity }) => severity === "error"));
  return html`<nav class="tabrow" aria-label=${says().parts}>${SECTIONS.map(
    (
      section,
    ) => html`<a key=${section} class=${classes("button", "quiet", here === section && "chosen")} aria-current=${here === section ? "page" : undefined}
      href=${section === "practice" ? "/clinic" : `/clinic/${section}`}>${says().sections[section]}${wrong(section) && html` <span class="pill urgent"><span aria-hidden="true">!</span><span class="unseen">${says().wrongHere}</span></span>`}</a>`,
  )}</nav>`;
}
