/* @pure */

const BEGIN = "# >>> FirstRing (firstring prepare-pi; --undo takes this block away)";
const END = "# <<< FirstRing";

/** The file without our block; it ends with a line break. */
export function withoutBlock(text: string): string {
  const lines = text.split("\n");
  const begin = lines.indexOf(BEGIN);
  const end = lines.indexOf(END, begin);
  if (begin < 0 || end < 0) return text;
  const before = lines.slice(0, begin);
  // The empty line that we had put between.
  if (before.at(-1) === "") before.pop();
  const rest = [...before, ...lines.slice(end + 1)].join("\n");
  return rest === "" || rest.endsWith("\n") ? rest : `${rest}\n`;
}

/** The file with our block as its last part, whatever it held of ours before. */
export function withBlock(text: string, block: readonly string[]): string {
  const rest = withoutBlock(text);
  const ended = rest === "" || rest.endsWith("\n") ? rest : `${rest}\n`;
  return `${ended}${ended === "" ? "" : "\n"}${[BEGIN, ...block, END].join("\n")}\n`;
}
