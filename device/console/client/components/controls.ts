import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { type Children, classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { type Choice, Choices } from "./Choices.ts";
import { Icon, type IconName } from "./icons.ts";

const says = words({
  en: {
    optional: "may be left empty",
    tooLong: (more: number, longest: number) => `${more} characters too many: ${longest} can be kept.`,
  },
  es: {
    optional: "puede quedar vacío",
    tooLong: (more: number, longest: number) => `Sobran ${more} caracteres: se pueden guardar ${longest}.`,
  },
});

interface ButtonProps {
  readonly children?: Children;
  /** `deed`: what this page is for, one of it. `plain`: all others. `quiet`: without a frame. `danger`: takes something away. */
  readonly kind?: "deed" | "plain" | "quiet" | "danger";
  readonly icon?: IconName;
  readonly onClick?: (event: MouseEvent) => void;
  readonly type?: "button" | "submit";
  /** It is being done: further presses do nothing, and a screen reader hears so. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** Said instead of the text, where there is only an icon. */
  readonly label?: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly class?: string;
  /** The key that does the same, for screen readers: `c`. */
  readonly shortcut?: string;
}

export function Button(props: ButtonProps): VNode {
  const { busy, children, disabled, expanded, icon, kind = "plain", label, onClick, pressed, shortcut, type } = props;
  const onlyIcon = icon !== undefined && children === undefined;
  return html`<button type=${type ?? "button"} class=${classes("button", kind, onlyIcon && "icon-only", props.class)}
    disabled=${disabled} aria-disabled=${busy === true ? "true" : undefined} aria-busy=${busy === true ? "true" : undefined}
    aria-label=${label} title=${onlyIcon ? label : undefined} aria-pressed=${pressed} aria-expanded=${expanded} aria-keyshortcuts=${shortcut}
    onClick=${(event: MouseEvent) => (busy === true ? event.preventDefault() : onClick?.(event))}>
    ${icon !== undefined && html`<${Icon} name=${icon} />`}${children !== undefined && html`<span>${children}</span>`}
  </button>`;
}

/** A link that looks like a button: it goes somewhere, or fetches a file. */
export const LinkButton = (props: {
  readonly href: string;
  readonly children: Children;
  readonly kind?: "deed" | "plain" | "quiet";
  readonly icon?: IconName;
  readonly download?: string;
}): VNode =>
  html`<a class=${classes("button", props.kind ?? "plain")} href=${props.href} download=${props.download}>
    ${props.icon !== undefined && html`<${Icon} name=${props.icon} />`}<span>${props.children}</span></a>`;

interface FieldProps {
  readonly label: string;
  readonly help?: string;
  /** What is not right with what was typed. */
  readonly wrong?: string;
  readonly optional?: boolean;
  readonly children: (ids: { readonly id: string; readonly describedBy: string | undefined }) => VNode;
}

/** A label, its help and what is wrong with the answer, tied to the control by ids. */
export function Field({ children, help, label, optional, wrong }: FieldProps): VNode {
  const id = useId();
  const described = [help !== undefined && `${id}-help`, wrong !== undefined && `${id}-wrong`]
    .filter(Boolean)
    .join(" ");
  return html`<div class="field">
    <label for=${id}>${label}${optional === true && html` <span class="may">(${says().optional})</span>`}</label>
    ${help !== undefined && html`<p class="help" id=${`${id}-help`}>${help}</p>`}
    ${children({ id, describedBy: described === "" ? undefined : described })}
    ${wrong !== undefined && html`<p class="wrong" id=${`${id}-wrong`}><${Icon} name="warning" />${wrong}</p>`}
  </div>`;
}

interface TextProps extends Omit<FieldProps, "children"> {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: "text" | "password" | "tel" | "date" | "number" | "search";
  /** What the browser may fill in: `current-password`, `one-time-code`. */
  readonly autocomplete?: string;
  readonly numeric?: boolean;
  readonly required?: boolean;
  readonly lines?: number;
  /** More is told, and nothing of it is cut off: what somebody pasted would end in the middle, unnoticed. */
  readonly longest?: number;
  readonly first?: boolean;
}

/** What is said where a text is longer than what can be kept. */
const tooLong = ({ longest, value }: TextProps): string | undefined => {
  const more = longest === undefined ? 0 : value.trim().length - longest;
  return longest !== undefined && more > 0 ? says().tooLong(more, longest) : undefined;
};

export const TextField = (props: TextProps): VNode => {
  const wrong = props.wrong ?? tooLong(props);
  return html`<${Field} label=${props.label} help=${props.help} wrong=${wrong} optional=${props.optional}>
    ${({ describedBy, id }: { id: string; describedBy: string | undefined }) => {
      const shared = {
        id,
        value: props.value,
        required: props.required,
        autofocus: props.first,
        "aria-describedby": describedBy,
        "aria-invalid": wrong === undefined ? undefined : "true",
        onInput: (event: Event) => props.onValue((event.target as HTMLInputElement).value),
      };
      return props.lines !== undefined
        ? html`<textarea ...${shared} rows=${props.lines} />`
        : html`<input ...${shared} type=${props.type ?? "text"} autocomplete=${props.autocomplete ?? "off"} inputmode=${props.numeric === true ? "numeric" : undefined} autocapitalize="none" spellcheck=${false} />`;
    }}
  <//>`;
};

export const SelectField = (
  props: Omit<FieldProps, "children"> & {
    readonly value: string;
    readonly choices: readonly Choice[];
    readonly onValue: (value: string) => void;
    readonly disabled?: boolean;
  },
): VNode =>
  html`<${Field} label=${props.label} help=${props.help} wrong=${props.wrong} optional=${props.optional}>
    ${({ describedBy, id }: { id: string; describedBy: string | undefined }) =>
      html`<${Choices} id=${id} describedBy=${describedBy} disabled=${props.disabled} value=${props.value} choices=${props.choices} onValue=${props.onValue} />`}
  <//>`;

export const CheckField = (props: {
  readonly label: string;
  readonly help?: string;
  readonly checked: boolean;
  readonly onValue: (checked: boolean) => void;
}): VNode => {
  const id = useId();
  return html`<div class="field check">
    <input id=${id} type="checkbox" checked=${props.checked} aria-describedby=${props.help === undefined ? undefined : `${id}-help`}
      onChange=${(event: Event) => props.onValue((event.target as HTMLInputElement).checked)} />
    <label for=${id}>${props.label}</label>
    ${props.help !== undefined && html`<p class="help" id=${`${id}-help`}>${props.help}</p>`}
  </div>`;
};
