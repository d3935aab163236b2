import { useState } from "preact/hooks";
import { session } from "./session.ts";

/** What was typed and is not kept yet, by what it is about: in this page's memory alone, and nobody's but whoever typed it. */
const texts = new Map<string, string>();
let whose: string | undefined;

session.subscribe((answer) => {
  const id = answer?.user?.id;
  // Nobody: a session that has ended; whoever it was is back soon, and goes on writing.
  if (id === undefined || id === whose) return;
  whose = id;
  texts.clear();
});

addEventListener("beforeunload", (event) => {
  if (texts.size > 0) event.preventDefault();
});

/** A text that outlives its page: another message was looked at meanwhile, or the session had ended. */
export function useUnsaved(about: string): readonly [string, (text: string) => void] {
  const [, draw] = useState({});
  const change = (text: string): void => {
    if (text.trim() === "") texts.delete(about);
    else texts.set(about, text);
    draw({});
  };
  return [texts.get(about) ?? "", change];
}
