/** What the caller of a failed operation should do: try again, do without, or tell a person. */
export type Disposition = "retry" | "giveUp" | "operator";

/**
 * A fault of operation (not a bug, not an outcome of a conversation). `code` is stable and is in the text, so that a
 * technician can read it out; `cure` is one sentence that says what to do.
 */
export class ApplianceError extends Error {
  readonly code: string;
  readonly disposition: Disposition;
  readonly cure: string;

  constructor(code: string, message: string, options: { disposition: Disposition; cure: string; cause?: unknown }) {
    super(`${message} [${code}]`, { cause: options.cause });
    this.name = "ApplianceError";
    this.code = code;
    this.disposition = options.disposition;
    this.cure = options.cure;
  }
}

export const isApplianceError = (error: unknown): error is ApplianceError => error instanceof ApplianceError;
