import { renameSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Role } from "../../device/console/auth/roles.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { DATABASE_FILE } from "../../device/storage/files.ts";
import { ApplianceProcess } from "../e2e/ApplianceProcess.ts";
import { until } from "../e2e/until.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { FLAGS } from "../setup/Browser.ts";
import { ConsoleBench } from "./ConsoleBench.ts";
import { NIGHT, seed } from "./seed.ts";

const CLINIC = fileURLToPath(new URL("../../provisioning/rehearsal/clinic.yaml", import.meta.url));

/** A bound on a machine that is busy with other things. */
const STARTS_WITHIN_MS = 300_000;
const SEEN_WITHIN_MS = 180_000;

export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly language?: string;
  /** Fingers on glass. */
  readonly touch?: boolean;
}

/** The console beside a real daemon over a store of a night, and one Chromium for all who look at it. */
export class PagesRig implements AsyncDisposable {
  readonly bench: ConsoleBench;
  /** What browsers complained of, and what they asked for. */
  readonly complaints: string[] = [];
  readonly asked: string[] = [];
  readonly #browser: Browser;
  #daemon: ApplianceProcess | undefined;
  readonly #pages = new Map<string, Page>();

  private constructor(bench: ConsoleBench, browser: Browser, daemon: ApplianceProcess | undefined) {
    this.bench = bench;
    this.#browser = browser;
    this.#daemon = daemon;
  }

  static async start(t: TestContext): Promise<PagesRig | undefined> {
    const programs = await debianProgramsOrSkip(t, "chromium");
    if (programs === undefined) return undefined;
    const bench = await ConsoleBench.start({ clock: new SystemClock(), clinic: CLINIC });
    const store = await bench.store();
    await seed(store, NIGHT, Date.now());
    await store.close();
    const browser = await launch(programs.chromium);
    const rig = new PagesRig(bench, browser, daemonOf(bench));
    try {
      await rig.#daemonIsThere();
    } catch (error) {
      await rig[Symbol.asyncDispose]();
      throw error;
    }
    return rig;
  }

  /** Beside a change engine, without daemon and messages. */
  static async withChanges(t: TestContext, box: { clinicFile: string; socket: string }): Promise<PagesRig | undefined> {
    const programs = await debianProgramsOrSkip(t, "chromium");
    if (programs === undefined) return undefined;
    const options = { clock: new SystemClock(), clinic: box.clinicFile, changeSocket: box.socket };
    return new PagesRig(await ConsoleBench.start(options), await launch(programs.chromium), undefined);
  }

  async #daemonIsThere(): Promise<void> {
    await until("the console has found the daemon", () => this.bench.console.box.daemon.isThere, {
      ...{ withinMs: STARTS_WITHIN_MS, story: () => this.#daemon?.story() ?? "" },
    });
  }

  async stopDaemon(): Promise<void> {
    await this.#daemon?.kill();
  }

  /** While no daemon runs: the file of the messages is not where it is looked for. */
  hideStore(hidden: boolean): void {
    const file = join(this.bench.directory, DATABASE_FILE);
    const aside = `${file}.aside`;
    renameSync(...((hidden ? [file, aside] : [aside, file]) as [string, string]));
  }

  async startDaemon(): Promise<void> {
    this.#daemon = daemonOf(this.bench);
    await this.#daemonIsThere();
  }

  /** A browser of its own, in which nobody is signed in. */
  async stranger({ dark, height = 900, language = "en-US", touch = false, width = 1280 }: View = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      ...{ ignoreHTTPSErrors: true, viewport: { width, height }, locale: language, hasTouch: touch },
      ...{ colorScheme: dark === true ? "dark" : "light", timezoneId: "Europe/Vienna", reducedMotion: "reduce" },
      baseURL: this.bench.origin,
    });
    context.setDefaultTimeout(SEEN_WITHIN_MS);
    context.on("request", (request) => this.asked.push(request.url()));
    context.on("console", (message) => {
      // A refusal and a box that is away are noted by the browser as errors of its own.
      const expected = /status of [45]|^Failed to load resource: net::/;
      if (message.type() === "error" && !expected.test(message.text())) this.complaints.push(message.text());
    });
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
    return context.newPage();
  }

  /** Somebody who has signed in already, in a browser that is theirs for all of the test; `view`: how wide, in which light. */
  async somebody(
    role: Role,
    { id = role.toLowerCase(), person, ...view }: View & { id?: string; person?: string } = {},
  ) {
    const page = this.#pages.get(id) ?? (await this.stranger(view));
    await show(page, view);
    if (this.#pages.has(id)) return page;
    this.#pages.set(id, page);
    this.bench.otherBrowser();
    await this.bench.signIn(role, { id, ...(person !== undefined && { person }) });
    await page.context().addCookies(
      [...this.bench.cookies].map(([name, value]) => ({
        ...{ name, value, domain: "127.0.0.1", path: "/" },
        ...{ secure: true, httpOnly: true, sameSite: "Strict" as const },
      })),
    );
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#daemon?.kill();
    await this.bench[Symbol.asyncDispose]();
  }
}

const launch = (program: { readonly path: string; readonly env: NodeJS.ProcessEnv }): Promise<Browser> =>
  chromium.launch({
    executablePath: program.path,
    env: program.env as Record<string, string>,
    args: [...FLAGS, "--autoplay-policy=no-user-gesture-required"],
  });

/** The window as it is wanted, without loading anew. */
export async function show(page: Page, { dark, height = 900, width = 1280 }: View): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: dark === true ? "dark" : "light", media: "screen" });
}

const daemonOf = (bench: ConsoleBench): ApplianceProcess =>
  ApplianceProcess.spawn({
    ...{ config: CLINIC, data: bench.directory },
    env: {
      FIRSTRING_DATABASE_KEY: Buffer.from(bench.key).toString("hex"),
      ...{ FIRSTRING_REHEARSAL_PIN_1: "4817", FIRSTRING_REHEARSAL_PIN_2: "9362" },
    },
  });
