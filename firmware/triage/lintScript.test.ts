import assert from "node:assert/strict";
import { test } from "node:test";
import { Minutes } from "../time/Duration.ts";
import { lintScript } from "./lintScript.ts";
import { readScript } from "./readScript.ts";
import type { Script, ScriptStep } from "./Script.ts";
import { templates } from "./templates/templates.ts";

const family = templates.get("family-practice")!;

const changed = (steps: Readonly<Record<string, ScriptStep>>, more: Partial<Script> = {}): Script => ({
  ...family,
  ...more,
  steps: { ...family.steps, ...steps },
});

const menu = (
  keys: Readonly<Record<string, string>>,
  more: Partial<Extract<ScriptStep, { kind: "menu" }>> = {},
): ScriptStep => ({
  ...(family.steps["caller"] as Extract<ScriptStep, { kind: "menu" }>),
  keys,
  ...more,
});

test("every template is without fault in both languages", () => {
  for (const script of templates.values()) assert.deepEqual(lintScript(script), [], script.template);
});

const broken: readonly (readonly [string, Script, RegExp])[] = [
  [
    "a step that leads nowhere",
    changed({ greeting: { kind: "say", say: ["greeting", "emergency"], next: "lost" } }),
    /there is no such step/,
  ],
  ["a start that is not there", changed({}, { start: "nowhere" }), /start: there is no step nowhere/],
  [
    "a sentence that nobody recorded",
    changed({ notice: { kind: "say", say: ["please-hold"], next: "caller" } }),
    /there is no sentence please-hold/,
  ],
  [
    "a loop without an exit",
    changed({ notice: { kind: "say", say: ["answering-service"], next: "greeting" } }),
    /never comes to an end/,
  ],
  [
    "a caller who is silent goes round in a circle",
    changed({ caller: menu({ "1": "urgency", "2": "professional" }, { otherwise: "notice" }) }),
    /goes round for ever/,
  ],
  [
    "a call that ends without a record",
    changed({ reason: { kind: "say", say: [], next: "what-next" } }),
    /without having been saved/,
  ],
  [
    "a call that is saved without asking for a number",
    changed({ urgent: { kind: "say", say: [], next: "name", urgency: "urgent" } }),
    /without asking for a number/,
  ],
  [
    "an escape that is not urgent",
    changed({ "treated-urgent": { kind: "say", say: ["treated-urgent"], next: "callback" } }),
    /does not become urgent/,
  ],
  [
    "a menu that takes 0 for the fax number",
    changed({ caller: menu({ "1": "urgency", "2": "professional", "0": "routine" }) }),
    /takes 0 away/,
  ],
  [
    "silence that makes a call routine",
    changed({ caller: menu({ "1": "urgency", "2": "professional" }, { otherwise: "routine" }) }),
    /without the caller having chosen/,
  ],
  ["every call routine", changed({}, { start: "routine" }), /every call would be routine/],
  [
    "a key that the words do not offer",
    changed({ caller: menu({ "1": "urgency", "2": "professional", "3": "routine" }) }),
    /key 3 that its words \(en\) do not offer/,
  ],
  [
    "words that offer a key that does nothing",
    changed({ caller: menu({ "1": "urgency" }) }),
    /offer 2, and the menu has no such key/,
  ],
  [
    "a menu in a step that takes no key",
    changed({ notice: { kind: "say", say: ["ask-urgency"], next: "caller" } }),
    /nothing here takes a key/,
  ],
  [
    "star as a key",
    changed({ caller: menu({ "1": "urgency", "2": "professional", "*": "urgency" }) }),
    /\* cannot be a key/,
  ],
  [
    "no emergency number before the first question",
    changed({ greeting: { kind: "say", say: ["greeting"], next: "language" } }),
    /without having heard the emergency number/,
  ],
  [
    "thanked before it is saved",
    changed({ notice: { kind: "say", say: ["saved-urgent"], next: "caller" } }),
    /saved-urgent is said before it is saved/,
  ],
  [
    "a routine caller told that the doctor is being paged",
    changed({ "saved-routine": { kind: "say", say: ["saved-urgent"], next: "reference" } }),
    /saved-urgent is said after routine/,
  ],
  [
    "told saved when it was not",
    changed({ "not-saved": { kind: "end", say: ["saved-urgent"] } }),
    /saved-urgent is said after failed/,
  ],
  [
    "a routine caller told of a page",
    changed({ "saved-routine": { kind: "say", say: ["saved-routine", "page-news"], next: "reference" } }),
    /page-news is said after routine/,
  ],
  [
    "a routine caller who is asked to stay, in whatever words",
    changed({ "saved-routine": { kind: "stay", say: ["pause"], next: "reference" } }),
    /stay-offer is said after routine/,
  ],
  [
    "a doctor who is being notified, whatever is true",
    changed({ notice: { kind: "say", say: ["page-notifying"], next: "caller" } }),
    /there is no sentence page-notifying/,
  ],
  ["an hour on the line", changed({}, { stay: Minutes(60) }), /may stay for 3600 s/],
  ["a hundred tries", changed({ caller: menu({ "1": "urgency", "2": "professional" }, { tries: 100 }) }), /100 tries/],
];

for (const [name, script, finding] of broken) {
  test(`lint: ${name}`, () => {
    const found = lintScript(script).map(({ step, what }) => `${step ?? "script"}: ${what}`);
    assert.match(found.join("\n"), finding);
  });
}

test("a step that nobody reaches is a warning: it does no harm", () => {
  const found = lintScript(changed({ spare: { kind: "end", say: [] } }));
  assert.deepEqual(
    found.map(({ severity, step }) => [severity, step]),
    [["warning", "spare"]],
  );
});

test("own words must be there in every language of the clinic", () => {
  const script = changed(
    { notice: { kind: "say", say: ["hello"], next: "caller" } },
    { prompts: { hello: { en: "Hello." } } },
  );
  assert.match(
    lintScript(script, ["en", "es"])
      .map(({ what }) => what)
      .join(),
    /hello has no words in language es/,
  );
  assert.deepEqual(lintScript(script, ["en"]), []);
});

test("a mistake in a clinic's own step is found where it is written", () => {
  const { issues } = readScript(
    { template: "family-practice", routine: "waits", steps: { notice: { say: "ask-urgency", next: "caller" } } },
    ["en"],
  );
  assert.deepEqual(
    issues.map(({ path }) => path),
    [
      ["steps", "notice"],
      ["steps", "notice"],
    ],
  );
});
