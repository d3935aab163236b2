import type { DutyChange } from "../../../firmware/oncall/Duty.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";

/** So many acts are looked through for the names of those who changed duty; who did older ones is in the audit. */
const MOST_ACTS = 500;

interface Users {
  readonly madeByUser?: string;
  readonly withdrawnByUser?: string;
}

/** To the daemon managers are all "the front desk": which user it was, the console's audit knows. */
export function usersWhoDid({ audit, users }: ConsoleBox, changes: readonly DutyChange[]): (change: string) => Users {
  if (changes.length === 0) return () => ({});
  const from = Math.min(...changes.map(({ madeAt }) => madeAt));
  const whoDid = (kind: string): ReadonlyMap<string, string> =>
    new Map(
      audit.list({ kind, from, limit: MOST_ACTS }).flatMap(({ detail, person }) => {
        const name = users.find(person ?? "")?.name ?? person ?? "";
        return (detail ?? "").split(" ").map((id): [string, string] => [id, name]);
      }),
    );
  const [made, withdrawn] = [whoDid("duty-changed"), whoDid("duty-withdrawn")];
  return (change) => {
    const [maker, withdrawer] = [made.get(change), withdrawn.get(change)];
    return {
      ...(maker === undefined ? {} : { madeByUser: maker }),
      ...(withdrawer === undefined ? {} : { withdrawnByUser: withdrawer }),
    };
  };
}
