import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type * as z from "zod";
import type { newToken, TokenRow, tokensAnswer } from "../../api/tokens.ts";
import { remove } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Dialog } from "../components/dialog.ts";
import { Empty, Loaded } from "../components/states.ts";
import { tell } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { whenShort } from "../time.ts";
import { NewToken } from "../tokens/NewToken.ts";
import { Secret } from "../tokens/Secret.ts";

const says = words({
  en: {
    title: "API tokens",
    lead: "For programs of the clinic. Each has a name, some rights, and an end. The interface is documented at",
    add: "Make a token",
    name: "For",
    rights: "Rights",
    state: "State",
    states: { active: "active", expired: "over", withdrawn: "withdrawn", stopped: "stopped" } satisfies Record<
      TokenRow["state"],
      string
    >,
    stopped: (who: string) => `${who}, who made it, may not sign in any more.`,
    withheld: (who: string, rights: string) => `Without ${rights}: ${who}, who made it, may not do that any more.`,
    until: (when: string) => `until ${when}`,
    used: "Last used",
    never: "never",
    withdraw: "Withdraw",
    withdrawOf: (name: string) => `Withdraw the token of ${name}`,
    sure: "The program that uses it is refused from now on. This cannot be undone; another token can be made.",
    withdrawn: "The token is withdrawn.",
    none: "No program has a token",
    noneHelp: "Only programs need one; people sign in.",
  },
  es: {
    title: "Claves de API",
    lead: "Para programas de la clínica. Cada una tiene un nombre, unos permisos y un vencimiento. La interfaz está documentada en",
    add: "Hacer una clave",
    name: "Para",
    rights: "Permisos",
    state: "Estado",
    states: { active: "activa", expired: "vencida", withdrawn: "retirada", stopped: "parada" },
    stopped: (who: string) => `${who}, que la hizo, ya no puede entrar.`,
    withheld: (who: string, rights: string) => `Sin ${rights}: ${who}, que la hizo, ya no puede hacerlo.`,
    until: (when: string) => `hasta ${when}`,
    used: "Último uso",
    never: "nunca",
    withdraw: "Retirar",
    withdrawOf: (name: string) => `Retirar la clave de ${name}`,
    sure: "El programa que la usa será rechazado desde ahora. No se puede deshacer; se puede hacer otra clave.",
    withdrawn: "La clave está retirada.",
    none: "Ningún programa tiene clave",
    noneHelp: "Solo las necesitan los programas; las personas entran con su nombre.",
  },
});

type Answer = z.infer<typeof tokensAnswer>;
export type MadeToken = z.infer<typeof newToken>;

export default function Tokens(): VNode {
  const tokens = useRemote<Answer>("/tokens");
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<MadeToken>();
  const [ending, setEnding] = useState<TokenRow>();
  const sending = useSending();
  const withdraw = (): void =>
    void sending
      .send(() => remove(`/tokens/${ending?.id}`))
      .then((went) => {
        if (!went) return;
        setEnding(undefined);
        tell(says().withdrawn);
        tokens.again();
      });
  return html`<div class="head"><h1>${says().title}</h1><${Button} kind="deed" icon="plus" onClick=${() => setAdding(true)}>${says().add}<//></div>
    <p class="lead">${says().lead} <a href="/api/v1/openapi.json" class="code">/api/v1/openapi.json</a>.</p>
    <${Loaded} of=${tokens}>${({ tokens: rows }: Answer) =>
      rows.length === 0
        ? html`<${Empty} icon="key" title=${says().none}><p>${says().noneHelp}</p><//>`
        : html`<table class="stacked"><thead><tr><th scope="col">${says().name}</th><th scope="col">${says().rights}</th><th scope="col">${says().state}</th><th scope="col">${says().used}</th><td /></tr></thead>
          <tbody>${rows.map(
            (
              token,
            ) => html`<tr key=${token.id}><th scope="row"><strong>${token.name}</strong></th><td><span class="code">${rightsLeft(token).join(", ")}</span>${withheldWords(token)}</td>
              <td data-label=${says().state}><span class=${token.state === "active" ? "pill well" : "pill"}>${says().states[token.state]}</span> <span class="soft">${token.state === "stopped" ? says().stopped(token.madeBy) : says().until(whenShort(token.expiresAt))}</span></td>
              <td data-label=${says().used}>${token.usedAt === undefined ? says().never : whenShort(token.usedAt)}</td>
              <td><div class="acts">${(token.state === "active" || token.state === "stopped") && html`<${Button} label=${says().withdrawOf(token.name)} onClick=${() => setEnding(token)}>${says().withdraw}<//>`}</div></td></tr>`,
          )}</tbody></table>`}<//>
    ${
      adding &&
      html`<${NewToken} onClose=${() => setAdding(false)} onMade=${(token: MadeToken) => {
        setAdding(false);
        setMade(token);
        tokens.again();
      }} />`
    }
    ${made !== undefined && html`<${Secret} made=${made} onClose=${() => setMade(undefined)} />`}
    ${ending !== undefined && html`<${Dialog} title=${says().withdrawOf(ending.name)} deed=${says().withdraw} danger busy=${sending.busy} onDeed=${withdraw} onClose=${() => setEnding(undefined)}><p class="lead">${says().sure}</p><//>`}`;
}

/** Of a stopped one all of them are withheld: what it had been given is what one wants to read. */
const rightsLeft = ({ rights, state, withheld }: TokenRow): readonly string[] =>
  state === "active" ? rights.filter((right) => !withheld.includes(right)) : rights;

const withheldWords = ({ madeBy, state, withheld }: TokenRow): VNode | false =>
  state === "active" &&
  withheld.length > 0 &&
  html`<p class="soft">${says().withheld(madeBy, withheld.join(", "))}</p>`;
