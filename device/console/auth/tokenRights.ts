/* @pure */
import { RIGHTS_OF, type Right, type Role } from "./roles.ts";
import type { Who } from "./Who.ts";

/** Of a token. */
interface Given {
  readonly rights: readonly Right[];
}

/** Of the user who made it. */
interface Maker {
  readonly role: Role;
  readonly disabledAt: number | null;
}

/** Whether nobody answers for a token any more: whoever made it may not sign in. */
export const isOrphan = (maker: Pick<Maker, "disabledAt"> | undefined): boolean =>
  maker === undefined || maker.disabledAt !== null;

/** What was given to it and its maker may not do now: no program is a way around a role that was taken away. */
export function withheldFrom({ rights }: Given, maker: Maker | undefined): readonly Right[] {
  const may: readonly Right[] = maker === undefined || isOrphan(maker) ? [] : RIGHTS_OF[maker.role];
  return rights.filter((right) => !may.includes(right));
}

/** A program, with no more rights than its token's maker has now. */
export function whoOfToken(
  token: Given & { readonly id: number; readonly name: string },
  maker: Maker | undefined,
): Who {
  const withheld = withheldFrom(token, maker);
  return {
    ...{ id: `${TOKEN}${token.id}`, name: token.name, role: undefined, person: undefined },
    ...{ kind: "token", session: undefined },
    rights: new Set(token.rights.filter((right) => !withheld.includes(right))),
  };
}

const TOKEN = "token:";

export const tokenIdOf = ({ id }: Pick<Who, "id">): number => Number(id.slice(TOKEN.length));
