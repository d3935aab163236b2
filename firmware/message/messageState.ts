/** Where a message stands, in the order of its life. `MessageStore.AlertState` is about the pages; this is about the patient. */
export const MESSAGE_STATES = ["recording", "new", "paged", "taken", "calledBack", "closed"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
