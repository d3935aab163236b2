import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { post } from "../api.ts";
import { TextField } from "../components/controls.ts";
import { Form } from "../components/Form.ts";
import { tell } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { demandSame, NewPassword, NOTHING_TYPED } from "../sign-in/NewPassword.ts";

const says = words({
  en: {
    title: "Password",
    old: "Present password",
    deed: "Change the password",
    done: "The password is changed. Everywhere else you are signed out.",
  },
  es: {
    title: "Contraseña",
    old: "Contraseña actual",
    deed: "Cambiar la contraseña",
    done: "La contraseña está cambiada. En todas partes menos aquí se ha cerrado su sesión.",
  },
});

export function ChangePassword(): VNode {
  const [old, setOld] = useState("");
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const sending = useSending();
  const send = async (): Promise<void> => {
    const done = await sending.send(async () => {
      demandSame(typed);
      await post("/session/password", { old, password: typed.password });
    });
    if (!done) return;
    setOld("");
    setTyped(NOTHING_TYPED);
    tell(says().done);
  };
  const wrong = sending.problem?.fields;
  return html`<section class="narrow"><h2>${says().title}</h2>
    <${Form} sending=${sending} onSend=${() => void send()} deed=${says().deed}>
      <${TextField} label=${says().old} value=${old} onValue=${setOld} type="password" autocomplete="current-password" wrong=${wrong?.["old"]} required />
      <${NewPassword} typed=${typed} onTyped=${setTyped} wrong=${wrong} />
    <//></section>`;
}
