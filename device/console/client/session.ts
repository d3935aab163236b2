import { signal } from "@preact/signals";
import type { SessionAnswer, WhoAmI } from "../api/session.ts";
import type { Right } from "../auth/roles.ts";
import { get, remove, signedOut } from "./api.ts";
import { listen, stopListening } from "./events.ts";
import { isLanguage, speak } from "./i18n.ts";
import { go } from "./router.ts";
import { zone } from "./time.ts";

/** Who is at this browser, and of which clinic; undefined: the box has not been asked yet. */
export const session = signal<SessionAnswer | undefined>(undefined);

export const me = (): WhoAmI | undefined => session.value?.user;

export const may = (right: Right | undefined): boolean =>
  right === undefined || (me()?.rights.includes(right) ?? false);

export async function askWho(): Promise<void> {
  settle(await get<SessionAnswer>("/session"));
}

export function settle(answer: SessionAnswer): void {
  zone.value = answer.clinic.timezone;
  const theirs = answer.user?.language;
  if (theirs !== undefined && isLanguage(theirs)) speak(theirs);
  session.value = answer;
  if (answer.user === undefined) stopListening();
  else listen();
}

export async function leave(): Promise<void> {
  await remove("/session");
  go("/", { replace: true });
  await askWho();
}

/** The box says that the session is over: whoever it was signs in again, and is where they were. */
export function watchForTheEnd(): void {
  let seen = signedOut.peek();
  signedOut.subscribe((count) => {
    if (count === seen) return;
    seen = count;
    const was = session.peek();
    if (was?.user !== undefined) settle({ ...was, user: undefined });
  });
}
