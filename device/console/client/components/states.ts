import type { VNode } from "preact";
import type { ApiProblem } from "../api.ts";
import { type Children, html } from "../html.ts";
import { language, words } from "../i18n.ts";
import type { Remote } from "../remote.ts";
import { Button } from "./controls.ts";
import { Icon, type IconName } from "./icons.ts";

const says = words({
  en: {
    loading: "Loading …",
    again: "Try again",
    english: "",
    stale: "This could not be asked for again; what you see may be old.",
  },
  es: {
    loading: "Cargando …",
    again: "Intentar de nuevo",
    english: "El equipo lo dice en inglés:",
    stale: "No se pudo volver a consultar; lo que ve puede estar anticuado.",
  },
});

/** Grey lines of the size of what comes: nothing jumps when it is there. */
export const Loading = ({ lines = 3 }: { readonly lines?: number }): VNode =>
  html`<div class="loading" role="status"><span class="unseen">${says().loading}</span>
    ${Array.from({ length: lines }, (_, at) => html`<div class="bone" key=${at} />`)}</div>`;

/** Nothing is there, and that is all right: what it means, and what one can do. */
export const Empty = (props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: Children;
}): VNode => html`<div class="empty"><${Icon} name=${props.icon} /><h2>${props.title}</h2>${props.children}</div>`;

export const Broken = ({ again, problem }: { readonly problem: ApiProblem; readonly again?: () => void }): VNode =>
  html`<div class="notice wrong" role="alert"><${Icon} name="warning" /><div>
    <p><strong>${problem.message}</strong></p>
    ${problem.cure !== undefined && html`<p>${problem.cure}</p>`}
    ${again !== undefined && html`<${Button} onClick=${again}>${says().again}<//>`}
  </div></div>`;

/** Over sentences that the box has in English only: whoever reads another language is told. */
export const EnglishFollows = (): VNode =>
  language.value === "en" ? html`` : html`<p class="soft">${says().english}</p>`;

export const Notice = (props: {
  readonly kind?: "going" | "well" | "warn" | "wrong";
  readonly icon?: IconName;
  readonly children: Children;
}): VNode =>
  html`<div class=${`notice ${props.kind ?? "going"}`}><${Icon} name=${props.icon ?? "info"} /><div>${props.children}</div></div>`;

/** What was asked for, once it is there; what is in its place until then, or if it does not come. */
export function Loaded<Answer>(props: {
  readonly of: Remote<Answer>;
  readonly lines?: number;
  readonly children: (data: Answer) => VNode;
}): VNode {
  const { again, data, problem } = props.of;
  if (data !== undefined)
    return html`${problem !== undefined && problem.status !== 0 && html`<${Notice} kind="warn" icon="warning">${says().stale} ${problem.message}<//>`}${props.children(data)}`;
  if (problem !== undefined) return html`<${Broken} problem=${problem} again=${again} />`;
  return html`<${Loading} lines=${props.lines} />`;
}
