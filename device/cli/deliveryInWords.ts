import type { Dispatch } from "../../firmware/message/MessageStore.ts";

/** How far a page has come, for a person; JSON keeps the states' own names. */
const BY_MESSAGE: Readonly<Record<Dispatch["state"], string>> = {
  queued: "on its way",
  sending: "on its way",
  sent: "accepted by the network",
  delivered: "on the phone",
  failedTemporarily: "not accepted yet",
  failedPermanently: "failed",
  unknown: "may not have arrived",
};

const BY_CALL: Readonly<Record<Dispatch["state"], string>> = {
  queued: "to be called",
  sending: "to be called",
  sent: "was told",
  delivered: "was told",
  failedTemporarily: "not called yet",
  failedPermanently: "not reached",
  unknown: "may not have been told",
};

export const deliveryInWords = ({ way, state }: Pick<Dispatch, "way" | "state">): string =>
  (way === "call" ? BY_CALL : BY_MESSAGE)[state];
