import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ChangeBox } from "./ChangeBox.ts";
import { looksWell } from "./looksWell.ts";
import { PagesRig } from "./PagesRig.ts";

const EXAMPLE = readFileSync(fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url)), "utf8");

test("duty and who is paged in forms: a rotation and a route are changed, applied and undone", async (t) => {
  await using box = await ChangeBox.start(EXAMPLE);
  const started = await PagesRig.withChanges(t, box);
  if (started === undefined) return;
  await using rig = started;
  const page = await rig.somebody("manager", { id: "maria" });
  page.setDefaultTimeout(60_000);
  const draftBar = page.getByLabel("Changes that are not applied yet");
  const apply = async (): Promise<void> => {
    await page.getByRole("link", { name: "Look and apply" }).click();
    await page.getByRole("button", { name: "Apply these changes" }).and(page.locator(":enabled")).click();
    await page.getByText(/^Done at .* by MARIA/).waitFor();
  };

  await t.test(
    "who is on call in the next fortnight follows the order of a rotation, by keyboard and by mouse",
    async () => {
      await page.goto("/clinic/duty");
      await page.locator(".strip .duty-bar").first().waitFor();
      await looksWell(page, "duty", "both");
      const up = page.getByRole("button", { name: "Move turn 2, Dr. Patel up" });
      await up.focus();
      await page.keyboard.press("Enter");
      await page.getByText("Other people than now are on call then:").waitFor();
      await page.getByText("Moved: turn 2, Dr. Patel is number 1 of 2 now.").waitFor({ state: "attached" });
      assert.equal(
        await page.evaluate("document.activeElement.getAttribute('aria-label')"),
        "Move turn 1, Dr. Patel down",
        "the focus goes with it",
      );
      await looksWell(page, "duty-turned", "both");
      await page.getByRole("button", { name: /keeps the turn that is on now$/ }).click();
      await draftBar.waitFor({ state: "detached" });
      await up.click();
      await draftBar.waitFor();
      const grips = page.locator(".turn-order .grip");
      await page.evaluate("document.querySelector('.turn-order .grip').scrollIntoView({ block: 'center' })");
      const [from, to] = [await grips.nth(1).boundingBox(), await grips.nth(0).boundingBox()];
      await page.mouse.move(from!.x + 8, from!.y + 8);
      await page.mouse.down();
      await page.mouse.move(to!.x + 8, to!.y - 12, { steps: 4 });
      await page.mouse.up();
      await draftBar.waitFor({ state: "detached" });
      await up.click();
      await draftBar.waitFor();
    },
  );

  await t.test(
    "a change of duty in the file is made by a form: who, when, of which kind, in which rotation",
    async () => {
      await page.getByRole("button", { name: "Add a change of duty" }).click();
      await page.getByLabel("What changes").waitFor();
      await page.getByLabel("From", { exact: true }).last().fill("2027-02-08 17:00");
      await page.keyboard.press("Tab");
      await page.getByLabel("To", { exact: true }).last().fill("2027-02-08 09:00");
      await page.keyboard.press("Tab");
      await page.getByText("to: is not after from").first().waitFor();
      await looksWell(page, "duty-override-wrong", "phone");
      await page.getByLabel("To", { exact: true }).last().fill("2027-02-09 08:00");
      await page.keyboard.press("Tab");
      await page.getByText("to: is not after from").first().waitFor({ state: "detached" });
      await page.getByLabel("In which rotation").selectOption("doctors");
      await page.getByLabel("What changes").selectOption("add");
      await page.getByLabel("For whom").waitFor({ state: "detached" });
      await looksWell(page, "duty-override");
      await page.getByRole("link", { name: "As text" }).click();
      const text = await page.locator("textarea").inputValue();
      assert.match(
        text,
        /overrides:\n +- \{ from: 2027-02-08 17:00, to: 2027-02-09 08:00, (?=.*add: chen)(?=.*rotation: doctors)[^\n]*\}/,
      );
      await page.getByRole("link", { name: "On call", exact: true }).click();
      await page.getByRole("button", { name: /^Remove the change for Dr\. Chen from 2027-02-08/ }).click();
      await page.getByLabel("What changes").waitFor({ state: "detached" });
    },
  );

  await t.test(
    "a mistake in an absence is told at its field; groups, rules and rotations come by their names",
    async () => {
      await page.getByRole("button", { name: "Add an absence" }).click();
      const last = page.getByLabel("Last day", { exact: true });
      await last.fill("2026-01-01");
      await last.press("Enter");
      await page.getByText("There is a mistake in it.").waitFor();
      await page.getByText("The file has a mistake: this is how it was before.").waitFor();
      await looksWell(page, "duty-mistake", "both");
      await page.getByRole("button", { name: /^Remove the absence of Dr\. Chen/ }).click();
      await page.getByText("There is a mistake in it.").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Add a group" }).click();
      await page.getByLabel("Short name").fill("The Front");
      await page.getByRole("dialog").getByRole("button", { name: "Add a group" }).click();
      await page.getByText("Small letters, digits and hyphens only").waitFor();
      await page.getByLabel("Short name").fill("front");
      await page.getByRole("dialog").getByRole("button", { name: "Add a group" }).click();
      await page.getByRole("button", { name: "Remove the group front" }).waitFor();
      await page.getByRole("button", { name: "Add a rotation" }).click();
      await page.getByLabel("Short name").fill("nights");
      await page.getByRole("dialog").getByRole("button", { name: "Add a rotation" }).click();
      await page.getByText("Whoever is paged as rotation nights").waitFor();
      await looksWell(page, "duty-more", "desk");
      await page.getByRole("button", { name: "Remove the rotation nights" }).click();
      await page.getByText("Whoever is paged as rotation nights").waitFor({ state: "detached" });
    },
  );

  await t.test(
    "hospitals get a policy of their own, the front desk a text at opening time; applied, and put back",
    async () => {
      await page.getByRole("link", { name: "Who is paged" }).click();
      await page.getByRole("button", { name: "Add a policy of your own" }).click();
      await page.getByLabel("Short name").fill("hospital");
      await page.getByRole("dialog").getByRole("button", { name: "Add a policy of your own" }).click();
      await page.getByRole("heading", { name: "Policy hospital" }).waitFor();
      await page.getByRole("button", { name: "Add a line" }).click();
      await page.getByLabel("When", { exact: true }).selectOption("window");
      await page.getByLabel("Days").fill("mon-fri");
      await page.keyboard.press("Tab");
      await page.getByLabel("Who gets it").selectOption("group:front");
      await page.getByText(/changed lines, not applied yet/).waitFor();
      await looksWell(page, "routes", "both");
      await apply();
      assert.match(box.clinicText, /people: \[patel, chen\] }/);
      assert.match(
        box.clinicText,
        /- { callers: professional, policy: hospital, during: { days: mon-fri, from: "?00:00"?, to: "?24:00"? } }/,
      );
      assert.match(box.clinicText, /digest: { notify: "?group:front"?, by: \[sms\] }/);
      assert.match(box.clinicText, /# and nobody else's turn moves|# Who is away; `to` is the last day/);
      await page.goto("/clinic/history/1");
      await page.getByRole("button", { name: "Put this one back" }).click();
      await page.getByText("What would be done").waitFor();
      await page.getByRole("button", { name: "Apply these changes" }).and(page.locator(":enabled")).click();
      await page.getByText(/^Done at .* by MARIA/).waitFor();
      assert.equal(box.clinicText, EXAMPLE);
    },
  );

  await t.test("the box; in Spanish; and what is a manager's is not a technician's to change", async () => {
    await page.goto("/clinic/box");
    await page.getByRole("heading", { name: "Telephone lines" }).waitFor();
    await looksWell(page, "box", "both");
    const spanish = await rig.somebody("manager", { id: "luis", language: "es-ES" });
    await spanish.goto("/clinic/duty");
    await spanish.locator(".strip .duty-bar").first().waitFor();
    await looksWell(spanish, "duty-es", "both");
    await spanish.goto("/clinic/policies");
    await spanish.getByRole("button", { name: "Añadir una línea" }).click();
    await spanish.getByText("Línea 1").waitFor();
    await looksWell(spanish, "routes-es");
    const technician = await rig.somebody("technician");
    await technician.goto("/clinic/people");
    await technician.getByText("Only a manager can change this.").waitFor();
    assert.equal(await technician.getByLabel("Mobile telephone").first().isDisabled(), true);
    await technician.goto("/clinic/duty");
    await technician.locator(".strip .duty-bar").first().waitFor();
    assert.equal(await technician.getByLabel("Turn 1", { exact: true }).isDisabled(), false);
    assert.deepEqual(rig.complaints, []);
  });
});
