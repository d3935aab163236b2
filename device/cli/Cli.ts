/** What a command may write on. Data goes to stdout, everything for a person's eyes alone to stderr. */
export interface CliIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** The person asked wrongly: exit code 2, with the sentence and where help is. */
export class UsageError extends Error {}
