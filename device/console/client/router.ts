import { signal } from "@preact/signals";

/** Where the browser is, as the pages see it. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const here = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });

export const place = signal<Place>(here());

/** Goes to a path of ours. `replace`: the page that is left is not come back to. */
export function go(to: string, how: { readonly replace?: boolean } = {}): void {
  if (to === location.pathname + location.search) return;
  history[how.replace === true ? "replaceState" : "pushState"](null, "", to);
  place.value = here();
}

/** The same page with other query values; empty ones are left out. */
export function withQuery(values: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return location.pathname + (text === "" ? "" : `?${text}`);
}

/** Links of ours are followed without loading the shell anew; all that a person does on purpose (new tab, download) stays theirs. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a");
  if (link?.target !== "" || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/api/") || (link.hash !== "" && link.pathname === location.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

export function startRouter(): void {
  document.addEventListener("click", follow);
  addEventListener("popstate", () => {
    place.value = here();
  });
}

/** `/messages/:ref` against `/messages/7Q4K`: `{ ref: "7Q4K" }`; undefined: another page. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at]!;
    if (part.startsWith(":")) {
      const text = decoded(value);
      if (text === undefined) return undefined;
      found[part.slice(1)] = text;
    } else if (part !== value) return undefined;
  }
  return found;
}

/** A part of an address as it was meant; undefined: it is damaged, such as `%E0`. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
