import assert from "node:assert/strict";
import { test } from "node:test";
import { printScript } from "./printScript.ts";
import { templates } from "./templates/templates.ts";

const rosewood = { clinic: "Rosewood Family Practice", emergencyNumber: "911" };

test("a practice manager finds every step, every choice and what is said, once", () => {
  for (const script of templates.values()) {
    const text = printScript(script, rosewood);
    for (const [id, step] of Object.entries(script.steps)) {
      const heads = text
        .split("\n")
        .filter((line) => new RegExp(`(^|▼ |▶ |[│ ])${id}( \\[|$)`).test(line) && !line.includes("└▶"));
      assert.ok(heads.length >= 1, `${script.template}: ${id} is printed\n${text}`);
      if (step.kind === "menu") for (const key of Object.keys(step.keys)) assert.match(text, new RegExp(`├ ${key} ▶`));
    }
    assert.equal(text.split("You have reached Rosewood Family Practice.").length, 2);
  }
});

test("it says in the first line what becomes of routine calls", () => {
  const script = templates.get("family-practice")!;
  assert.match(printScript(script, rosewood).split("\n")[0]!, /wait until the office opens/);
  assert.match(printScript({ ...script, routine: "pages" }, rosewood).split("\n")[0]!, /page the doctor/);
});

test("a script that leads in circles is printed, too, and ends", () => {
  const script = {
    template: "own",
    start: "a",
    escape: "b",
    routine: "pages" as const,
    steps: {
      a: { kind: "say" as const, say: ["greeting"], next: "b" },
      b: { kind: "say" as const, say: [], next: "a" },
    },
  };
  assert.match(printScript(script, rosewood), /▶ a/);
});
