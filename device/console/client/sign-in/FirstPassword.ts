import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { SessionAnswer, WelcomeBody } from "../../api/session.ts";
import { ApiProblem, post } from "../api.ts";
import { TextField } from "../components/controls.ts";
import { Form } from "../components/Form.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { go } from "../router.ts";
import { settle } from "../session.ts";

const says = words({
  en: {
    title: "Set your password",
    lead: "You have been given a one-time code. Choose a password that only you know.",
    code: "One-time code",
    password: "New password",
    length: "12 signs at least. Four words that have nothing to do with each other are long, and easy to keep in mind.",
    again: "The same again",
    differ: "The two are not the same.",
    deed: "Set the password and sign in",
    other: "I have a password",
  },
  es: {
    title: "Ponga su contraseña",
    lead: "Le han dado un código de un solo uso. Elija una contraseña que solo usted conozca.",
    code: "Código de un solo uso",
    password: "Contraseña nueva",
    length: "Al menos 12 signos. Cuatro palabras que no tengan nada que ver entre sí son largas y fáciles de recordar.",
    again: "Otra vez la misma",
    differ: "No son iguales.",
    deed: "Poner la contraseña y entrar",
    other: "Ya tengo contraseña",
  },
});

/** The first password of somebody, or another one after they forgot theirs: by the code that a manager handed out. */
export function FirstPassword(): VNode {
  const [code, setCode] = useState(() => decodeURIComponent(location.hash.slice(1)));
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const sending = useSending();
  const send = (): void =>
    void sending.send(async () => {
      if (password !== again)
        throw new ApiProblem(400, {
          code: "DIFFER",
          message: says().differ,
          fields: [{ path: "again", message: says().differ }],
        });
      settle(await post<SessionAnswer>("/session/welcome", { code, password } satisfies WelcomeBody));
      go("/", { replace: true });
    });
  const wrong = sending.problem?.fields;
  return html`<h1>${says().title}</h1><p class="lead">${says().lead}</p>
    <${Form} sending=${sending} onSend=${send} deed=${says().deed} beside=${html`<a class="button quiet" href="/">${says().other}</a>`}>
      <${TextField} label=${says().code} value=${code} onValue=${setCode} autocomplete="one-time-code" wrong=${wrong?.["code"]} required />
      <${TextField} label=${says().password} help=${says().length} value=${password} onValue=${setPassword} type="password" autocomplete="new-password" wrong=${wrong?.["password"]} required />
      <${TextField} label=${says().again} value=${again} onValue=${setAgain} type="password" autocomplete="new-password" wrong=${wrong?.["again"]} required />
    <//>`;
}
