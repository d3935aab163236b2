import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { SessionAnswer, SignInBody } from "../../api/session.ts";
import { post } from "../api.ts";
import { TextField } from "../components/controls.ts";
import { Form } from "../components/Form.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { settle } from "../session.ts";

const says = words({
  en: { title: "Sign in", user: "User name", password: "Password", deed: "Sign in" },
  es: { title: "Entrar", user: "Nombre de usuario", password: "Contraseña", deed: "Entrar" },
});

export function Password(): VNode {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const sending = useSending();
  const send = (): void =>
    void sending.send(async () => {
      try {
        settle(await post<SessionAnswer>("/session", { user, password } satisfies SignInBody));
      } finally {
        setPassword("");
      }
    });
  return html`<h1>${says().title}</h1>
    <${Form} sending=${sending} onSend=${send} deed=${says().deed}>
      <${TextField} label=${says().user} value=${user} onValue=${setUser} autocomplete="username" required first />
      <${TextField} label=${says().password} value=${password} onValue=${setPassword} type="password" autocomplete="current-password" required />
    <//>`;
}
