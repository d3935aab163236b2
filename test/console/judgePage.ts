import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** A folder that pictures of the pages are put into, for whoever wants to look at them. */
const PICTURES = process.env["FIRSTRING_CONSOLE_PICTURES"] || undefined;

export const picture = async (page: Page, name: string): Promise<void> => {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
};

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 at AA, and what axe calls best practice: every rule that a program can judge. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Found {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe has against the page as it is shown now: nothing. */
export async function judgeByAxe(page: Page, what: string): Promise<void> {
  // By the protocol of the debugger: the page's own rules let no such script in.
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(AXE);
  const { violations } = await page.evaluate<{ violations: readonly Found[] }>(
    `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ["violations"] })`,
  );
  const said = violations.flatMap(({ help, id, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html}\n    ${node.failureSummary ?? ""}`),
  );
  assert.deepEqual(said, [], `${what}:\n${said.join("\n")}`);
}

/** Nothing is wider than the window (WCAG 1.4.10), nothing that can be pressed is smaller than 24 px (2.5.8), no text is cut off. */
export async function judgeLayout(page: Page, what: string): Promise<void> {
  // What a page does about its own width it does in the frames after the one in which it got it.
  await page.evaluate(
    "(async () => { for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame); })()",
  );
  const found = await page.evaluate<readonly string[]>(`(() => {
    const wrong = [];
    const wide = document.scrollingElement.scrollWidth - innerWidth;
    if (wide > 0) {
      const who = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== "fixed").slice(0, 3);
      wrong.push("wider than the window by " + wide + ": " + who.map((e) => e.outerHTML.slice(0, 90)).join(" | "));
    }
    for (const e of document.querySelectorAll("a, button, input, select, textarea")) {
      const { width, height } = e.getBoundingClientRect();
      if (width === 0 || e.closest(".jump") || getComputedStyle(e).display === "inline") continue;
      if ((width < 24 || height < 24) && !((e.type === "checkbox" || e.type === "radio") && e.labels.length > 0)) wrong.push("small: " + e.outerHTML.slice(0, 90));
    }
    for (const e of document.querySelectorAll(".button span, h1, h2, h3, label, .state, .pill, .number, td, th")) {
      const style = getComputedStyle(e);
      if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && !e.closest(".unseen")) wrong.push("cut off: " + e.outerHTML.slice(0, 90));
    }
    // What of them does not fit they hide without a word: the last digit of a year, AM or PM.
    for (const e of document.querySelectorAll("input[type=date], input[type=time]")) {
      const { width } = e.getBoundingClientRect();
      if (e.checkVisibility() && width > 0 && width < (e.type === "date" ? 130 : 115)) wrong.push("cut off: " + e.type + " " + e.value);
    }
    const pen = document.createElement("canvas").getContext("2d");
    for (const e of document.querySelectorAll("select")) {
      const style = getComputedStyle(e);
      pen.font = style.font;
      const text = e.selectedOptions[0]?.text ?? "";
      // Beside the words is the arrow.
      const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
      // Where it is cut off, it stands below in full.
      if (e.checkVisibility() && e.clientWidth > 0 && !e.nextElementSibling?.matches(".whole") && pen.measureText(text).width > room + 4) wrong.push("cut off: " + text);
    }
    for (const row of document.querySelectorAll(".row, .figure, .pane-head, .callback")) {
      const pieces = [...row.querySelectorAll(".number, .name, .when, .state, .pill, .digits, .acts, strong, span:not(.unseen) > svg")].filter((e) => e.getClientRects().length > 0);
      for (const [at, one] of pieces.entries())
        for (const other of pieces.slice(at + 1)) {
          if (one.contains(other) || other.contains(one)) continue;
          const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
          if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) wrong.push("overlaps: " + one.outerHTML.slice(0, 80) + " | " + other.outerHTML.slice(0, 80));
        }
    }
    return wrong;
  })()`);
  assert.deepEqual(found, [], `${what}: ${found.join("\n")}`);
}

/** The text of every choice fits into its field: a browser's list is no wider, and wraps nothing. */
export async function judgeChoices(page: Page, what: string): Promise<void> {
  const found = await page.evaluate<readonly string[]>(`(() => {
    const pen = document.createElement("canvas").getContext("2d");
    // What Chromium leaves free for its arrow.
    const ARROW = 18;
    return [...document.querySelectorAll("select")].filter((e) => e.getClientRects().length > 0).flatMap((e) => {
      const style = getComputedStyle(e);
      pen.font = style.font;
      const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - ARROW;
      return [...e.options].filter((one) => pen.measureText(one.text).width > room).map((one) => (e.labels[0]?.textContent ?? "") + ": " + one.text);
    });
  })()`);
  assert.deepEqual(found, [], `${what}: cut off: ${found.join("\n")}`);
}

/**
 * Whatever the Tab key comes to among `which` is seen whole, and its mark with it: within the window and what scrolls, and under nothing
 * else (WCAG 2.4.11; whole is more than AA asks for).
 */
export async function judgeFocus(page: Page, which: string, what: string): Promise<void> {
  const wrong: string[] = [];
  const count = await page.locator(which).count();
  assert.ok(count > 0, what);
  await page.locator(which).first().focus();
  await page.keyboard.press("Shift+Tab");
  for (let at = 0; at < count; at++) {
    await page.keyboard.press("Tab");
    const hidden = await page.evaluate<string | null>(`(() => {
      const e = document.activeElement;
      if (!e.matches(${JSON.stringify(which)})) return "not come to: " + e.outerHTML.slice(0, 90);
      const { bottom, left, right, top } = e.getBoundingClientRect();
      const style = getComputedStyle(e);
      const mark = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
      for (let frame = e.parentElement; frame !== null; frame = frame.parentElement) {
        if (getComputedStyle(frame).overflow === "visible") continue;
        const room = frame === document.documentElement ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight } : frame.getBoundingClientRect();
        if (left - mark < room.left || top - mark < room.top || right + mark > room.right || bottom + mark > room.bottom) return "outside: " + e.outerHTML.slice(0, 90);
      }
      const points = [0.02, 0.25, 0.5, 0.75, 0.98].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
      const over = points.map(([x, y]) => document.elementFromPoint(x, y)).find((seen) => seen === null || !e.contains(seen));
      return over === undefined ? null : "covered by " + (over?.outerHTML.slice(0, 60) ?? "nothing") + ": " + e.outerHTML.slice(0, 90);
    })()`);
    if (hidden !== null) wrong.push(hidden);
  }
  assert.deepEqual(wrong, [], `${what}:\n${wrong.join("\n")}`);
}
