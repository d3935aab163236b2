import { type Browser, chromium } from "playwright-core";
import { ConsoleProcess } from "../console/ConsoleProcess.ts";
import { debianProgram } from "../programs/debianPrograms.ts";
import { FLAGS } from "../setup/Browser.ts";
import { ProcessGauge } from "./ProcessGauge.ts";
import { processorShare } from "./processorShare.ts";
import { type Bar, finding, measured, type Row } from "./report.ts";

/** Issue 6: on a Pi within a second. */
const BAR: Bar = { atMost: 1_000, of: "median" };
/** An old office PC or a cheap telephone beside this machine, as Chromium's own profiles of devices have it. */
const SLOWED = 6;
/** The console has so much of one processor of this machine: a small computer, and the browser where it usually is, on another one. */
const BOX_SHARE = 0.2;

/** What is looked for on each page; when it is painted, somebody can work. */
const PAGES = [
  ["/", "the opening view", ".figure"],
  ["/messages", "the inbox of the newest 50", ".inbox a.row"],
] as const;

/** From the beginning of the navigation to the frame in which `selector` is there; and when it waited for the box. */
interface View {
  readonly seenMs: number;
  /** Processor time of the page's main thread. */
  readonly taskMs: number;
  readonly waits: readonly (readonly [number, number])[];
}

/** By the debugger's protocol: the page's own rules let no such script in. */
const watch = (selector: string): string => `globalThis.seen = new Promise((resolve) => {
  const watching = new MutationObserver(() => {
    if (document.querySelector(${JSON.stringify(selector)}) === null) return;
    watching.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
  });
  watching.observe(document, { childList: true, subtree: true });
})`;
const TOLD = `seen.then((seenMs) => ({
  seenMs,
  waits: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(({ requestStart, responseStart }) => requestStart > 0 && responseStart < seenMs)
    .map(({ requestStart, responseStart }) => [requestStart, responseStart]),
}))`;

/** The first meaningful view of whoever is signed in and has nothing of the console in their browser, nor a connection to it. */
export async function firstViews({ origin, pid }: ConsoleProcess, rounds: number): Promise<readonly Row[]> {
  const { env, path } = await debianProgram("chromium");
  const args = [...FLAGS];
  const browser = await chromium.launch({ executablePath: path, env: env as Record<string, string>, args });
  const gauge = new ProcessGauge(pid);
  const rows: Row[] = [];
  try {
    for (const [page, name, selector] of PAGES) {
      const serverMs: number[] = [];
      const look = async (slowed: number): Promise<readonly View[]> => {
        const views: View[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const { cpuSeconds, result } = await gauge.during(() => firstView(browser, origin, [page, selector], slowed));
          views.push(result);
          serverMs.push(cpuSeconds * 1_000);
        }
        return views;
      };
      const [plain, slow] = [await look(1), await look(SLOWED)];
      const small = await onSmallBox(pid, () => look(1));
      const waited = slow.map(({ waits }) => covered(waits));
      rows.push(
        measured({ name: `first view: ${name}`, values: plain.map((view) => view.seenMs), bar: BAR }),
        measured({ name: "  the page's main thread, processor time", values: plain.map((view) => view.taskMs) }),
        smallBoxRow(`first view, the console on ${100 * BOX_SHARE} % of one processor: ${name}`, small),
        measured({ name: `first view, slowed ${SLOWED}×: ${name}`, values: slow.map((v) => v.seenMs), bar: BAR }),
        measured({ name: "  of it waiting for the box's answers", values: waited }),
        measured({ name: "  of it in the browser", values: slow.map((v, at) => v.seenMs - (waited[at] ?? 0)) }),
        measured({ name: "  the console's processor time for one, with sign-in", values: serverMs }),
      );
    }
    return rows;
  } finally {
    await browser.close();
  }
}

async function onSmallBox<T>(pid: number, work: () => Promise<T>): Promise<T | undefined> {
  using share = processorShare(pid, BOX_SHARE);
  return share === undefined ? undefined : await work();
}

const smallBoxRow = (name: string, views: readonly View[] | undefined): Row =>
  views === undefined
    ? finding(name, "could not run: it needs root and a control group of the processor", "runs", false)
    : measured({ name, values: views.map((view) => view.seenMs), bar: BAR });

async function firstView(
  browser: Browser,
  origin: string,
  [path, selector]: readonly [string, string],
  slowed: number,
): Promise<View> {
  const context = await browser.newContext({ baseURL: origin, ignoreHTTPSErrors: true });
  try {
    const data = { user: ConsoleProcess.user, password: ConsoleProcess.password };
    const headers = { origin, "sec-fetch-site": "same-origin" };
    const answer = await context.request.post("/api/v1/session", { data, headers });
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
    const page = await context.newPage();
    const debug = await context.newCDPSession(page);
    await debug.send("Emulation.setCPUThrottlingRate", { rate: slowed });
    await debug.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.addInitScript(watch(selector));
    await page.goto(path, { waitUntil: "commit" });
    const told = await page.evaluate<Omit<View, "taskMs">>(TOLD);
    const { metrics } = await debug.send("Performance.getMetrics");
    return { ...told, taskMs: 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) };
  } finally {
    await context.close();
  }
}

/** How much of the time is covered by spans that may overlap. */
function covered(spans: View["waits"]): number {
  let [sum, until] = [0, 0];
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return sum;
}
