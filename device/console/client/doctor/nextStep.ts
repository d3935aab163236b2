/* @pure */
import type { MessageRow } from "../../api/messages.ts";

export type Step = "take" | "call" | "tell" | "theirs" | "done";

interface Seen {
  /** The ids that whoever looks is known by: as a person of the clinic file, as a user. */
  readonly mine: readonly (string | undefined)[];
  /** They have pressed Call, or there is no number to call. */
  readonly dialled: boolean;
}

/** What the one big button is for. */
export function nextStep({ state, takenBy }: Pick<MessageRow, "state" | "takenBy">, { dialled, mine }: Seen): Step {
  switch (state) {
    case "calledBack":
    case "closed":
      return "done";
    case "taken":
      if (!mine.includes(takenBy?.id)) return "theirs";
      return dialled ? "tell" : "call";
    case "recording":
    case "new":
    case "paged":
      return "take";
  }
}
