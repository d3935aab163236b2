import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { html } from "./html.ts";

test("values are escaped, pieces are not, lists are joined, what is not there is nothing", () => {
  const item = (text: string) => html`<li>${text}</li>`;
  assert.equal(
    html`<ul>${["a<b", 'c"d'].map(item)}</ul>${false}${undefined}${3}`.text,
    "<ul><li>a&lt;b</li><li>c&quot;d</li></ul>3",
  );
});

test("whatever is put in, no sign of HTML comes out of it", () => {
  fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(html`${text}`.text)));
});
