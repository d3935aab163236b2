import { lineDiff } from "./lineDiff.ts";

/**
 * A text that a library has written anew differs from what a person wrote in spaces and line breaks everywhere. `plain` is the person's `text`
 * in the library's hand, `changed` is `plain` after a change: the lines in which these two agree are taken from the person's.
 * Where that would say something else (`isSame` says no), all is in the library's hand.
 */
export function keepOldLines(
  text: string,
  plain: string,
  changed: string,
  isSame: (merged: string, changed: string) => boolean,
): string {
  if (plain === changed) return text;
  const [old, base, fresh] = [linesOf(text), linesOf(plain), linesOf(changed)];
  const toOld = matches(base, old, (line) => line.replace(/\s/g, ""));
  const toFresh = matches(base, fresh, (line) => line);
  const merged: string[] = [];
  let [inOld, inBase, inFresh] = [0, 0, 0];
  for (let at = 0; at <= base.length; at++) {
    const end = at === base.length;
    // A line that all three have: what lies before it is one piece.
    if (!end && (toOld[at] === undefined || toFresh[at] === undefined)) continue;
    const [untilOld, untilFresh] = end ? [old.length, fresh.length] : [toOld[at]!, toFresh[at]!];
    const [was, is] = [base.slice(inBase, at), fresh.slice(inFresh, untilFresh)];
    const isUntouched = was.length === is.length && was.every((line, index) => line === is[index]);
    merged.push(...(isUntouched ? old.slice(inOld, untilOld) : is));
    if (!end) merged.push(old[untilOld]!);
    [inOld, inBase, inFresh] = [untilOld + 1, at + 1, untilFresh + 1];
  }
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const whole = merged.map((line) => line + newline).join("");
  return isSame(whole, changed) ? whole : changed;
}

const linesOf = (text: string): readonly string[] => text.replace(/\r?\n$/, "").split(/\r?\n/);

/** For each line of `from` where it is in `to`. */
function matches(
  from: readonly string[],
  to: readonly string[],
  bare: (line: string) => string,
): readonly (number | undefined)[] {
  const found: (number | undefined)[] = [];
  let at = 0;
  for (const { sign } of lineDiff(from.map(bare).join("\n"), to.map(bare).join("\n"))) {
    if (sign === " ") found.push(at++);
    else if (sign === "-") found.push(undefined);
    else at += 1;
  }
  // The difference does not count an empty end.
  while (found.length < from.length) found.push(undefined);
  return found;
}
