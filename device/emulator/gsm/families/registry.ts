/* @pure */
import { generic } from "./generic.ts";
import { sim7600 } from "./sim7600.ts";

/** The makes that can be emulated; `generic` is plain 27.005 and 27.007. */
export const FAMILIES = { sim7600, generic } as const;

export type GsmModel = keyof typeof FAMILIES;
