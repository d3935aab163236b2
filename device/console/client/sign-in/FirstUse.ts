import type { VNode } from "preact";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    title: "Nobody can sign in yet",
    lead: "The first user is made on the box itself, so that nobody on the network can be faster. The technician enters there:",
    next: "It prints a one-time code. With it the manager sets a password here:",
    code: "I have a one-time code",
  },
  es: {
    title: "Todavía no puede entrar nadie",
    lead: "El primer usuario se crea en el propio equipo, para que nadie de la red se adelante. El técnico escribe allí:",
    next: "El programa da un código de un solo uso. Con él, el gerente pone su contraseña aquí:",
    code: "Tengo un código de un solo uso",
  },
});

export const FirstUse = (): VNode => html`<h1>${says().title}</h1>
  <p class="lead">${says().lead}</p>
  <p class="card code">firstring console user add NAME --role manager</p>
  <p class="lead">${says().next}</p>
  <p><a class="button deed" href="/welcome">${says().code}</a></p>`;
