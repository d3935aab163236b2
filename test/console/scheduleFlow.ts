import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { judgeByAxe, judgeLayout, picture } from "./judgePage.ts";
import { type PagesRig, show } from "./PagesRig.ts";

async function looksWell(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await judgeByAxe(page, name);
  await judgeLayout(page, name);
}

const dialog = (page: Page) => page.getByRole("dialog");
const pressed = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();
const toast = (page: Page, text: string | RegExp) => page.locator(".toast").filter({ hasText: text }).first().waitFor();
const onCallNow = (page: Page, name: string) =>
  page.locator(".duty-whom strong").getByText(name, { exact: true }).waitFor();
/** What is to come, of one person. */
const open = (page: Page, name: string) => page.locator(".duty-bar:not(.over)").filter({ hasText: name });

/** Swap by form and by mouse, an absence that makes a gap, and all of it taken back; as a manager, beside one who only reads. */
export async function scheduleFlow(rig: PagesRig): Promise<void> {
  const page = await rig.somebody("manager", { id: "boss" });
  const reader = await rig.somebody("frontDesk");
  await reader.goto("/schedule?view=week");
  // Playwright does not scroll while it drags.
  await show(page, { height: 1500 });
  await page.goto("/schedule?view=month");
  await page.locator(".duty-month").waitFor();
  const [first, other] = await turns(page);
  await onCallNow(page, first);

  await page.evaluate("document.querySelector('.duty-bar:not(.over)').focus()");
  await page.keyboard.press("Enter");
  await dialog(page).getByLabel("What").selectOption({ label: "Two swap their duties" });
  await dialog(page).getByLabel("The other duty").selectOption({ index: 1 });
  await dialog(page).getByText(`${first} → ${other}`).waitFor();
  await dialog(page).getByText(`${other} → ${first}`).waitFor();
  await dialog(page).getByRole("button", { name: "Change duty" }).press("Enter");
  await toast(page, "Duty is changed");
  await onCallNow(page, other);
  await onCallNow(reader, other);
  await pressed(page, "Undo");
  await onCallNow(page, first);
  await onCallNow(reader, first);

  await page.locator(".duty-chip").getByText("Dr. Okafor").dragTo(open(page, first).first(), { steps: 8 });
  await dialog(page).getByText(`${first} → Dr. Okafor`).first().waitFor();
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await open(page, first).first().dragTo(open(page, other).first(), { steps: 8 });
  await dialog(page).getByText(`${other} → ${first}`).waitFor();
  await dialog(page).getByRole("button", { name: "Change duty" }).click();
  await onCallNow(page, other);
  await pressed(page, /^Take back/);
  await toast(page, "Taken back");
  await onCallNow(page, first);

  await pressed(page, "Change duty");
  await dialog(page).getByLabel("What").selectOption({ label: "Somebody is away" });
  await dialog(page)
    .getByText(/Nobody has duty then/)
    .waitFor();
  await looksWell(page, "schedule-gap");
  await dialog(page).getByRole("button", { name: "Change duty, with the gap" }).click();
  await onCallNow(page, "Nobody has duty");
  await page.locator(".duty-bar.gap").first().waitFor();
  await looksWell(page, "schedule-with-gap");
  await pressed(page, /^Take back/);
  await onCallNow(page, first);

  await pressed(page, "Make an address");
  await dialog(page).getByRole("button", { name: "Make an address" }).click();
  await dialog(page)
    .getByText(/\/duty\/calendar\/.+\.ics$/)
    .waitFor();
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await page.getByText("not read yet").waitFor();

  // Nothing needs dragging: with a finger a duty opens its form, in the calendar as in the list.
  const hand = await rig.somebody("manager", { id: "thumb", width: 390, height: 844, touch: true });
  for (const [view, place] of [
    ["month", open(hand, first).first()],
    ["list", hand.getByRole("button", { name: /^Change: / }).first()],
  ] as const) {
    await hand.goto(`/schedule?view=${view}`);
    await place.tap();
    await dialog(hand).getByLabel("What").selectOption({ label: "Two swap their duties" });
    await dialog(hand).getByLabel("The other duty").selectOption({ index: 1 });
    await dialog(hand).getByText(`${first} → ${other}`).waitFor();
    await looksWell(hand, `schedule-thumb-${view}`);
    await dialog(hand).getByRole("button", { name: "Cancel" }).tap();
  }
  await hand.goto("/schedule");
  await hand.locator(".duty-list").waitFor();
  await looksWell(hand, "schedule-phone");
  await show(page, {});
  assert.equal(await reader.getByRole("button", { name: "Change duty" }).count(), 0, "the front desk reads");
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["nav.side", ".duty-tools .acts", ".duty-links"])
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  await page.emulateMedia({ media: "screen" });
}

/** Whose turn it is in this week, and whose in the next: it goes on while the test does. */
async function turns(page: Page): Promise<readonly [string, string]> {
  const names = await open(page, "").locator(".full").allTextContents();
  const first = names[0]!;
  return [first, names.find((name) => name !== first)!];
}
