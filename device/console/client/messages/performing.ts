import type { ActAnswer, MessageDetail } from "../../api/messages.ts";
import { post } from "../api.ts";
import { tell, tellWrong } from "../components/toasts.ts";

type Act = "called-back" | "reopen" | "note" | "assign" | "hand-over" | "take" | "close" | "undo";

/** What can be done with a message. Each shows what has become of it and can be taken back from the word that tells of it. */
export interface Performing {
  /** Resolves to whether it was done; what stood against it has been said. */
  act(act: Act, body?: unknown): Promise<boolean>;
  /** It has been listened to: nobody is told, it only counts. */
  heard(): void;
}

export function performing(message: MessageDetail, show: (message: MessageDetail) => void): Performing {
  const path = `/messages/${message.ref}`;
  const act = async (name: Act, body?: unknown): Promise<boolean> => {
    try {
      const done = await post<ActAnswer>(`${path}/${name}`, body);
      show(done.message);
      const { undo } = done;
      tell(
        done.text,
        undo === undefined
          ? undefined
          : async () => show((await post<ActAnswer>(`${path}/undo`, { act: undo })).message),
      );
      return true;
    } catch (problem) {
      tellWrong(problem);
      return false;
    }
  };
  return {
    act,
    heard() {
      // The recording plays, whatever becomes of the mark; the box counts the listening in its audit as well.
      if (!message.heard)
        post<ActAnswer>(`${path}/heard`).then(
          (done) => show(done.message),
          () => undefined,
        );
    },
  };
}
