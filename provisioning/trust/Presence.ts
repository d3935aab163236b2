/* @pure */

/** Somebody who stands at the box (the button, the file on the card). What needs them uses it up: the next such thing needs them again. */
export interface Presence {
  isShown(): boolean;
  use(): void;
}

/** For several steps that somebody asked for in one: shown at its beginning, it holds for all of them, and is used up by the first. */
export function forOneAct(presence: Presence): Presence {
  const shown = presence.isShown();
  return { isShown: () => shown, use: () => presence.use() };
}
