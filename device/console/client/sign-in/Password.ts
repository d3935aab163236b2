import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { SessionAnswer, SignInBody } from "../../api/session.ts";
import { ApiProblem, post } from "../api.ts";
import { TextField } from "../components/controls.ts";
import { Form } from "../components/Form.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { settle } from "../session.ts";
import { type FactorWay, SecondFactor, waysIn } from "./SecondFactor.ts";

const says = words({
  en: {
    title: "Sign in",
    user: "User name",
    password: "Password",
    deed: "Sign in",
    code: "I have a one-time code",
    over: "You were signed out. Sign in again, and you are where you were.",
  },
  es: {
    title: "Entrar",
    user: "Nombre de usuario",
    password: "Contraseña",
    deed: "Entrar",
    code: "Tengo un código de un solo uso",
    over: "Se cerró su sesión. Entre de nuevo y estará donde estaba.",
  },
});

export function Password({ wasIn }: { readonly wasIn: boolean }): VNode {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [ways, setWays] = useState<readonly FactorWay[]>();
  const sending = useSending();
  const enter = async (more: Partial<SignInBody> = {}): Promise<void> => {
    settle(await post<SessionAnswer>("/session", { user, password, ...more } satisfies SignInBody));
  };
  const send = (): void =>
    void sending.send(async () => {
      try {
        await enter();
      } catch (problem) {
        if (!(problem instanceof ApiProblem) || problem.code !== "SECOND_FACTOR") setPassword("");
        setWays(waysIn(problem));
      }
    });
  const back = (): void => {
    setWays(undefined);
    setPassword("");
  };
  if (ways !== undefined)
    return html`<${SecondFactor} ways=${ways} enter=${enter} askText=${() => post("/session/text", { user, password })} onBack=${back} />`;
  return html`<h1>${says().title}</h1>
    ${wasIn && html`<p class="lead">${says().over}</p>`}
    <${Form} sending=${sending} onSend=${send} deed=${says().deed} beside=${html`<a class="button quiet" href="/welcome">${says().code}</a>`}>
      <${TextField} label=${says().user} value=${user} onValue=${setUser} autocomplete="username" required first />
      <${TextField} label=${says().password} value=${password} onValue=${setPassword} type="password" autocomplete="current-password" required />
    <//>`;
}
