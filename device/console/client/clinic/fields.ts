import type { VNode } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type { ClinicEdit } from "../../api/clinic.ts";
import type { Choice } from "../components/Choices.ts";
import { CheckField, Field, SelectField } from "../components/controls.ts";
import { html } from "../html.ts";
import { isDay } from "../schedule/days.ts";
import { may } from "../session.ts";
import { type Clinic, issuesAt, issueText, type Path, type Shown, textAt, textsAt } from "./draft.ts";

/** What every field of a section is given. */
export interface Bound {
  readonly shown: Shown;
  readonly edit: Clinic["edit"];
  /** It is a manager's to change, and whoever looks is none. */
  readonly locked?: boolean;
}

export const mayEdit = ({ locked }: Bound): boolean => may("clinic.change") && locked !== true;

interface Common extends Bound {
  readonly path: Path;
  readonly label: string;
  readonly help?: string;
  readonly optional?: boolean;
}

export const set = (path: Path, value: unknown): ClinicEdit => ({ do: "set", path: [...path], value: value as never });
export const remove = (path: Path): ClinicEdit => ({ do: "remove", path: [...path] });

/** What the check says of that value itself. */
export const wrongAt = ({ shown }: Pick<Bound, "shown">, path: Path): string | undefined => {
  const [issue] = issuesAt(shown.issues, path);
  return issue && issueText(issue);
};

/** Kept when it is left, or at Enter. Emptied: taken out of the file. */
export function TextIn(
  props: Common & {
    readonly lines?: number;
    readonly numeric?: boolean;
    readonly date?: boolean;
    readonly usual?: string;
  },
): VNode {
  const { edit, path, shown } = props;
  const value = textAt(shown.value, path, props.usual ?? "");
  return html`<${Line} ...${props} disabled=${!mayEdit(props)} value=${value} wrong=${wrongAt(props, path)} onKept=${(
    text: string,
  ) =>
    edit(
      text === "" && props.optional === true
        ? remove(path)
        : set(path, props.numeric === true && /^\d+$/.test(text) ? Number(text) : text),
    )} />`;
}

interface LineProps {
  readonly label: string;
  readonly help?: string;
  readonly wrong?: string | undefined;
  readonly optional?: boolean;
  readonly value: string;
  readonly lines?: number;
  readonly numeric?: boolean;
  readonly date?: boolean;
  readonly disabled?: boolean;
  readonly onKept: (text: string) => unknown;
}

/** A line of text that is kept when it is left. */
export function Line(props: LineProps): VNode {
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  const keep = (): void => {
    if (typed.trim() !== props.value) props.onKept(typed.trim());
  };
  // What is no day of the calendar would not be seen in a field for days.
  const isDate = props.date === true && (props.value === "" || isDay(props.value));
  // A browser calls each figure of a year that is being typed a change.
  const kept = isDate
    ? { onBlur: keep, onKeyDown: (event: KeyboardEvent) => event.key === "Enter" && keep() }
    : { onChange: keep };
  return html`<${Field} label=${props.label} help=${props.help} wrong=${props.wrong} optional=${props.optional}>
    ${({ describedBy, id }: { id: string; describedBy: string | undefined }) => {
      const shared = {
        ...{ id, value: typed, disabled: props.disabled ?? !may("clinic.change"), "aria-describedby": describedBy },
        "aria-invalid": props.wrong === undefined ? undefined : "true",
        onInput: (event: Event) => setTyped((event.target as HTMLInputElement).value),
        ...kept,
      };
      return props.lines === undefined
        ? html`<input ...${shared} type=${isDate ? "date" : "text"} autocomplete="off" spellcheck=${false} inputmode=${props.numeric === true ? "numeric" : undefined} />`
        : html`<textarea ...${shared} rows=${props.lines} />`;
    }}
  <//>`;
}

type Choosing = Common & { readonly choices: readonly Choice[]; readonly usual: string };

function chosenIn(props: Choosing): { readonly value: string; readonly choices: readonly Choice[] } {
  const value = textAt(props.shown.value, props.path, props.usual);
  // What is in the file stays choosable, even if it is not right.
  const isKnown = props.choices.some((choice) => choice.value === value);
  return { value, choices: isKnown ? props.choices : [...props.choices, { value, text: value }] };
}

const choose = (props: Choosing, chosen: string): void =>
  void props.edit(chosen === "" ? remove(props.path) : set(props.path, chosen));

export const ChooseIn = (props: Choosing): VNode =>
  html`<${SelectField} label=${props.label} help=${props.help} wrong=${wrongAt(props, props.path)} ...${chosenIn(props)} disabled=${!mayEdit(props)}
    onValue=${(chosen: string) => choose(props, chosen)} />`;

/** The same with every choice spelled out: for texts that the list of a browser would cut off on a telephone. */
export function OneIn(props: Choosing): VNode {
  const id = useId();
  const { choices, value } = chosenIn(props);
  const wrong = wrongAt(props, props.path);
  return html`<fieldset class="some" disabled=${!mayEdit(props)}><legend>${props.label}</legend>
    ${props.help !== undefined && html`<p class="help">${props.help}</p>`}
    ${choices.map(
      (choice) => html`<div class="field check" key=${choice.value}>
      <input id=${`${id}-${choice.value}`} type="radio" name=${id} value=${choice.value} checked=${choice.value === value} onChange=${() => choose(props, choice.value)} />
      <label for=${`${id}-${choice.value}`}>${choice.text}</label></div>`,
    )}
    ${wrong !== undefined && html`<p class="wrong">${wrong}</p>`}
  </fieldset>`;
}

/** Some of a list, in the order in which they are offered. */
export const SomeIn = (
  props: Common & {
    readonly choices: readonly Choice[];
    readonly usual: readonly string[];
    /** The file may not have it without entries: it goes with the last one. */
    readonly neverEmpty?: boolean;
  },
): VNode => {
  const { edit, path, shown } = props;
  const there = textsAt(shown.value, path);
  const chosen = there.length === 0 ? props.usual : there;
  const wrong = wrongAt(props, path);
  const toggle = (value: string, on: boolean): void => {
    const left = props.choices
      .map((choice) => choice.value)
      .filter((one) => (one === value ? on : chosen.includes(one)));
    void edit(left.length === 0 && props.neverEmpty === true ? remove(path) : set(path, left));
  };
  return html`<fieldset class="some" disabled=${!mayEdit(props)}><legend>${props.label}</legend>
    ${props.help !== undefined && html`<p class="help">${props.help}</p>`}
    <div class="ticks">${props.choices.map(({ text, value }) => html`<${CheckField} key=${value} label=${text} checked=${chosen.includes(value)} onValue=${(on: boolean) => toggle(value, on)} />`)}</div>
    ${wrong !== undefined && html`<p class="wrong">${wrong}</p>`}
  </fieldset>`;
};
