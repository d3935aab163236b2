/* @pure */
import { Html, html } from "../../../device/web/html.ts";
import type { Field, Problem } from "../core/Step.ts";

/** `prefix`: the fields of several forms on one page have names of their own. */
export const fieldsHtml = (fields: readonly Field[], problems: readonly Problem[] = [], prefix = ""): Html =>
  html`${fields.map((field) =>
    fieldHtml(
      field,
      problems.find((one) => one.field === field.name),
      prefix,
    ),
  )}`;

function fieldHtml(field: Field, wrong: Problem | undefined, prefix: string): Html {
  const id = `${prefix}${field.name}`;
  const told = html`<p class="help" id="${id}-help">${field.help}</p>${wrong !== undefined && html`<p class="wrong" id="${id}-wrong">${plain(wrong)}</p>`}`;
  const described = `${id}-help${wrong === undefined ? "" : ` ${id}-wrong`}`;
  const label = html`${field.label}${field.optional === true && html` <span class="may">may be left empty</span>`}`;
  switch (field.kind) {
    case "choice":
      return html`<fieldset class="field" id="${id}" aria-describedby="${described}"><legend>${label}</legend>${told}${choicesOf(field).map((choice, at) => html`<label class="pick"><input type="radio" name="${field.name}" value="${choice.value}"${choice.value === field.value && CHECKED}${at === 0 && wrong !== undefined && INVALID}> ${choice.label}</label>`)}</fieldset>`;
    case "many":
      return html`<fieldset class="field" id="${id}" aria-describedby="${described}"><legend>${label}</legend>${told}${field.ordered === true ? places(field) : boxes(field)}</fieldset>`;
    case "long":
      return html`<div class="field"><label for="${id}">${label}</label>${told}<textarea id="${id}" name="${field.name}" rows="6" spellcheck="false" aria-describedby="${described}"${wrong !== undefined && INVALID}>${field.value}</textarea></div>`;
    case "file":
      return html`<div class="field"><label for="${id}">${label}</label>${told}<input id="${id}" name="${field.name}" type="file" accept="audio/wav,.wav" aria-describedby="${described}"${wrong !== undefined && INVALID}></div>`;
    case "text":
    case "number":
    case "phone":
    case "secret":
      return html`<div class="field"><label for="${id}">${label}</label>${told}${input(field, id, described, wrong !== undefined)}${list(field, id)}</div>`;
  }
}

const CHECKED = new Html(" checked");
const INVALID = new Html(' aria-invalid="true"');
const choicesOf = ({ choices }: Field) => choices ?? [];

const boxes = (field: Field): readonly Html[] => {
  const chosen = new Set(field.value.split(","));
  return choicesOf(field).map(
    ({ label, value }) =>
      html`<label class="pick"><input type="checkbox" name="${field.name}" value="${value}"${chosen.has(value) && CHECKED}> ${label}</label>`,
  );
};

/** Order by one list for each place: works with a keyboard, a screen reader and no script. */
function places(field: Field): readonly Html[] {
  const chosen = field.value.split(",").filter((one) => one !== "");
  return choicesOf(field).map((_, at) => {
    const options = [{ value: "", label: "–" }, ...choicesOf(field)].map(
      ({ label, value }) =>
        html`<option value="${value}"${value === (chosen[at] ?? "") && new Html(" selected")}>${label}</option>`,
    );
    return html`<label class="place"><span>${at + 1}.</span> <select name="${field.name}" aria-label="${field.label}, place ${at + 1}">${options}</select></label>`;
  });
}

function input(field: Field, id: string, described: string, wrong: boolean): Html {
  const types: Readonly<Record<string, string>> = { phone: "tel", secret: "password" };
  const more =
    field.kind === "number"
      ? new Html(' inputmode="numeric"')
      : field.kind === "secret"
        ? new Html(' autocomplete="new-password"')
        : new Html(' autocomplete="off"');
  const offers = field.suggestions !== undefined && field.suggestions.length > 0 && new Html(` list="${id}-list"`);
  return html`<input id="${id}" name="${field.name}" type="${types[field.kind] ?? "text"}" value="${field.value}" spellcheck="false" aria-describedby="${described}"${more}${offers}${wrong && INVALID}>`;
}

const list = ({ suggestions = [] }: Field, id: string): Html | false =>
  suggestions.length > 0 &&
  html`<datalist id="${id}-list">${suggestions.map((one) => html`<option value="${one}">`)}</datalist>`;

/** The clinic file's own checks begin with the field's name there, which nobody sees here. */
export const plain = ({ field, instead, what }: Problem): string =>
  `${sentence(what.replace(new RegExp(`^${field}: `), ""))} ${sentence(instead)}`;

const sentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

/** All that was not taken, first on the page, each leading to its field. */
export const problemsHtml = (problems: readonly Problem[], fields: readonly Field[], prefix = ""): Html | false =>
  problems.length > 0 &&
  html`<div class="alert" role="alert" tabindex="-1" id="problems"><h2>That was not taken</h2><ul>${problems.map(
    (one) => {
      const label = fields.find(({ name }) => name === one.field)?.label;
      return html`<li>${label === undefined ? plain(one) : html`<a href="#${prefix}${one.field}">${label}</a>: ${plain(one)}`}</li>`;
    },
  )}</ul></div>`;
