import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type * as z from "zod";
import type { appSecret, FactorAnswer, recoveryCodes } from "../../api/session.ts";
import { ask, post, put } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Loaded, Notice } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { askWho } from "../session.ts";
import { AppSetUp } from "./AppSetUp.ts";
import { AskPassword } from "./AskPassword.ts";
import { PaperCodes } from "./PaperCodes.ts";

const says = words({
  en: {
    title: "Second factor",
    lead: "A code besides the password: who has only read or guessed your password does not come in.",
    required: "Your role needs one: until it is set up, nothing else can be opened.",
    app: "Authenticator app",
    sms: "SMS from the box's own SIM",
    smsNot: "Possible when a manager binds your user to a person of the clinic file, who has a telephone.",
    paper: "Codes on paper",
    left: (n: number) => `${n} left`,
    on: "on",
    off: "off",
    setUp: "Set up",
    anew: "Set up anew",
    takeAway: "Take away",
    switchOn: "Switch on",
    switchOff: "Switch off",
    make: "Make new ones",
  },
  es: {
    title: "Segundo factor",
    lead: "Un código además de la contraseña: quien solo la haya leído o adivinado no entra.",
    required: "Su función lo exige: hasta que esté configurado no se puede abrir nada más.",
    app: "Aplicación de autenticación",
    sms: "SMS desde la SIM del equipo",
    smsNot: "Posible cuando un gerente vincule su usuario a una persona del archivo de la clínica que tenga teléfono.",
    paper: "Códigos en papel",
    left: (n: number) => `quedan ${n}`,
    on: "sí",
    off: "no",
    setUp: "Configurar",
    anew: "Configurar de nuevo",
    takeAway: "Quitar",
    switchOn: "Activar",
    switchOff: "Desactivar",
    make: "Hacer nuevos",
  },
});

type AppSecret = z.infer<typeof appSecret>;
type Recovery = z.infer<typeof recoveryCodes>;

/** What asks for the password first: everything that makes the factor weaker, or another one. */
type Wish = "app" | "app-away" | "sms-on" | "sms-off" | "paper";

export function Factor(): VNode {
  const factor = useRemote<FactorAnswer>("/session/factor");
  const [wish, setWish] = useState<Wish>();
  const [secret, setSecret] = useState<AppSecret>();
  const [paper, setPaper] = useState<readonly string[]>();
  const done = async (): Promise<void> => {
    setWish(undefined);
    factor.again();
    await askWho();
  };
  const fulfil = async (password: string): Promise<void> => {
    if (wish === "app") setSecret(await post<AppSecret>("/session/factor/app", { password }));
    else if (wish === "app-away") await ask("DELETE", "/session/factor/app", { password });
    else if (wish === "paper") setPaper((await post<Recovery>("/session/factor/recovery", { password })).recoveryCodes);
    else await put("/session/factor/sms", { on: wish === "sms-on", password });
    await done();
  };
  const confirm = async (code: string): Promise<void> => {
    setPaper((await put<Recovery>("/session/factor/app", { code })).recoveryCodes);
    setSecret(undefined);
    await done();
  };
  return html`<section class="narrow"><h2>${says().title}</h2><p class="lead">${says().lead}</p>
    <${Loaded} of=${factor} lines=${2}>${({ app, recoveryCodesLeft, required, sms, smsPossible }: FactorAnswer) => html`
      ${required && !app && !sms && html`<${Notice} kind="warn" icon="warning"><strong>${says().required}</strong><//>`}
      <ul class="items" role="list">
        <li><span>${says().app}: <strong>${app ? says().on : says().off}</strong></span><span class="acts"><${Button} onClick=${() => setWish("app")}>${app ? says().anew : says().setUp}<//>
          ${app && html`<${Button} kind="quiet" onClick=${() => setWish("app-away")}>${says().takeAway}<//>`}</span></li>
        <li><span>${says().sms}: <strong>${sms ? says().on : says().off}</strong>${!smsPossible && html`<br /><span class="soft">${says().smsNot}</span>`}</span>
          ${smsPossible && html`<${Button} onClick=${() => setWish(sms ? "sms-off" : "sms-on")}>${sms ? says().switchOff : says().switchOn}<//>`}</li>
        ${(app || sms) && html`<li><span>${says().paper}: <strong>${says().left(recoveryCodesLeft)}</strong></span><${Button} onClick=${() => setWish("paper")}>${says().make}<//></li>`}
      </ul>`}<//>
    ${wish !== undefined && html`<${AskPassword} onPassword=${fulfil} onClose=${() => setWish(undefined)} />`}
    ${secret !== undefined && html`<${AppSetUp} secret=${secret} onCode=${confirm} onClose=${() => setSecret(undefined)} />`}
    ${paper !== undefined && html`<${PaperCodes} codes=${paper} onClose=${() => setPaper(undefined)} />`}
  </section>`;
}
