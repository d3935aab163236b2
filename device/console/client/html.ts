import htm from "htm";
import { type ComponentChildren, h, type VNode } from "preact";

/** A piece of a page: htm's templates (JSX as it is written, no build step). Values are escaped by Preact. */
export const html = htm.bind(h) as (strings: TemplateStringsArray, ...values: unknown[]) => VNode;

export type Children = ComponentChildren;

/** Class names that apply: `classes("row", isNew && "new")`. */
export const classes = (...names: readonly (string | false | undefined)[]): string =>
  names.filter((name) => name !== false && name !== undefined && name !== "").join(" ");
