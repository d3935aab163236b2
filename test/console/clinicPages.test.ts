import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { ChangeBox } from "./ChangeBox.ts";
import { judgeByAxe, judgeLayout, picture } from "./judgePage.ts";
import { PagesRig, show } from "./PagesRig.ts";

const EXAMPLE = readFileSync(fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url)), "utf8");

/** Judged at a desk, and on a telephone in the dark. */
async function looksWell(page: Page, name: string): Promise<void> {
  for (const [view, size] of [
    ["desk", { width: 1440 }],
    ["phone", { width: 390, height: 844, dark: true }],
  ] as const) {
    await show(page, size);
    await picture(page, `${name}-${view}`);
    await judgeByAxe(page, `${name}-${view}`);
    await judgeLayout(page, `${name}-${view}`);
  }
  await show(page, {});
}

test("the clinic file and the script in a browser", async (t) => {
  await using box = await ChangeBox.start(EXAMPLE);
  const started = await PagesRig.withChanges(t, box);
  if (started === undefined) return;
  await using rig = started;
  const page = await rig.somebody("manager", { id: "maria" });
  page.setDefaultTimeout(60_000);

  await t.test(
    "forms gather one draft, a mistake is told at its field, and what is applied is in force with its comments",
    async () => {
      await page.goto("/clinic/hours");
      await page.getByLabel("To", { exact: true }).first().fill("25:00");
      await page.keyboard.press("Tab");
      await page.getByText("There is a mistake in it.").waitFor();
      await looksWell(page, "clinic-hours-wrong");
      await page.getByLabel("To", { exact: true }).first().fill("18:00");
      await page.keyboard.press("Tab");
      await page.getByText("There is a mistake in it.").waitFor({ state: "detached" });
      await page.getByRole("link", { name: "Who is paged" }).click();
      await page.getByRole("button", { name: "Move step 2 down" }).first().click();
      await page.getByText("changed lines, not applied yet").waitFor();
      await looksWell(page, "clinic-policies");
      await page.getByRole("link", { name: "Look and apply" }).click();
      await page.getByText("is started anew for it, between two calls").waitFor();
      await looksWell(page, "clinic-review");
      box.engine.service.atWork = { calls: 1, untakenUrgent: 0 };
      await page.getByRole("button", { name: "Apply these changes" }).click();
      await page.getByText("Waiting for the end of a telephone call …").waitFor();
      box.holdsTime = true;
      await looksWell(page, "clinic-waits");
      box.engine.service.atWork = { calls: 0, untakenUrgent: 0 };
      box.holdsTime = false;
      await page.getByText(/^Done at .* by MARIA/).waitFor();
      await looksWell(page, "clinic-done");
      assert.match(box.clinicText, /to: "18:00" }\n {2}holidays:/);
      assert.match(box.clinicText, /# as callers hear it/);
    },
  );

  await t.test(
    "the dialogue: a diagram and a list, a step with its words and ways; another order, own words, back",
    async () => {
      await page.goto("/script");
      await page
        .getByRole("link", { name: /Asks for the number/ })
        .first()
        .waitFor();
      await looksWell(page, "script");
      await page
        .getByRole("link", { name: /^Asks for a key/ })
        .first()
        .focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Asks for a key" }).waitFor();
      await looksWell(page, "script-step");
      await page.goto("/script/callback?as=list");
      await page.getByRole("button", { name: "Ask this one step later" }).click();
      await page.getByText("the clinic's own").first().waitFor();
      await page.getByRole("link", { name: "Says something" }).first().click();
      await page.getByRole("button", { name: "Change the words" }).first().click();
      await page.getByLabel("Words in English").fill("Hello, you have reached {clinic}.");
      await page.keyboard.press("Tab");
      await page.getByText("“Hello, you have reached Rosewood Family Practice.”").waitFor();
      await looksWell(page, "script-words");
      await page.getByRole("link", { name: "Look and apply" }).click();
      await page.getByRole("button", { name: "Apply these changes" }).and(page.locator(":enabled")).click();
      await page.getByText(/^Done at .* by MARIA/).waitFor();
      assert.match(box.clinicText, /greeting:\n {6}en: Hello, you have reached \{clinic\}/);
    },
  );
});
