// The syntax of iCalendar, RFC 5545 §3.1: folded lines, `NAME;PARAM=value:VALUE`, components that BEGIN and END.

export interface Property {
  /** In capitals. */
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface Component {
  /** `VEVENT`, in capitals. */
  readonly kind: string;
  readonly properties: readonly Property[];
}

/** A calendar of a hospital for years is a tenth of that. */
export const LONGEST_CALENDAR = 5_000_000;
const MOST_LINES = 400_000;

/** Folded lines joined; folding cuts anywhere, within words too. */
function unfolded(text: string): readonly string[] {
  return text
    .slice(0, LONGEST_CALENDAR)
    .replace(/\r?\n[ \t]/g, "")
    .split(/\r?\n/, MOST_LINES);
}

/** `NAME;A=1;B="x:y":value`; undefined for what is no content line. */
function readLine(line: string): Property | undefined {
  const name = /^[A-Za-z0-9-]+/.exec(line)?.[0];
  if (name === undefined) return undefined;
  const params: Record<string, string> = {};
  let at = name.length;
  while (line[at] === ";") {
    const param = /^;([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*/.exec(line.slice(at, at + 2_000));
    if (param === null) return undefined;
    const key = param[1]!.toUpperCase();
    if (!Object.hasOwn(params, key)) params[key] = param[2]!.replace(/^"|"$/g, "");
    at += param[0].length;
  }
  return line[at] === ":" ? { name: name.toUpperCase(), params, value: line.slice(at + 1) } : undefined;
}

/** Every component of some kinds, with its own properties; those of components within it are left out. Never throws. */
export function readComponents(text: string, kinds: ReadonlySet<string>): readonly Component[] {
  const found: Component[] = [];
  const open: { kind: string; properties: Property[] }[] = [];
  for (const line of unfolded(text)) {
    const property = readLine(line);
    if (property === undefined) continue;
    const { name, value } = property;
    if (name === "BEGIN") open.push({ kind: value.trim().toUpperCase(), properties: [] });
    else if (name === "END") {
      const closed = open.pop();
      if (closed !== undefined && kinds.has(closed.kind)) found.push(closed);
    } else open.at(-1)?.properties.push(property);
  }
  return found;
}

/** Text values, §3.3.11. */
export const unescaped = (text: string): string =>
  text.replace(/\\([\\;,nN])/g, (_, mark: string) => (mark.toLowerCase() === "n" ? "\n" : mark));
