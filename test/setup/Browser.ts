import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import type { DebianProgram } from "../programs/debianPrograms.ts";

/**
 * The last list counts, so playwright's is here once more. Besides: the address bar's list of suggestions, a page of 230 files
 * that Chromium loads for each new window, two seconds of a small machine's work beside what is looked at.
 */
const NOT_WANTED = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
  ...[
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
  ],
  ...["AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"],
  "PreconnectToSearch",
];

/** The browser of other people: nothing of it goes anywhere by itself. */
export const FLAGS = [
  ...[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
  ],
  ...["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
  `--disable-features=${NOT_WANTED.join(",")}`,
];

/** Chromium with a fresh profile; all that it asked for, and all that it complained of. */
export class Browser implements AsyncDisposable {
  readonly context: BrowserContext;
  readonly asked: string[] = [];
  readonly complaints: string[] = [];
  readonly #profile: string;

  private constructor(context: BrowserContext, profile: string) {
    this.context = context;
    this.#profile = profile;
    context.on("request", (request) => this.asked.push(request.url()));
    context.on("console", (message) => {
      // A page that is not there is noted by the browser as an error of its own.
      if (message.type() === "error" && !message.text().includes("status of 4")) this.complaints.push(message.text());
    });
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
  }

  static async open(
    program: DebianProgram,
    more: {
      readonly width?: number;
      readonly dark?: boolean;
      readonly script?: boolean;
      readonly flags?: readonly string[];
    } = {},
  ): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "firstring-browser-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: program.path,
      env: program.env as Record<string, string>,
      args: [...FLAGS, ...(more.flags ?? [])],
      headless: true,
      ignoreHTTPSErrors: true,
      colorScheme: more.dark === true ? "dark" : "light",
      javaScriptEnabled: more.script ?? true,
      viewport: { width: more.width ?? 1200, height: more.width === undefined ? 900 : 800 },
    });
    context.setDefaultTimeout(60_000);
    return new Browser(context, profile);
  }

  async page(): Promise<Page> {
    return this.context.newPage();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}
