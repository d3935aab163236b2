import type { Page } from "playwright-core";
import { judgeByAxe, judgeLayout, picture } from "./judgePage.ts";
import { show } from "./PagesRig.ts";

/** Judged at a desk, on a telephone in the dark, and at 320 px. */
export async function looksWell(page: Page, name: string, axe: "desk" | "phone" | "both" = "desk"): Promise<void> {
  for (const [view, size] of [
    ["desk", { width: 1440 }],
    ["phone", { width: 390, height: 844, dark: true }],
    ["narrow", { width: 320, height: 640 }],
  ] as const) {
    await show(page, size);
    // As it is opened: what stays in view while one scrolls lies upon something else at every other height.
    await page.evaluate("scrollTo(0, 0)");
    await picture(page, `${name}-${view}`);
    if (view === axe || (axe === "both" && view !== "narrow")) await judgeByAxe(page, `${name}-${view}`);
    await judgeLayout(page, `${name}-${view}`);
  }
  await show(page, {});
}
