import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { WELL } from "../change/EngineBench.ts";
import { until } from "../e2e/until.ts";
import { ChangeBox } from "./ChangeBox.ts";
import { judgeChoices, judgeFocus, judgeLayout } from "./judgePage.ts";
import { looksWell } from "./looksWell.ts";
import { PagesRig, show } from "./PagesRig.ts";

const EXAMPLE = readFileSync(fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url)), "utf8");

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
      await looksWell(page, "clinic-hours-wrong", "both");
      await page.getByLabel("To", { exact: true }).first().fill("18:00");
      await page.keyboard.press("Tab");
      await page.getByText("There is a mistake in it.").waitFor({ state: "detached" });
      await page.getByRole("link", { name: "Who is paged" }).click();
      await page.getByRole("button", { name: "Move step 2 down" }).first().click();
      await page.getByText("changed lines, not applied yet").waitFor();
      await looksWell(page, "clinic-policies", "phone");
      await page.getByRole("link", { name: "Look and apply" }).click();
      await page.getByText("is started anew for it, between two calls").waitFor();
      await looksWell(page, "clinic-review");
      box.engine.service.atWork = { calls: 1, untakenUrgent: 0 };
      await page.getByRole("button", { name: "Apply these changes" }).click();
      await page.getByText("Waiting for the end of a telephone call …").waitFor();
      box.holdsTime = true;
      await looksWell(page, "clinic-waits", "phone");
      box.engine.service.atWork = { calls: 0, untakenUrgent: 0 };
      box.holdsTime = false;
      await page.getByText(/^Done at .* by MARIA/).waitFor();
      await looksWell(page, "clinic-done");
      assert.match(box.clinicText, /to: "18:00" }\n {2}holidays:/);
      assert.match(box.clinicText, /# as callers hear it/);
    },
  );

  await t.test("a manager opens the console to the clinic's network by a choice and not by YAML", async () => {
    const was = box.clinicText;
    await page.goto("/network");
    await page.getByLabel("The clinic's network, too").check();
    await page.getByText("not applied yet").waitFor();
    await looksWell(page, "network-draft", "both");
    await page.getByRole("link", { name: "Look and apply" }).click();
    await page.getByRole("button", { name: "Apply these changes" }).and(page.locator(":enabled")).click();
    await page.getByText(/^Done at .* by MARIA/).waitFor();
    assert.match(box.clinicText, /^console: ?(\{ network: clinic \}|\n {2}network: clinic)$/m);
    await page.goto("/network");
    await page.getByText("The clinic's network reaches it.").waitFor();
    await page.goto("/clinic/history");
    await page
      .getByRole("link", { name: /Replaced/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Put this one back" }).click();
    await page.getByRole("button", { name: "Apply these changes" }).and(page.locator(":enabled")).click();
    await until("the file is as it was", async () => box.clinicText === was);
  });

  await t.test(
    "what is given up is a draft again, though another page is open; late answers overwrite nothing",
    async () => {
      const was = box.clinicText;
      await page.goto("/clinic/text");
      const text = page.getByLabel("Clinic file (YAML)");
      const [one, two] = ["Rosewood One", "Rosewood Two"].map((name) => was.replace("Rosewood Family Practice", name));
      const late = Promise.withResolvers<void>();
      await page.route("**/clinic/draft", (route) => late.promise.then(() => route.continue()), { times: 1 });
      await text.fill(one!);
      const asked = page.waitForRequest("**/clinic/draft");
      await page.getByRole("button", { name: "Check it now" }).click();
      await asked;
      await text.fill(two!);
      late.resolve();
      await page.getByText("One changed line").waitFor();
      assert.equal(await text.inputValue(), two);
      await page.getByRole("link", { name: "Look and apply" }).click();
      await page.getByText("Rosewood Two").first().waitFor();
      box.engine.service.atWork = { calls: 1, untakenUrgent: 0 };
      await page.getByRole("button", { name: "Apply these changes" }).and(page.locator(":enabled")).click();
      await page.getByText("Waiting for the end of a telephone call …").waitFor();
      await page.getByRole("link", { name: "Hours" }).click();
      await page.getByRole("button", { name: "Do not wait, leave all as it was" }).click();
      await page.getByText("They are here again, as a draft.").last().waitFor();
      box.engine.service.atWork = { calls: 0, untakenUrgent: 0 };
      assert.equal(box.clinicText, was);
      await page.getByRole("link", { name: "As text" }).click();
      assert.equal(await text.inputValue(), two);
      // What the box did not stand and took back by itself is a draft again as well.
      const { health } = box.engine.service;
      box.engine.service.health = (read) => (read?.includes("Rosewood Two") === true ? undefined : WELL);
      await page.getByRole("link", { name: "Look and apply" }).click();
      await page.getByRole("button", { name: "Apply these changes" }).and(page.locator(":enabled")).click();
      await page.getByText(/^Taken back by itself at/).waitFor();
      box.engine.service.health = health;
      assert.equal(box.clinicText, was);
      await page.getByRole("link", { name: "As text" }).click();
      assert.equal(await text.inputValue(), two);
      await page.getByRole("button", { name: "Discard" }).click();
      await page.getByText("The changes are discarded.").last().waitFor();
      await until("the text is what is in force again", async () => (await text.inputValue()) === was);
    },
  );

  await t.test("no choice is longer than its field on the narrowest telephone, in either language", async () => {
    await show(page, { width: 320, height: 640 });
    for (const language of ["es", "en"]) {
      await page.evaluate((kept) => localStorage.setItem("firstring-language", kept), language);
      for (const path of ["/network", "/clinic", "/clinic/hours", "/clinic/policies", "/clinic/box"]) {
        await page.goto(path);
        await page.locator("fieldset, select").first().waitFor();
        await judgeChoices(page, `${path} ${language}`);
      }
      await page.goto("/network");
      await page.getByRole("radio").first().waitFor();
      await judgeLayout(page, `network-${language}`);
    }
    await show(page, {});
  });

  await t.test(
    "a field for a day keeps its mark at each of its parts, the button for the calendar among them",
    async () => {
      await page.goto("/audit");
      await page.getByLabel("Day").focus();
      for (let part = 0; part < 4; part++) {
        const [here, mark] = await page.evaluate<readonly [string, string]>(
          "[document.activeElement.type, getComputedStyle(document.activeElement).outlineStyle]",
        );
        assert.deepEqual([here, mark], ["date", "solid"], `part ${part}`);
        await page.keyboard.press("Tab");
      }
    },
  );

  await t.test("what a change waits for and why it ended is told in Spanish to who reads Spanish", async () => {
    await page.evaluate(() => localStorage.setItem("firstring-language", "es"));
    await page.goto("/clinic/text");
    const text = page.getByLabel("Archivo de la clínica (YAML)");
    await text.fill(box.clinicText.replace("Rosewood Family Practice", "Rosewood Tres"));
    await page.getByRole("link", { name: "Ver y aplicar" }).click();
    box.engine.service.atWork = { calls: 1, untakenUrgent: 0 };
    await page.getByRole("button", { name: "Aplicar estos cambios" }).and(page.locator(":enabled")).click();
    await page.getByRole("button", { name: "No esperar, dejarlo como estaba" }).click();
    await page.getByText("Están aquí de nuevo, como borrador.").last().waitFor();
    box.engine.service.atWork = { calls: 0, untakenUrgent: 0 };
    await page.goto("/clinic/review");
    await page.getByText("Alguien dejó de esperar. Inténtelo más tarde.").waitFor();
    assert.equal(await page.getByText("El equipo lo dice en inglés").count(), 0);
    await looksWell(page, "clinic-refused-es", "both");
    await page.evaluate(() => localStorage.setItem("firstring-language", "en"));
  });

  await t.test(
    "the dialogue: a diagram and a list, a step with its words and ways; another order, own words, back",
    async () => {
      await page.goto("/script");
      await page
        .getByRole("link", { name: /Asks for the number/ })
        .first()
        .waitFor();
      await looksWell(page, "script");
      for (const size of [{}, { width: 1440 }, { width: 640, height: 360 }]) {
        await show(page, size);
        await page.goto("/script?as=diagram");
        await page.locator(".sheet .box").first().waitFor();
        await judgeFocus(page, ".sheet .box", `script ${JSON.stringify(size)}`);
      }
      await show(page, {});
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
      await looksWell(page, "script-words", "both");
      await page.getByRole("link", { name: "Look and apply" }).click();
      await page.getByRole("button", { name: "Apply these changes" }).and(page.locator(":enabled")).click();
      await page.getByText(/^Done at .* by MARIA/).waitFor();
      assert.match(box.clinicText, /greeting:\n {6}en: Hello, you have reached \{clinic\}/);
    },
  );

  await t.test("as text with its mistakes, people, the history; another has changed the file meanwhile", async () => {
    await page.goto("/clinic/people");
    await page.getByLabel("Name").first().fill("Dr. Chen-Alvarez");
    await page.keyboard.press("Tab");
    await page.getByText("changed lines, not applied yet").or(page.getByText("One changed line")).waitFor();
    await looksWell(page, "clinic-people", "phone");
    const theirs = box.clinicText.replace("Rosewood Family Practice", "Rosewood Clinic");
    const change = { kind: "clinic-file", text: theirs } as const;
    const other = await box.engine.engine.apply([change], { who: { by: "command-line" } });
    assert.equal(other.kind, "kept");
    // As when the daemon has come back, of which there is none here.
    await rig.bench.console.box.clinic.refresh();
    await page.getByText("Somebody else has changed the clinic file meanwhile.").waitFor();
    await looksWell(page, "clinic-overtaken");
    await page.getByRole("button", { name: "Make my changes in theirs" }).click();
    await page.getByText("Somebody else has changed").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "As text" }).click();
    const text = page.getByLabel("Clinic file (YAML)");
    assert.match(await text.inputValue(), /Rosewood Clinic[\s\S]*Dr\. Chen-Alvarez/, "both are in it");
    await text.fill((await text.inputValue()).replace("country: US", "country: Nowhere"));
    await page
      .getByRole("button", { name: /^Line \d+/ })
      .first()
      .click();
    assert.match(await page.evaluate("getSelection().toString()"), /country: Nowhere/);
    await looksWell(page, "clinic-text");
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("link", { name: "History" }).click();
    await page.getByText("at the command line").waitFor();
    await page.getByRole("link", { name: /^File 1/ }).click();
    await page.getByText("All that has changed since").waitFor();
    await looksWell(page, "clinic-past");
    await page.getByRole("button", { name: "Put this one back" }).click();
    await page.getByText("What would be done").waitFor();
    assert.deepEqual(rig.complaints, []);
  });
});
