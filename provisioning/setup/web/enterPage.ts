/* @pure */

import { type Html, html } from "../../../device/web/html.ts";
import type { OwnerStatus } from "../../change/ApplyClient.ts";
import type { Field, Problem } from "../core/Step.ts";
import { fieldsHtml, problemsHtml } from "./fields.ts";
import { hidden } from "./layout.ts";

export interface EnterPage {
  readonly owner: OwnerStatus;
  readonly formToken: string;
  readonly problems: readonly Problem[];
  readonly fingerprint: string;
  /** The words of a lock, or undefined. */
  readonly locked: string | undefined;
}

const newPassphrase: readonly Field[] = [
  {
    ...{ name: "passphrase", kind: "secret", label: "New passphrase", value: "" },
    help: "At least ten characters, such as a short sentence. It is asked for from now on; the clinic keeps it with its keys.",
  },
  { name: "again", kind: "secret", label: "The same again", help: "So that a slip shuts nobody out.", value: "" },
];

const CLAIM: readonly Field[] = [
  {
    name: "code",
    kind: "text",
    label: "Code on the label",
    help: "On the box's underside. It is good once.",
    value: "",
  },
  ...newPassphrase,
];

const ENTER: readonly Field[] = [
  {
    name: "passphrase",
    kind: "secret",
    label: "Passphrase of the box",
    help: "Whoever took the box over chose it.",
    value: "",
  },
];

export function enterPage({ fingerprint, formToken, locked, owner, problems }: EnterPage): Html {
  const { claimed, hasCode, presentForMs, serial } = owner;
  const fields = claimed ? ENTER : hasCode ? CLAIM : newPassphrase;
  return html`
<h1>${claimed ? "This box belongs to a clinic" : "This box is nobody's yet"}</h1>
${locked !== undefined && html`<div class="alert" role="alert"><p>${locked}</p></div>`}
${problemsHtml(problems, fields)}
<p class="intro">${claimed ? "Its passphrase is asked for." : hasCode ? "The code on its label makes it this clinic's." : "Choose the passphrase that makes it this clinic's."}</p>
${!claimed && presentForMs <= 0 && html`<p class="note">Hold the button on the box for three seconds first, so that it knows that you are there.</p>`}
<form method="post" action="/enter">${hidden("token", formToken)}${hidden("what", claimed ? "enter" : "claim")}${fieldsHtml(fields, problems)}<p><button>${claimed ? "Enter" : "Take the box over"}</button></p></form>
${claimed && presentForMs > 0 && html`<details><summary>The passphrase is forgotten</summary><p>Somebody has held the button, so a new one may be chosen.</p><form method="post" action="/enter">${hidden("token", formToken)}${hidden("what", "forgotten")}${fieldsHtml(newPassphrase, [], "new-")}<p><button>Choose a new passphrase</button></p></form></details>`}
<dl class="box"><dt>Serial number</dt><dd>${serial}</dd><dt>Certificate (SHA-256)</dt><dd class="print">${fingerprint}</dd></dl>
<p class="help">The same two are on the box's serial console. Where they differ, you are not speaking with this box.</p>`;
}
