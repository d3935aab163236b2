/* @pure */
import { Html, html } from "../../../device/web/html.ts";
import { type Action, type Field, type Input, needsFile, type Problem } from "../core/Step.ts";
import { asTyped, type StepView } from "../core/view.ts";
import type { Job } from "../Setup.ts";
import { fieldsHtml, problemsHtml } from "./fields.ts";
import { hidden } from "./layout.ts";

export interface StepPage {
  readonly view: StepView;
  readonly formToken: string;
  readonly problems: readonly Problem[];
  /** What was told when the step before was answered. */
  readonly notes?: readonly string[];
  /** Of a list: the entry that is changed, or "new". */
  readonly item?: number | "new";
  /** Of this step, going on or over. */
  readonly job?: Pick<Job, "action" | "lines" | "end" | "question">;
  /** With what the job was begun: what was not taken stands where it was typed. */
  readonly begunWith?: Input;
}

export function stepPage(about: StepPage): Html {
  const { notes = [], problems, view } = about;
  return html`
<p class="count">Step ${view.number}</p>
<h1>${view.title}</h1>
${notes.length > 0 && html`<div class="note" role="status">${notes.map((note) => html`<p>${note}</p>`)}</div>`}
${view.intro.map((line) => html`<p class="intro">${line}</p>`)}
${problemsHtml(problems, ...fieldsAbove(about))}
${bodyOf(about)}
${skipForm(about)}
<p class="ways">${view.before !== undefined && html`<a href="/step/${view.before}">Back</a>`}${view.after !== undefined && html`<a href="/step/${view.after}">Next step</a>`}</p>`;
}

function bodyOf(about: StepPage): Html {
  switch (about.view.kind) {
    case "form":
      return formOf(about);
    case "list":
      return listOf(about);
    case "work":
      return workOf(about);
  }
}

const formOf = ({ formToken, problems, view }: StepPage): Html =>
  html`<form method="post" action="/step/${view.id}">${hidden("token", formToken)}${fieldsHtml(view.fields, problems)}<p><button>Save and go on</button></p></form>`;

function listOf({ formToken, item, problems, view }: StepPage): Html {
  if (item !== undefined) {
    const was = item === "new" ? undefined : view.items[item];
    return html`<h2>${item === "new" ? `Add ${view.one}` : `Change: ${was}`}</h2>
<form method="post" action="/step/${view.id}/item">${hidden("token", formToken)}${item !== "new" && html`${hidden("index", String(item))}${hidden("was", was ?? "")}`}${fieldsHtml(view.fields, problems)}<p><button>Save</button> <a class="quiet" href="/step/${view.id}">Do not change anything</a></p></form>`;
  }
  const rows = view.items.map(
    (text, at) =>
      html`<li><span>${text}</span><span class="acts"><a href="/step/${view.id}?item=${at}">Change<span class="unseen"> ${text}</span></a><form method="post" action="/step/${view.id}/remove">${hidden("token", formToken)}${hidden("index", String(at))}${hidden("was", text)}<button class="quiet">Take away<span class="unseen"> ${text}</span></button></form></span></li>`,
  );
  return html`${view.items.length === 0 ? html`<p class="empty">The list is empty.</p>` : html`<ul class="items">${rows}</ul>`}
<p><a class="button" href="/step/${view.id}?item=new">Add ${view.one}</a></p>
${view.items.length > 0 && html`<form method="post" action="/step/${view.id}/finish">${hidden("token", formToken)}<p><button>The list is complete</button></p></form>`}`;
}

/** What the problems are about, and what the names of those fields begin with on the page. */
function fieldsAbove({ job, view }: StepPage): [readonly Field[], string?] {
  const action = view.actions.find(({ id }) => id === job?.action);
  return view.kind === "work" && action !== undefined ? [action.fields ?? [], `${action.id}-`] : [view.fields];
}

/** The form of the action that was refused, as it was filled in. */
const refilled = (action: Action, job: StepPage["job"], input: Input = {}): Action =>
  job?.action === action.id && job.end?.ok === false
    ? { ...action, fields: asTyped(action.fields ?? [], input) }
    : action;

function workOf({ begunWith, formToken, job, problems, view }: StepPage): Html {
  const running = job !== undefined && job.end === undefined;
  return html`${jobHtml(view.id, job, formToken)}
${view.id === "handover" && view.status === "answered" && html`<p><a class="button" href="/handover">Show the sheet to print</a> <a href="/handover.txt">Save it as a text file</a></p>`}
${view.actions.map((action) => actionHtml(view.id, refilled(action, job, begunWith), formToken, running, job?.action === action.id ? problems : []))}`;
}

const FILES = new Html(' enctype="multipart/form-data"');

const actionHtml = (
  step: string,
  action: Action,
  formToken: string,
  running: boolean,
  problems: readonly Problem[],
): Html =>
  html`<form class="action" method="post" action="/step/${step}/do/${action.id}"${needsFile(action) && FILES}>${hidden("token", formToken)}<h2>${action.label}</h2><p class="help">${action.help}</p>${fieldsHtml(action.fields ?? [], problems, `${action.id}-`)}<p><button${action.aside === true && new Html(' class="quiet"')}${running && new Html(" disabled")}>${action.label}</button></p></form>`;

/** Said as it happens: a live region, so that it is heard, too. */
export function jobHtml(step: string, job: StepPage["job"], formToken: string): Html {
  // Of an answer that was not taken nothing was done: it is told above, and at its field.
  const notBegun = job?.end?.ok === false && (job.end.problems ?? []).length > 0 && job.lines.length === 0;
  if (job === undefined || (notBegun && job.end?.words.length === 0))
    return html`<section id="job" aria-live="polite" hidden></section>`;
  const { end, lines, question } = job;
  // The sheet has a page of its own, beside which its text form would be a heap of lines.
  const words = step === "handover" && end?.ok === true ? ["The sheet is made."] : (end?.words ?? []);
  return html`<section id="job" class="${end === undefined ? "going" : end.ok ? "well" : "ill"}" aria-live="polite" tabindex="-1"${end === undefined && new Html(` data-running="${step}"`)}${question !== undefined && new Html(" data-asked")}>
<h2>${end === undefined ? "It is going on" : end.ok ? "Done" : "Not done"}</h2>
<ul class="lines">${lines.map((line) => html`<li>${line}</li>`)}</ul>
<ul class="words">${words.map((line) => html`<li>${line}</li>`)}</ul>
${question !== undefined && html`<form class="asked" method="post" action="/step/${step}/yes">${hidden("token", formToken)}<p>${question.words}</p><p><button>${question.yes}</button></p></form>`}
${end === undefined && step !== "apply" && html`<form method="post" action="/step/${step}/stop">${hidden("token", formToken)}<button class="quiet">Stop</button></form>`}
</section>`;
}

const skipForm = ({ formToken, item, view }: StepPage): Html | false =>
  view.skip !== undefined &&
  view.status === "open" &&
  item === undefined &&
  html`<form class="skip" method="post" action="/step/${view.id}/finish">${hidden("token", formToken)}<p>${view.skip}</p><p><button class="quiet">Leave this step out</button></p></form>`;
