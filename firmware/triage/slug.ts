/** A text as a part of a file name that any file system takes: `Rosewood Family Practice` → `rosewood-family-practice`. */
export const slug = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
