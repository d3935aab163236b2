import { appendFileSync } from "node:fs";

/** Progress for the person who waits: on stderr, never on the test report. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** A figure of this run: shown at once, and kept for the table at the end (`npm run test:vm` names the file). */
export function figure(what: string, value: string): void {
  say(`▸ ${what}: ${value}`);
  const file = process.env["FIRSTRING_VM_FIGURES"];
  if (file) appendFileSync(file, `${JSON.stringify({ what, value })}\n`);
}
