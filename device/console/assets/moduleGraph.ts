/* @pure */

/**
 * `import … from "x"`, `export … from "x"`, `import "x"`, `import("x")`, in our own stripped code and in minified libraries. What
 * stands between the two words has no quote and no bracket, so that `query.has("from") || query.has("to")` is none. And
 * `import.meta.resolve("x")`, by which a worklet's module is named.
 */
const SPECIFIER =
  /(\b(?:import|export)\b[^"'`;()]*?\bfrom\s*|\bimport\s*)(["'])([^"'\n]+)\2|(\bimport(?:\.meta\.resolve)?\s*\(\s*)(["'])([^"'\n]+)\5/g;

export interface Imported {
  readonly name: string;
  /** `import()`: fetched when it is wanted. */
  readonly lazy: boolean;
}

export function importsOf(code: string): readonly Imported[] {
  return [...code.matchAll(SPECIFIER)].map((match) => ({
    name: match[3] ?? match[6] ?? "",
    lazy: match[6] !== undefined,
  }));
}

/** Each imported name as `rename` says. */
export const withImports = (code: string, rename: (name: string) => string): string =>
  code.replace(SPECIFIER, (_whole, before, quote, name, lazyBefore, lazyQuote, lazyName) =>
    lazyName === undefined
      ? `${before}${quote}${rename(name)}${quote}`
      : `${lazyBefore}${lazyQuote}${rename(lazyName)}${lazyQuote}`,
  );
