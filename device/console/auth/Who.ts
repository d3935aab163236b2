/* @pure */
import type { Right, Role } from "./roles.ts";

/** Who asks: a person at a browser, or a program with a token. */
export interface Who {
  /** A user's id, or `token:NAME`. */
  readonly id: string;
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
  readonly role: Role | undefined;
  /** Of the clinic file. */
  readonly person: string | undefined;
  readonly kind: "user" | "token" | "nobody";
  /** Of the session, for "sign out here"; never told to anybody. */
  readonly session: string | undefined;
}

export const NOBODY: Who = {
  ...{ id: "nobody", name: "nobody", role: undefined, person: undefined, kind: "nobody", session: undefined },
  rights: new Set(),
};
