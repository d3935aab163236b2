import { type ConsolePage, PAGES } from "./pages.ts";
import { matchPath } from "./router.ts";

export interface FoundPage {
  readonly page: ConsolePage;
  readonly params: Readonly<Record<string, string>>;
}

/** The page that a path opens; undefined: there is none. */
export function pageAt(path: string): FoundPage | undefined {
  for (const page of PAGES) {
    for (const pattern of page.paths) {
      const params = matchPath(pattern, path);
      if (params !== undefined) return { page, params };
    }
  }
  return undefined;
}
