/** `a, b or c`; shortened when there are many. */
export const oneOf = (words: readonly string[], or = "or"): string => {
  const shown = words.length > 8 ? [...words.slice(0, 7), "…"] : words;
  if (shown.length <= 1) return shown[0] ?? "";
  return `${shown.slice(0, -1).join(", ")} ${or} ${shown.at(-1)}`;
};
