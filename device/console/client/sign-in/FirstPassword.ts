import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { SessionAnswer, SignInBody, WelcomeBody } from "../../api/session.ts";
import { post } from "../api.ts";
import { TextField } from "../components/controls.ts";
import { Form } from "../components/Form.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { decoded, go } from "../router.ts";
import { settle } from "../session.ts";
import { demandSame, NewPassword, NOTHING_TYPED } from "./NewPassword.ts";
import { type FactorWay, SecondFactor, waysIn } from "./SecondFactor.ts";

const says = words({
  en: {
    title: "Set your password",
    lead: "You have been given a one-time code. Choose a password that only you know.",
    code: "One-time code",
    deed: "Set the password and sign in",
    other: "I have a password",
  },
  es: {
    title: "Cree su contraseña",
    lead: "Le han dado un código de un solo uso. Elija una contraseña que solo usted conozca.",
    code: "Código de un solo uso",
    deed: "Crear la contraseña y entrar",
    other: "Ya tengo contraseña",
  },
});

/** The first password of somebody, or another one after they forgot theirs: by the code that a manager handed out. */
export function FirstPassword(): VNode {
  const [code, setCode] = useState(() => decoded(location.hash.slice(1)) ?? "");
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [ways, setWays] = useState<readonly FactorWay[]>();
  const sending = useSending();
  const enter = async (factor?: string): Promise<void> => {
    const body: WelcomeBody = { code, password: typed.password, ...(factor !== undefined && { factor }) };
    settle(await post<SessionAnswer>("/session/welcome", body));
    go("/", { replace: true });
  };
  const send = (): void =>
    void sending.send(async () => {
      demandSame(typed);
      await enter().catch((problem) => setWays(waysIn(problem)));
    });
  if (ways !== undefined)
    return html`<${SecondFactor} ways=${ways} enter=${(more: Pick<SignInBody, "code">) => enter(more.code)} askText=${() => post("/session/welcome/text", { code })} onBack=${() => setWays(undefined)} always />`;
  const wrong = sending.problem?.fields;
  return html`<h1>${says().title}</h1><p class="lead">${says().lead}</p>
    <${Form} sending=${sending} onSend=${send} deed=${says().deed} beside=${html`<a class="button quiet" href="/">${says().other}</a>`}>
      <${TextField} label=${says().code} value=${code} onValue=${setCode} autocomplete="one-time-code" wrong=${wrong?.["code"]} required />
      <${NewPassword} typed=${typed} onTyped=${setTyped} wrong=${wrong} />
    <//>`;
}
