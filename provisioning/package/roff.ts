/* @pure */

/** man(7): a backslash is an escape, a dot or apostrophe at the start of a line a request, a hyphen a hyphen unless it is told. */
export const escapeRoff = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^(['.])/gm, "\\&$1");

export const heading = (title: string): string => `.SH ${escapeRoff(title)}\n`;
export const subheading = (title: string): string => `.SS ${escapeRoff(title)}\n`;
export const paragraph = (text: string): string => `.PP\n${escapeRoff(text.trim())}\n`;

/** As it stands, line for line. */
export const verbatim = (text: string): string => `.PP\n.nf\n${escapeRoff(text.replace(/\s+$/, ""))}\n.fi\n`;

export const titleLine = (name: string, section: number, version: string, about: string): string =>
  `.TH ${name.toUpperCase()} ${section} "" "FirstRing ${version}" "${about}"\n`;
