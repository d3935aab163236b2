import { readFileSync } from "node:fs";
import type { IncomingMessage, Server } from "node:http";
import { createServer as createHttps } from "node:https";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Certificate } from "../../../device/web/certificate.ts";
import { SECURITY_HEADERS, turnAway } from "../../../device/web/guard.ts";
import { html } from "../../../device/web/html.ts";
import { cookieOf, dropCookie, isToken, type Session, Sessions, setCookie } from "../../../device/web/Sessions.ts";
import type { Entry, Who } from "../../change/ApplyClient.ts";
import { type Accepted, type Input, type Problem, problem } from "../core/Step.ts";
import { asTyped, type StepView } from "../core/view.ts";
import { entryInWords, type Gate, lockedInWords } from "../enterBox.ts";
import type { Setup } from "../Setup.ts";
import { type SheetPart, sheetAsText } from "../work/handOver.ts";
import { enterPage } from "./enterPage.ts";
import { page } from "./layout.ts";
import { readFiles } from "./readFiles.ts";
import { sheetPage } from "./sheetPage.ts";
import { type StepPage, stepPage } from "./stepPage.ts";

export interface SetupPagesOptions {
  readonly setup: Setup;
  readonly gate: Gate;
  readonly who: Who;
  readonly certificate: Certificate;
  /** Names of ours, with the port where it is not 443; the first one is told. */
  readonly hosts: readonly string[];
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  readonly used: () => void;
  /** Undefined: the answers are not whole. */
  readonly sheet: () => Promise<readonly SheetPart[] | undefined>;
}

/** What a browser's session is: nobody yet, or somebody whom root's hand let in. */
interface Mine {
  in: boolean;
  session: string | undefined;
  notes: readonly string[];
  /** What was not taken last, shown where it was typed: every form is answered with a redirect, so that back and reload are safe. */
  refused?: { readonly at: string; readonly problems: readonly Problem[]; readonly input: Input };
  /** With what something was begun last. */
  begun?: { readonly step: string; readonly input: Input };
}

/** A certificate's text and a form around it. */
const LARGEST_BODY = 64 * 1024;
const IDLE_MS = 15 * 60_000;
const ASSETS = {
  "setup.css": "text/css; charset=utf-8",
  "setup.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

type Request = FastifyRequest<{
  Params: Record<string, string>;
  Querystring: Record<string, string>;
  Body: URLSearchParams | undefined;
}>;

/** The wizard as pages. Listening is up to the caller: on a socket of systemd, or on a port in a test. */
export class SetupPages {
  readonly #options: SetupPagesOptions;
  readonly #sessions: Sessions<Mine>;
  readonly server: Server;
  readonly #app: FastifyInstance;

  constructor(options: SetupPagesOptions) {
    this.#options = options;
    this.#sessions = new Sessions({ now: options.now, idleMs: IDLE_MS });
    const { cert, key } = options.certificate;
    let server: Server | undefined;
    this.#app = fastify({
      bodyLimit: LARGEST_BODY,
      requestTimeout: 30_000,
      keepAliveTimeout: 5_000,
      serverFactory: (handler) => {
        server = createHttps(
          { key, cert, minVersion: "TLSv1.2", maxHeaderSize: 16 * 1024 },
          handler,
        ) as unknown as Server;
        server.maxConnections = 64;
        return server;
      },
    });
    this.#routes(this.#app);
    this.server = server!;
  }

  async ready(): Promise<void> {
    await this.#app.ready();
  }

  async close(): Promise<void> {
    // We listen by ourselves (on sockets of systemd), so closing is ours, too.
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
    await this.#app.close();
  }

  #routes(app: FastifyInstance): void {
    app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    app.addContentTypeParser("multipart/form-data", (request: FastifyRequest, payload: IncomingMessage) => {
      // Memory is short: only who has entered may send a file.
      if (this.#session(request as Request)?.mine.in === true)
        return readFiles(request.headers["content-type"], payload);
      payload.resume();
      return Promise.resolve(undefined);
    });
    app.addHook("onRequest", async (request, reply) => {
      reply.headers(SECURITY_HEADERS);
      const header = (name: string) => request.headers[name] as string | undefined;
      const why = turnAway(
        { method: request.method, host: header("host"), origin: header("origin"), fetchSite: header("sec-fetch-site") },
        this.#options.hosts,
      );
      if (why !== undefined) await reply.code(421).type("text/plain; charset=utf-8").send(`${why}\n`);
    });
    app.setErrorHandler((error, _request, reply) =>
      this.#sendError(reply, error as Error & { statusCode?: number; cure?: string }),
    );
    app.setNotFoundHandler((_request, reply) =>
      this.#sendWords(reply, 404, "There is no such page", "The list of steps is on the first page."),
    );
    for (const [name, type] of Object.entries(ASSETS)) {
      const text = readFileSync(new URL(`assets/${name}`, import.meta.url), "utf8");
      app.get(`/assets/${name}`, (_request, reply) =>
        reply.type(type).header("Cache-Control", "max-age=3600").send(text),
      );
    }
    app.get<Any>("/", (request, reply) =>
      this.#inside(request, reply, () => reply.redirect(`/step/${this.#options.setup.next()?.id ?? "handover"}`, 303)),
    );
    app.get<Any>("/enter", (request, reply) => this.#showEnter(request, reply));
    app.post<Any>("/enter", (request, reply) =>
      this.#posted(request, reply, (session) => this.#enter(request, reply, session)),
    );
    app.post<Any>("/leave", (request, reply) => this.#posted(request, reply, (session) => this.#leave(reply, session)));
    app.get<Any>("/step/:id", (request, reply) =>
      this.#inside(request, reply, (session) => this.#showStep(reply, session, request)),
    );
    app.get<Any>("/step/:id/job", (request, reply) =>
      this.#inside(request, reply, () => this.#showJob(request, reply)),
    );
    app.get<Any>("/handover", (request, reply) => this.#inside(request, reply, () => this.#showSheet(reply, "page")));
    app.get<Any>("/handover.txt", (request, reply) =>
      this.#inside(request, reply, () => this.#showSheet(reply, "text")),
    );
    const change = (
      path: string,
      act: (request: Request, reply: FastifyReply, session: Session<Mine>) => unknown,
    ): void => {
      app.post<Any>(path, (request, reply) =>
        this.#posted(request, reply, (session) =>
          session.mine.in ? act(request, reply, session) : reply.redirect("/enter", 303),
        ),
      );
    };
    change("/step/:id", (request, reply, session) => {
      const input = inputOf(request);
      return this.#taken(request, reply, session, this.#options.setup.answer(idOf(request), input), input);
    });
    change("/step/:id/item", (request, reply, session) => {
      const { index, was, ...input } = inputOf(request);
      const taken = this.#options.setup.put(idOf(request), numberOf(index), input, was);
      return this.#taken(request, reply, session, taken, input, numberOf(index) ?? "new");
    });
    change("/step/:id/remove", (request, reply, session) => {
      const { index, was } = inputOf(request);
      return this.#taken(
        request,
        reply,
        session,
        this.#options.setup.remove(idOf(request), numberOf(index) ?? -1, was),
        {},
        undefined,
        true,
      );
    });
    change("/step/:id/finish", (request, reply, session) =>
      this.#taken(request, reply, session, this.#options.setup.finish(idOf(request)), {}),
    );
    change("/step/:id/do/:action", (request, reply, session) => {
      const [step, input] = [idOf(request), inputOf(request)];
      const job = this.#options.setup.begin(step, request.params["action"] ?? "", input, session.mine.session);
      if (job !== undefined) session.mine.begun = { step, input };
      if (job === undefined)
        session.mine.notes = ["Something else is being done just now: see below, or wait for it to end."];
      return reply.redirect(`/step/${idOf(request)}#job`, 303);
    });
    change("/step/:id/yes", (request, reply, { mine }) => {
      const { job } = this.#options.setup;
      if (job?.step !== idOf(request) || !job.sayYes())
        mine.notes = ["Nothing is asked any more: see below what came of it."];
      return reply.redirect(`/step/${idOf(request)}#job`, 303);
    });
    change("/step/:id/stop", (request, reply) => {
      this.#options.setup.job?.stop();
      return reply.redirect(`/step/${idOf(request)}#job`, 303);
    });
  }

  // --- who is there ------------------------------------------------------------------------------------------------

  #session(request: Request): Session<Mine> | undefined {
    return this.#sessions.find(cookieOf(request.headers.cookie));
  }

  #inside(request: Request, reply: FastifyReply, show: (session: Session<Mine>) => unknown): unknown {
    const session = this.#session(request);
    if (session?.mine.in !== true) return reply.redirect("/enter", 303);
    this.#options.used();
    return show(session);
  }

  /** A form of ours, by its hidden token. Without a session (a restart, fifteen minutes) nothing is done and nothing is lost. */
  #posted(request: Request, reply: FastifyReply, act: (session: Session<Mine>) => unknown): unknown {
    const session = this.#session(request);
    const token = request.body instanceof URLSearchParams ? (request.body.get("token") ?? undefined) : undefined;
    if (session === undefined || !isToken(token, session.formToken)) return reply.redirect("/enter", 303);
    if (session.mine.in) this.#options.used();
    return act(session);
  }

  async #showEnter(request: Request, reply: FastifyReply): Promise<unknown> {
    let session = this.#session(request);
    if (session?.mine.in === true) return reply.redirect("/", 303);
    if (session === undefined) {
      session = this.#sessions.begin({ in: false, session: undefined, notes: [] });
      reply.header("Set-Cookie", setCookie(session.id));
    }
    const owner = await this.#options.gate.owner();
    const locked = owner.lockedForMs > 0 ? lockedInWords(owner.lockedForMs) : undefined;
    const { fingerprint } = this.#options.certificate;
    const problems = session.mine.refused?.problems ?? [];
    const body = enterPage({ owner, formToken: session.formToken, problems, fingerprint, locked });
    return this.#send(reply, 200, page({ title: "Enter", steps: [], body }));
  }

  #refuseEntry(reply: FastifyReply, { mine }: Session<Mine>, problems: readonly Problem[]): unknown {
    mine.refused = { at: "enter", problems, input: {} };
    return reply.redirect("/enter", 303);
  }

  async #enter(request: Request, reply: FastifyReply, before: Session<Mine>): Promise<unknown> {
    const input = inputOf(request);
    const problems = newPassphraseProblems(input);
    if (problems.length > 0) return this.#refuseEntry(reply, before, problems);
    const entry = await this.#ask(input);
    if (entry.kind !== "in") {
      const field = input["what"] === "claim" ? "code" : "passphrase";
      return this.#refuseEntry(reply, before, [
        problem(entry.kind === "wrong" ? field : "", entryInWords(entry), "try again"),
      ]);
    }
    this.#sessions.end(before.id);
    const session = this.#sessions.begin({ in: true, session: entry.session, notes: [] });
    this.#options.used();
    return reply.header("Set-Cookie", setCookie(session.id)).redirect("/", 303);
  }

  async #ask(input: Input): Promise<Entry> {
    const { gate, who } = this.#options;
    const owner = await gate.owner();
    const passphrase = input["passphrase"] ?? "";
    if (!owner.claimed) return gate.claim({ code: input["code"] ?? "", passphrase, who });
    return input["what"] === "forgotten" ? gate.changePassphrase({ passphrase, who }) : gate.enter({ passphrase, who });
  }

  async #leave(reply: FastifyReply, session: Session<Mine>): Promise<unknown> {
    this.#sessions.end(session.id);
    if (session.mine.session !== undefined) await this.#options.gate.leave(session.mine.session).catch(() => undefined);
    return reply.header("Set-Cookie", dropCookie).redirect("/enter", 303);
  }

  // --- steps -------------------------------------------------------------------------------------------------------

  #showStep(reply: FastifyReply, session: Session<Mine>, request: Request): unknown {
    const { mine } = session;
    const item = request.query["item"];
    const view = this.#options.setup.view(idOf(request), numberOf(item));
    if (view === undefined) return this.#noSuchStep(reply);
    const there = item === "new" ? ("new" as const) : indexIn(view.items, item);
    const refused = mine.refused?.at === placeOf(view.id, there) ? mine.refused : undefined;
    const { notes } = mine;
    mine.notes = [];
    const typed: StepView = refused === undefined ? view : { ...view, fields: asTyped(view.fields, refused.input) };
    const problems = refused?.problems ?? [];
    return this.#sendStep(reply, session, {
      view: typed,
      problems,
      notes,
      ...(there === undefined ? {} : { item: there }),
    });
  }

  #sendStep(reply: FastifyReply, session: Session<Mine>, about: Omit<StepPage, "formToken">): unknown {
    const { job: last, overview } = this.#options.setup;
    const job = last?.step === about.view.id ? last : undefined;
    const refused = job?.end?.ok === false ? (job.end.problems ?? []) : [];
    const problems = [...about.problems, ...refused];
    const running = job !== undefined && job.end === undefined;
    const { formToken, mine } = session;
    const begun = mine.begun?.step === about.view.id ? { begunWith: mine.begun.input } : {};
    const body = stepPage({ ...about, ...begun, problems, formToken, ...(job === undefined ? {} : { job }) });
    const { id, title } = about.view;
    const frame = { title, steps: overview, here: id, refresh: running, formToken, body };
    return this.#send(reply, 200, page(frame));
  }

  /** `item`: the entry of a list that the form was about. */
  #taken(
    request: Request,
    reply: FastifyReply,
    { mine }: Session<Mine>,
    accepted: Accepted,
    input: Input,
    item?: number | "new",
    stays = item !== undefined,
  ): unknown {
    const id = idOf(request);
    const view = this.#options.setup.view(id);
    if (view === undefined) return this.#noSuchStep(reply);
    if (!accepted.ok) {
      const kept = view.kind === "list" && item === undefined ? {} : input;
      mine.refused = { at: placeOf(id, item), problems: accepted.problems, input: kept };
      return reply.redirect(`/step/${placeOf(id, item)}`, 303);
    }
    delete mine.refused;
    mine.notes = accepted.notes ?? [];
    return reply.redirect(stays ? `/step/${id}` : `/step/${view.after ?? id}`, 303);
  }

  #noSuchStep(reply: FastifyReply): unknown {
    return this.#sendWords(reply, 404, "There is no such step", "The list of steps is on the first page.");
  }

  #showJob(request: Request, reply: FastifyReply): unknown {
    const { job } = this.#options.setup;
    if (job === undefined || job.step !== idOf(request)) return reply.send({ running: false, lines: [] });
    return reply.send({ running: job.end === undefined, lines: job.lines, asked: job.question !== undefined });
  }

  async #showSheet(reply: FastifyReply, as: "page" | "text"): Promise<unknown> {
    const parts = await this.#options.sheet();
    if (parts === undefined) return reply.redirect("/step/check", 303);
    if (as === "page") return this.#send(reply, 200, sheetPage(parts));
    return reply
      .type("text/plain; charset=utf-8")
      .header("Content-Disposition", 'attachment; filename="firstring-hand-over.txt"')
      .send(sheetAsText(parts));
  }

  // --- answers -----------------------------------------------------------------------------------------------------

  #send(reply: FastifyReply, code: number, text: string): unknown {
    return reply.code(code).type("text/html; charset=utf-8").send(text);
  }

  #sendWords(reply: FastifyReply, code: number, what: string, cure: string): unknown {
    const body = html`<h1>${what}</h1><p>${cure}</p><p><a href="/">To the set-up</a></p>`;
    return this.#send(reply, code, page({ title: what, steps: [], body }));
  }

  #sendError(reply: FastifyReply, error: Error & { statusCode?: number; cure?: string }): unknown {
    const code = error.statusCode ?? 500;
    return this.#sendWords(
      reply,
      code,
      code >= 500 ? error.message : "That could not be read",
      error.cure ?? "Go back and try again. What you answered before is kept.",
    );
  }
}

type Any = { Params: Record<string, string>; Querystring: Record<string, string>; Body: URLSearchParams | undefined };

const idOf = (request: Request): string => request.params["id"] ?? "";

const placeOf = (id: string, item: number | "new" | undefined): string =>
  item === undefined ? id : `${id}?item=${item}`;

/** Undefined: there is no such entry (any more). */
const indexIn = (items: readonly string[], text: string | undefined): number | undefined => {
  const index = numberOf(text);
  return index !== undefined && index < items.length ? index : undefined;
};

const numberOf = (text: string | undefined): number | undefined =>
  /^\d{1,3}$/.test(text ?? "") ? Number(text) : undefined;

/** Several of one name are the choices of `many`: joined by commas, in their order, each once. */
function inputOf(request: Request): Record<string, string> {
  const { body } = request;
  if (!(body instanceof URLSearchParams)) return {};
  const names = [...new Set(body.keys())].filter((name) => name !== "token");
  return Object.fromEntries(
    names.map((name) => [
      name,
      [...new Set(body.getAll(name))]
        .filter((one, _, all) => all.length === 1 || one !== "")
        .map(withoutControls)
        .join(","),
    ]),
  );
}

/** What no keyboard types, as the serial console leaves it out, too; lines and tabs are part of a certificate. */
const withoutControls = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, "");

function newPassphraseProblems(input: Input): readonly Problem[] {
  if (input["what"] === "enter" || input["passphrase"] === input["again"]) return [];
  return [problem("again", "the two are not the same", "type the passphrase twice")];
}
