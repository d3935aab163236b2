import type { CallerId } from "../../firmware/line/Line.ts";
import type { MessageStore, VoiceMessage } from "../../firmware/message/MessageStore.ts";

/**
 * At start: the store has given an ending to every call that a crash or a power cut left open, and made urgent what was
 * not finished, because a caller who was cut off may have had more to say. Those that nobody was paged for are paged now.
 */
export async function pageInterruptedCalls(
  store: MessageStore,
  page: (message: VoiceMessage, callerId: CallerId) => void,
): Promise<number> {
  const interrupted = await store.interruptedCalls();
  const unpaged = interrupted.filter(({ message, alert }) => message.urgency === "urgent" && alert === undefined);
  for (const { message, call } of unpaged) page(message, call.callerId);
  return unpaged.length;
}
