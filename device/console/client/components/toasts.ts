import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { ApiProblem } from "../api.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { Button } from "./controls.ts";

const says = words({
  en: {
    heading: "What was done",
    undo: "Undo",
    dismiss: "Dismiss",
    undone: "Undone.",
    unanswered: "The box did not answer: look, when it is back, whether this was done.",
  },
  es: {
    heading: "Lo que se ha hecho",
    undo: "Deshacer",
    dismiss: "Cerrar aviso",
    undone: "Deshecho.",
    unanswered: "El equipo no respondió: cuando responda, mire si esto quedó hecho.",
  },
});

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly wrong: boolean;
  readonly undo?: () => Promise<unknown>;
}

/** Long enough to read it and to reach the button by keyboard; what went wrong stays until it is dismissed. */
const STAYS_MS = 15_000;

const toasts = signal<readonly Toast[]>([]);
/** Said by a screen reader, without taking the focus from where it is. */
const spoken = signal("");
let next = 1;
/** So many dialogs are open: the page behind them is inert, and what is said there nobody sees or hears. */
const dialogs = signal(0);

/** Until it is called back, what is to be told stands in a dialog, which shows `Told` itself. */
export function tellInDialog(): () => void {
  dialogs.value += 1;
  return () => {
    dialogs.value -= 1;
  };
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Tells that something was done; `undo` takes it back for as long as the word stands there. */
export function tell(text: string, undo?: () => Promise<unknown>): void {
  show({ id: next++, text, wrong: false, ...(undo && { undo }) });
}

export function tellWrong(problem: unknown): void {
  if (!(problem instanceof ApiProblem)) throw problem;
  // It stays, also when the box is back: what is said of it must still be true then.
  const text = problem.status === 0 ? says().unanswered : [problem.message, problem.cure].filter(Boolean).join(" ");
  show({ id: next++, text, wrong: true });
}

/** What went wrong without a refusal of the box's. */
export function warn(text: string): void {
  show({ id: next++, text, wrong: true });
}

function show(toast: Toast): void {
  // One at a time says what is true now; the ones before have been seen or are no news any more.
  const before = toasts.value.filter(({ text, wrong }) => wrong && text !== toast.text);
  toasts.value = [...before.slice(-2), toast];
  announce(toast.text);
  if (!toast.wrong) setTimeout(() => dismiss(toast.id), STAYS_MS);
}

/** For a screen reader only: a message that has arrived. */
export function announce(text: string): void {
  // The same words twice are no change to a live region.
  spoken.value = spoken.value === text ? `${text}\u00a0` : text;
}

function takeBack({ id, undo }: Toast): void {
  dismiss(id);
  undo?.().then(() => tell(says().undone), tellWrong);
}

export const Toasts = (): VNode =>
  html`<${Spoken} />${dialogs.value === 0 && html`<section class="toasts unprinted" aria-label=${says().heading}><${Each} /></section>`}`;

/** The same inside a dialog. */
export const Told = (): VNode => html`<${Spoken} /><div class="toasts unprinted"><${Each} /></div>`;

const Spoken = (): VNode => html`<div class="unseen" aria-live="polite">${spoken}</div>`;

const Each = (): VNode =>
  html`${toasts.value.map(
    (toast) => html`<div key=${toast.id} class=${toast.wrong ? "toast wrong" : "toast"}>
        <p>${toast.text}</p>
        ${toast.undo !== undefined && html`<${Button} kind="quiet" icon="undo" onClick=${() => takeBack(toast)}>${says().undo}<//>`}
        <${Button} kind="quiet" icon="close" label=${says().dismiss} onClick=${() => dismiss(toast.id)} />
      </div>`,
  )}`;
