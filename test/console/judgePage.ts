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
      if ((width < 24 || height < 24) && !(e.type === "checkbox" && e.labels.length > 0)) wrong.push("small: " + e.outerHTML.slice(0, 90));
    }
    for (const e of document.querySelectorAll(".button span, h1, h2, h3, label, .state, .pill, .number, td, th")) {
      const style = getComputedStyle(e);
      if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && !e.closest(".unseen")) wrong.push("cut off: " + e.outerHTML.slice(0, 90));
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
