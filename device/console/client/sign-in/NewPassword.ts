import type { VNode } from "preact";
import { ApiProblem } from "../api.ts";
import { TextField } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    password: "New password",
    length:
      "At least 12 characters. Four words that have nothing to do with each other are long, and easy to keep in mind.",
    again: "The same again",
    differ: "The two are not the same.",
  },
  es: {
    password: "Contraseña nueva",
    length:
      "Al menos 12 caracteres. Cuatro palabras que no tengan nada que ver entre sí son largas y fáciles de recordar.",
    again: "Otra vez la misma",
    differ: "No son iguales.",
  },
});

export interface TypedTwice {
  readonly password: string;
  readonly again: string;
}

export const NOTHING_TYPED: TypedTwice = { password: "", again: "" };

/** Thrown before anything is sent, as the box would refuse it. */
export function demandSame({ again, password }: TypedTwice): void {
  const message = says().differ;
  if (password !== again) throw new ApiProblem(400, { code: "DIFFER", message, fields: [{ path: "again", message }] });
}

interface NewPasswordProps {
  readonly typed: TypedTwice;
  readonly onTyped: (typed: TypedTwice) => void;
  readonly wrong: Readonly<Record<string, string>> | undefined;
}

/** A password that is chosen, twice. */
export const NewPassword = ({ onTyped, typed, wrong }: NewPasswordProps): VNode =>
  html`<${TextField} label=${says().password} help=${says().length} value=${typed.password} onValue=${(password: string) => onTyped({ ...typed, password })} type="password" autocomplete="new-password" wrong=${wrong?.["password"]} required />
    <${TextField} label=${says().again} value=${typed.again} onValue=${(again: string) => onTyped({ ...typed, again })} type="password" autocomplete="new-password" wrong=${wrong?.["again"]} required />`;
