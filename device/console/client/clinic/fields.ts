import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ClinicEdit } from "../../api/clinic.ts";
import { CheckField, type Choice, Field, SelectField } from "../components/controls.ts";
import { html } from "../html.ts";
import { may } from "../session.ts";
import { type Clinic, issuesAt, issueText, type Path, type Shown, textAt, textsAt } from "./draft.ts";

/** What every field of a section is given. */
export interface Bound {
  readonly shown: Shown;
  readonly edit: Clinic["edit"];
}

interface Common extends Bound {
  readonly path: Path;
  readonly label: string;
  readonly help?: string;
  readonly optional?: boolean;
}

export const set = (path: Path, value: unknown): ClinicEdit => ({ do: "set", path: [...path], value: value as never });
export const remove = (path: Path): ClinicEdit => ({ do: "remove", path: [...path] });

const wrongAt = ({ shown }: Bound, path: Path): string | undefined => {
  const [issue] = issuesAt(shown.issues, path);
  return issue && issueText(issue);
};

/** Kept when it is left, or at Enter. Emptied: taken out of the file. */
export function TextIn(
  props: Common & {
    readonly lines?: number;
    readonly numeric?: boolean;
    readonly usual?: string;
    readonly whole?: boolean;
  },
): VNode {
  const { edit, path, shown } = props;
  const value = textAt(shown.value, path, props.usual ?? "");
  return html`<${Line} ...${props} value=${value} wrong=${wrongAt(props, path)} onKept=${(text: string) =>
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
  readonly hidden?: boolean;
  readonly onKept: (text: string) => unknown;
}

/** A line of text that is kept when it is left. */
export function Line(props: LineProps): VNode {
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  const keep = (): void => {
    if (typed.trim() !== props.value) props.onKept(typed.trim());
  };
  return html`<${Field} label=${props.label} help=${props.help} wrong=${props.wrong} optional=${props.optional}>
    ${({ describedBy, id }: { id: string; describedBy: string | undefined }) => {
      const shared = {
        ...{ id, value: typed, disabled: !may("clinic.change"), "aria-describedby": describedBy },
        "aria-invalid": props.wrong === undefined ? undefined : "true",
        onInput: (event: Event) => setTyped((event.target as HTMLInputElement).value),
        onChange: keep,
      };
      return props.lines === undefined
        ? html`<input ...${shared} type="text" autocomplete="off" spellcheck=${false} inputmode=${props.numeric === true ? "numeric" : undefined} />`
        : html`<textarea ...${shared} rows=${props.lines} />`;
    }}
  <//>`;
}

export const ChooseIn = (
  props: Common & { readonly choices: readonly Choice[]; readonly usual: string; readonly numbers?: boolean },
): VNode => {
  const value = textAt(props.shown.value, props.path, props.usual);
  // What is in the file stays choosable, even if it is not right.
  const choices = props.choices.some((choice) => choice.value === value)
    ? props.choices
    : [...props.choices, { value, text: value }];
  return html`<${SelectField} label=${props.label} help=${props.help} wrong=${wrongAt(props, props.path)} value=${value} choices=${choices}
    onValue=${(chosen: string) => props.edit(chosen === "" ? remove(props.path) : set(props.path, chosen))} />`;
};

/** Some of a list, in the order in which they are offered. */
export const SomeIn = (
  props: Common & { readonly choices: readonly Choice[]; readonly usual: readonly string[] },
): VNode => {
  const { edit, path, shown } = props;
  const there = textsAt(shown.value, path);
  const chosen = there.length === 0 ? props.usual : there;
  const wrong = wrongAt(props, path);
  const toggle = (value: string, on: boolean): void => {
    const rest = [...chosen, ...(on ? [value] : [])].filter((one) => on || one !== value);
    void edit(
      set(
        path,
        props.choices.map((choice) => choice.value).filter((one) => rest.includes(one)),
      ),
    );
  };
  return html`<fieldset class="some" disabled=${!may("clinic.change")}><legend>${props.label}</legend>
    ${props.help !== undefined && html`<p class="help">${props.help}</p>`}
    <div class="ticks">${props.choices.map(({ text, value }) => html`<${CheckField} key=${value} label=${text} checked=${chosen.includes(value)} onValue=${(on: boolean) => toggle(value, on)} />`)}</div>
    ${wrong !== undefined && html`<p class="wrong">${wrong}</p>`}
  </fieldset>`;
};
