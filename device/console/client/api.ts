import { signal } from "@preact/signals";
import type { ErrorAnswer } from "../api/errors.ts";
import { language, words } from "./i18n.ts";
import { isSomebodyHere } from "./person.ts";
import { inTheirWords } from "./problemWords.ts";

const says = words({
  en: {
    unreachable: "The box does not answer.",
    unreachableCure:
      "Look whether it has power and whether this computer is on the clinic's network. This page tries again by itself.",
    odd: (status: number) => `The box answered in a way that this page does not understand (${status}).`,
    oddCure: "Load the page again. If it stays so, tell the technician this number.",
  },
  es: {
    unreachable: "El equipo no responde.",
    unreachableCure:
      "Compruebe si tiene corriente y si esta computadora está en la red de la clínica. La página lo intenta de nuevo por sí sola.",
    odd: (status: number) => `El equipo respondió de una forma que esta página no entiende (${status}).`,
    oddCure: "Vuelva a cargar la página. Si sigue igual, dígale este número al técnico.",
  },
});

/** What went wrong with a request, in words for whoever sits at the page. */
export class ApiProblem extends Error {
  /** HTTP status; 0: nobody answered. */
  readonly status: number;
  readonly code: string;
  /** What to do. */
  readonly cure: string | undefined;
  /** For the pages, by code: what else can be done. */
  readonly details: Readonly<Record<string, unknown>>;
  /** What of it was not right, by the name of the field. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, told: ErrorAnswer["error"]) {
    super(told.message);
    this.status = status;
    this.code = told.code;
    this.cure = told.cure;
    this.details = told.details ?? {};
    this.fields = Object.fromEntries((told.fields ?? []).map(({ message, path }) => [path, message]));
  }
}

/** False from the first request that nobody answered until the next one that somebody does. */
export const answers = signal(true);

/** Counts up whenever the box has said that nobody is signed in any more. */
export const signedOut = signal(0);

export const API = "/api/v1";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One request; a body that is a Blob (a recording) is sent as it is. Throws ApiProblem, or the signal's reason when it was given up. */
export async function ask<Answer>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  const response = await send(method, path, body, signal);
  if (response.status === 204) return undefined as Answer;
  const told = (await response.json().catch(() => undefined)) as Answer | ErrorAnswer | undefined;
  if (response.ok && told !== undefined) return told as Answer;
  throw problemIn(response, told, path);
}

/** A file that takes the box a while, or that it refuses with a reason: a plain link would show neither. */
export async function fetchFile(path: string): Promise<{ readonly name: string; readonly bytes: Blob }> {
  const response = await send("GET", path);
  if (!response.ok) throw problemIn(response, await response.json().catch(() => undefined), path);
  const [, name = "firstring"] = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
  return { name, bytes: await response.blob() };
}

async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  try {
    const response = await fetch(API + path, {
      method,
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        "Accept-Language": language.value,
        // A page that fetches by itself does not keep its session open.
        ...(!isSomebodyHere() && { "X-Person": "away" }),
        ...(body !== undefined && { "Content-Type": body instanceof Blob ? body.type : "application/json" }),
      },
      ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    answers.value = true;
    return response;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    answers.value = false;
    throw new ApiProblem(0, { code: "UNREACHABLE", message: says().unreachable, cure: says().unreachableCure });
  }
}

function problemIn(response: Response, told: unknown, path: string): ApiProblem {
  if (response.status === 401 && !path.startsWith("/session")) signedOut.value += 1;
  const error = (told as Partial<ErrorAnswer> | undefined)?.error;
  return new ApiProblem(
    response.status,
    error !== undefined
      ? inTheirWords(error)
      : { code: "ODD", message: says().odd(response.status), cure: says().oddCure },
  );
}

export const get = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
  ask<Answer>("GET", path, undefined, signal);
export const post = <Answer = unknown>(path: string, body: unknown = {}): Promise<Answer> =>
  ask<Answer>("POST", path, body);
export const patch = <Answer = unknown>(path: string, body: unknown): Promise<Answer> =>
  ask<Answer>("PATCH", path, body);
export const put = <Answer = unknown>(path: string, body: unknown): Promise<Answer> => ask<Answer>("PUT", path, body);
export const remove = <Answer = unknown>(path: string): Promise<Answer> => ask<Answer>("DELETE", path);

/** `?a=1&b=2` of what is given; empty without any. */
export function queryText(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "" && value !== false) query.set(name, value === true ? "1" : String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
