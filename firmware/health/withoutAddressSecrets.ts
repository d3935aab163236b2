/** What stands for something that nobody outside sees. */
const HIDDEN = "•••";

/** An address of any kind within a text, up to what cannot be in one; a sentence's comma behind it is none of it. Files are named in traces. */
const ADDRESS = /\b(?!file:)([a-z][a-z0-9+.-]*):\/\/([^\s"<>]*[^\s"<>.,;:)])/gi;
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;

/**
 * Of every address in it scheme, host and port. What is before the host is a password, and what is behind it may be as good as one:
 * who knows a calendar's private address reads the calendar.
 */
export const withoutAddressSecrets = (text: string): string =>
  text.replace(ADDRESS, (_, scheme: string, rest: string) => `${scheme}://${hostOf(rest)}`);

function hostOf(rest: string): string {
  const end = rest.search(/[/?#]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const behind = end === -1 ? "" : rest.slice(end);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  // "user:123/4@host": a password with a slash in it, which somebody did not write as %2F, looks like a port.
  const isDoubtful = host.includes(":") && behind.includes("@");
  if (isDoubtful || !HOST.test(host)) return HIDDEN;
  return behind.length > 1 ? `${host}/${HIDDEN}` : `${host}${behind}`;
}
