/* @pure */
import type { ChangeOf } from "../Change.ts";
import type { BoxFacts, PartOfPlan } from "./planChanges.ts";

/**
 * Losing it loses every message: `firstring key rotate` and `firstring erase` are the ways to another one. `database-key-next`, too:
 * what lies there is taken for the key at the next start.
 */
const NEVER_BY_HAND = /^database-key/;

export function planSecret({ name, value }: ChangeOf<"secret">, { secrets }: BoxFacts): PartOfPlan {
  const there = secrets.includes(name);
  if (NEVER_BY_HAND.test(name))
    return {
      words: `the secret ${name}`,
      refusals: [
        {
          code: "SECRET_IS_KEY",
          what: "the key of the database is not set by hand: every message would be lost with the old one",
          cure: "Another key for the same messages: firstring key rotate.",
        },
      ],
    };
  if (value === null)
    return there
      ? { words: `the secret ${name} is taken away` }
      : { words: `the secret ${name} is not there`, warnings: [`there is no secret ${name} to take away`] };
  return { words: there ? `the secret ${name} is replaced` : `the secret ${name} is kept` };
}

export const planBackupKey = ({ publicKey }: ChangeOf<"backup-key">): PartOfPlan => ({
  words:
    publicKey === null
      ? "backups are sealed to no key any more: each one asks for a passphrase"
      : "backups are sealed to another recovery key",
});
