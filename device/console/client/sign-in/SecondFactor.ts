import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { SignInBody } from "../../api/session.ts";
import { ApiProblem } from "../api.ts";
import { Button, CheckField, TextField } from "../components/controls.ts";
import { Form } from "../components/Form.ts";
import { tell } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    title: "Second step",
    app: "Enter the six digits that your authenticator app shows.",
    sms: "Have a code sent to your telephone, and enter it.",
    recovery: "One of your codes on paper works as well, once.",
    code: "Code",
    remember: "Ask for no code in this browser for 30 days",
    rememberHelp: "Only where nobody else uses this browser.",
    deed: "Sign in",
    text: "Send a code by SMS",
    sent: "The code is on its way. It may take some seconds.",
    back: "Back",
  },
  es: {
    title: "Segundo paso",
    app: "Escriba las seis cifras que muestra su aplicación de autenticación.",
    sms: "Pida un código a su teléfono y escríbalo.",
    recovery: "También sirve uno de sus códigos en papel, una sola vez.",
    code: "Código",
    remember: "No pedir código en este navegador durante 30 días",
    rememberHelp: "Solo donde nadie más use este navegador.",
    deed: "Entrar",
    text: "Enviar un código por SMS",
    sent: "El código va en camino. Puede tardar unos segundos.",
    back: "Atrás",
  },
});

/** What the box can ask for besides the password. */
export type FactorWay = "app" | "sms" | "recovery";

/** What the box asks for. Whatever else it says is thrown on. */
export function waysIn(problem: unknown): readonly FactorWay[] {
  if (!(problem instanceof ApiProblem) || problem.code !== "SECOND_FACTOR") throw problem;
  return problem.details["ways"] as readonly FactorWay[];
}

interface SecondFactorProps {
  readonly ways: readonly FactorWay[];
  readonly enter: (more: Pick<SignInBody, "code" | "remember">) => Promise<void>;
  readonly askText: () => Promise<unknown>;
  readonly onBack: () => void;
  /** Whatever this browser was told before: there is nothing to be remembered. */
  readonly always?: boolean;
}

/** The password was right; now what only this person has. */
export function SecondFactor({ always, askText, enter, onBack, ways }: SecondFactorProps): VNode {
  const [code, setCode] = useState("");
  const [remember, setRemember] = useState(false);
  const sending = useSending();
  const texting = useSending();
  const send = (): void =>
    void sending
      .send(() => enter({ code: code.trim(), remember }))
      .then((went) => {
        if (!went) setCode("");
      });
  const text = (): void =>
    void texting.send(askText).then((went) => {
      if (went) tell(says().sent);
    });
  return html`<h1>${says().title}</h1>
    <p class="lead">${ways
      .filter((way) => way !== "recovery" || ways.length > 1)
      .map((way) => says()[way])
      .join(" ")}</p>
    <${Form} sending=${texting.problem === undefined ? sending : texting} onSend=${send} deed=${says().deed} beside=${html`<${Button} kind="quiet" onClick=${onBack}>${says().back}<//>`}>
      ${ways.includes("sms") && html`<p><${Button} icon="mobile" busy=${texting.busy} onClick=${text}>${says().text}<//></p>`}
      <${TextField} label=${says().code} value=${code} onValue=${setCode} autocomplete="one-time-code" required first />
      ${always !== true && html`<${CheckField} label=${says().remember} help=${says().rememberHelp} checked=${remember} onValue=${setRemember} />`}
    <//>`;
}
