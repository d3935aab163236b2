import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { SessionAnswer } from "../../api/session.ts";
import { post } from "../api.ts";
import { TextField } from "../components/controls.ts";
import { Form } from "../components/Form.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { settle } from "../session.ts";
import { demandSame, NewPassword, NOTHING_TYPED } from "./NewPassword.ts";

const says = words({
  en: {
    title: "The first manager",
    lead: "Nobody can sign in yet. Whoever is at the box itself, or on its USB cable, makes the first user here; managers add all others.",
    user: "User name",
    userHelp: "Typed at each sign-in: letters without accents, digits, . _ and -",
    name: "Your name",
    nameHelp: "As the others see it.",
    deed: "Begin",
    elsewhere:
      "From another place of the network it cannot be done: plug a laptop into the box's USB socket and open https://10.55.0.1:8443. Or whoever has a shell on the box enters this, and gets a one-time code:",
    code: "I have a one-time code",
  },
  es: {
    title: "El primer gerente",
    lead: "Todavía no puede entrar nadie. Quien esté en el propio equipo, o en su cable USB, crea aquí el primer usuario; los gerentes añaden a los demás.",
    user: "Nombre de usuario",
    userHelp: "Se escribe cada vez que se entra: letras sin acentos, cifras, . _ y -",
    name: "Su nombre",
    nameHelp: "Como lo ven los demás.",
    deed: "Empezar",
    elsewhere:
      "Desde otro lugar de la red no se puede: conecte una computadora portátil al puerto USB del equipo y abra https://10.55.0.1:8443. O quien tenga una consola de comandos en el equipo escribe esto y obtiene un código de un solo uso:",
    code: "Tengo un código de un solo uso",
  },
});

/** Before there is anybody: no default user, no default password. */
export function FirstUse(): VNode {
  const [user, setUser] = useState("");
  const [name, setName] = useState("");
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const sending = useSending();
  const send = (): void =>
    void sending.send(async () => {
      demandSame(typed);
      settle(await post<SessionAnswer>("/session/first", { user, name, password: typed.password }));
    });
  const wrong = sending.problem?.fields;
  return html`<h1>${says().title}</h1><p class="lead">${says().lead}</p>
    <${Form} sending=${sending} onSend=${send} deed=${says().deed}>
      <${TextField} label=${says().name} help=${says().nameHelp} value=${name} onValue=${setName} autocomplete="name" wrong=${wrong?.["name"]} required first />
      <${TextField} label=${says().user} help=${says().userHelp} value=${user} onValue=${setUser} autocomplete="username" wrong=${wrong?.["user"]} required />
      <${NewPassword} typed=${typed} onTyped=${setTyped} wrong=${wrong} />
    <//>
    <section class="elsewhere"><p class="soft">${says().elsewhere}</p>
      <p class="card code">firstring console user add NAME --role manager</p>
      <p><a href="/welcome">${says().code}</a></p></section>`;
}
