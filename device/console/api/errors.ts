/* @pure */
import * as z from "zod";
import type { ProblemCode } from "./problemCodes.ts";

/** What every failed request is answered with. */
export const errorAnswer = z.object({
  error: z.object({
    code: z.string().describe("stable, for programs: NOT_SIGNED_IN"),
    message: z.string().describe("one sentence for a person"),
    cure: z.string().optional().describe("what to do about it"),
    fields: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe("what of the request was not understood"),
    details: z.record(z.string(), z.unknown()).optional().describe("for programs, by code"),
  }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;

interface ApiErrorMore {
  readonly cure?: string;
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
  readonly details?: Readonly<Record<string, unknown>>;
  /** When it is worth trying again. */
  readonly retryAfterS?: number;
  readonly cause?: unknown;
}

/** Thrown by handlers for what a person should read; whatever else is thrown is a mistake of ours. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: ApiErrorMore;

  /** In English: pages say it in their own language by its code, and by `details` where that says which. */
  constructor(status: number, code: ProblemCode, message: string, more: ApiErrorMore = {}) {
    super(message, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.more = more;
  }

  /** What another part has refused, with its own code; or what is in the language of whoever asked already. */
  static passedOn(status: number, code: string, message: string, more: ApiErrorMore = {}): ApiError {
    return new ApiError(status, code as ProblemCode, message, more);
  }

  answer(): ErrorAnswer {
    const { cure, details, fields } = this.more;
    return {
      error: {
        ...{ code: this.code, message: this.message },
        ...(cure === undefined ? {} : { cure }),
        ...(fields === undefined ? {} : { fields: [...fields] }),
        ...(details === undefined ? {} : { details }),
      },
    };
  }
}

export const notFound = (what: string): ApiError => new ApiError(404, "NOT_FOUND", `There is no ${what}.`);
/** It cannot be done as things are: somebody else was there first. */
export const conflict = (code: ProblemCode, message: string, cure?: string): ApiError =>
  new ApiError(409, code, message, cure === undefined ? {} : { cure });
export const notSignedIn = (): ApiError =>
  new ApiError(401, "NOT_SIGNED_IN", "You are not signed in.", { cure: "Sign in, and try again." });
export const notAllowed = (what: string): ApiError =>
  new ApiError(403, "NOT_ALLOWED", `Your role may not ${what}.`, {
    cure: "A manager can give you another role, on the page Users.",
  });
