import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type * as z from "zod";
import spanish from "zod/v4/locales/es.js";
import type { Log } from "../../runtime/openLog.ts";
import { TELEPHONE_RULE } from "../api/box.ts";
import { ApiError, notAllowed, notSignedIn } from "../api/errors.ts";
import { USER_ID_RULE } from "../api/session.ts";
import type { AccessAudit } from "../auth/AccessAudit.ts";
import { RIGHTS } from "../auth/roles.ts";
import type { Who } from "../auth/Who.ts";
import { languageOf } from "../messages/languageOf.ts";
import type { WordsLanguage } from "../messages/timelineWords.ts";
import { type Asked, addressOf, RawAnswer, type Route } from "./Route.ts";

export interface RouteMeans {
  /** Who asks, by cookie or token; throws an ApiError for a token that is none. */
  readonly who: (request: FastifyRequest) => Who;
  readonly audit: AccessAudit;
  readonly log: Log;
  /** Before each request: the clinic file may be another one. */
  readonly before: () => Promise<void>;
  /** After each request that may have changed something: whoever may no longer is let out of what is open. */
  readonly after: () => void;
  /** Whether answers are held against their schemas before they are sent: what the documentation says is then true. */
  readonly checkAnswers: boolean;
}

export function serveRoutes(app: FastifyInstance, routes: readonly Route[], means: RouteMeans): void {
  for (const route of routes)
    app.route({
      method: route.method,
      url: addressOf(route),
      ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
      // Before a byte of the body is taken into memory: who may not do it, sends none.
      ...(route.bodyLimit === undefined
        ? {}
        : { onRequest: async (request: FastifyRequest): Promise<void> => void allowed(route, means.who(request)) }),
      exposeHeadRoute: false,
      handler: (request, reply) => serve(route, request, reply, means),
    });
  for (const [path, methods] of Map.groupBy(routes, addressOf)) refuseOtherMethods(app, path, methods);
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** RFC 9110 §15.5.6. */
function refuseOtherMethods(app: FastifyInstance, path: string, routes: readonly Route[]): void {
  const known = new Set<string>(routes.map(({ method }) => method));
  app.route({
    method: METHODS.filter((method) => !known.has(method)),
    url: path,
    handler: (request, reply) => {
      reply.header("Allow", [...known].join(", "));
      throw new ApiError(405, "NO_SUCH_METHOD", `${request.method} is nothing that can be done here.`);
    },
  });
}

async function serve(route: Route, request: FastifyRequest, reply: FastifyReply, means: RouteMeans): Promise<unknown> {
  const who = allowed(route, means.who(request));
  await means.before();
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  const language = languageOf(undefined, request.headers["accept-language"]);
  const asked: Asked<unknown, unknown, unknown> = {
    params: parsed(route.params, request.params, "address", language),
    query: parsed(route.query, request.query, "query", language),
    body: parsed(route.body, request.body ?? {}, "body", language),
    ...{ who, headers: request.headers, from: request.ip, signal: gone.signal },
  };
  const answer = await handled(route, asked, means);
  note(route, asked, answer, means);
  if (answer instanceof RawAnswer) return sendRaw(reply, answer, gone);
  if (means.checkAnswers) route.answer?.parse(answer);
  return answer === undefined ? reply.code(204).send() : reply.send(answer);
}

/** What failed half-way may have changed something, too. */
async function handled(route: Route, asked: Asked<unknown, unknown, unknown>, means: RouteMeans): Promise<unknown> {
  try {
    return await route.handle(asked);
  } finally {
    if (route.method !== "GET") means.after();
  }
}

function allowed(route: Route, who: Who): Who {
  if (route.may === "anybody") return who;
  if (who.kind === "nobody") throw notSignedIn();
  if (route.personsOnly && who.kind !== "user")
    throw new ApiError(403, "PERSONS_ONLY", "A token cannot do this: it is for a person who has signed in.");
  if (route.may !== "signedIn" && !who.rights.has(route.may)) throw notAllowed(RIGHTS[route.may]);
  return who;
}

const IN_SPANISH = spanish().localeError;
// A pattern says nothing to a person.
const inSpanish: z.core.$ZodErrorMap = (issue) =>
  issue.code === "invalid_format" ? "no está escrito como tiene que ser" : IN_SPANISH(issue);
const inEnglish: z.core.$ZodErrorMap = (issue) =>
  issue.code === "invalid_format" ? "not written as it has to be" : undefined;
/** What a schema says in words of its own, which come before those of its library. */
const OWN_IN_SPANISH: Readonly<Record<string, string>> = {
  [USER_ID_RULE]: "letras sin acentos, cifras, . _ y -, 40 como mucho",
  [TELEPHONE_RULE]: "un número de teléfono: cifras, y un + delante si es de otro país",
};

/** `language`: of what is said of each field; the rest is said by the pages themselves, by its code. */
function parsed(schema: z.ZodType | undefined, given: unknown, where: string, language: WordsLanguage): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(given, { error: language === "es" ? inSpanish : inEnglish });
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 20).map(({ message, path }) => ({
    path: path.join("."),
    message: (language === "es" && OWN_IN_SPANISH[message]) || message,
  }));
  const [first] = fields;
  const named = first === undefined || first.path === "" ? "" : ` '${first.path}':`;
  throw new ApiError(400, "NOT_UNDERSTOOD", `The ${where} is not understood.${named} ${first?.message ?? ""}`.trim(), {
    fields,
    cure: "The documentation of the interface says what may stand there: /api/v1/openapi.json",
  });
}

/** What cannot be written down is told in the journal, and holds up nobody who needs a message (as the command line does). */
function note(
  route: Route,
  asked: Asked<unknown, unknown, unknown>,
  answer: unknown,
  { audit, log }: RouteMeans,
): void {
  const seen = route.audit?.(asked, answer);
  if (seen === undefined) return;
  try {
    audit.note(asked.who.id, seen);
  } catch (error) {
    log.error({ code: (error as { code?: string }).code }, "the access audit cannot be written");
  }
}

function sendRaw(
  reply: FastifyReply,
  { body, cookies, headers, status, type }: RawAnswer,
  gone: AbortController,
): unknown {
  if (body instanceof Readable) gone.signal.addEventListener("abort", () => body.destroy(), { once: true });
  if (cookies.length > 0) reply.header("Set-Cookie", [...cookies]);
  return reply.code(status).headers(headers).type(type).send(body);
}
