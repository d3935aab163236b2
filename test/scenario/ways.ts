import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import type { Caller } from "../harness/Caller.ts";

/** Stretches of the family-practice dialogue that many stories share, each up to the sentence that comes next. */

export async function choosesEnglish(caller: Caller): Promise<void> {
  await caller.hears("choose-1", "en");
  await caller.presses("1");
  await caller.hears("ask-caller-kind");
}

export async function isPatient(caller: Caller): Promise<void> {
  await choosesEnglish(caller);
  await caller.presses("1");
  await caller.hears("ask-urgency");
}

/** Up to the offer of the caller's own number. */
export async function isUrgent(caller: Caller): Promise<void> {
  await isPatient(caller);
  await caller.presses("1");
}

export async function isRoutine(caller: Caller): Promise<void> {
  await isPatient(caller);
  await caller.presses("2");
}

export async function confirmsNumber(caller: Caller): Promise<void> {
  await caller.hears("callback-confirm");
  await caller.presses("1");
}

export async function givesBirthDate(caller: Caller, keys = "03251980"): Promise<void> {
  await caller.hears("ask-birth-mdy");
  await caller.presses(keys);
  await caller.hears("birth-confirm");
  await caller.presses("1");
}

export async function saysAndKeeps(caller: Caller, ask: string, time: Duration): Promise<void> {
  await caller.hears(ask);
  await caller.speaks(time);
  await caller.presses("#");
  await caller.hears("review");
  await caller.presses("1");
}

/** From the offered number to the last review. */
export async function tellsEverything(caller: Caller): Promise<void> {
  await confirmsNumber(caller);
  await givesBirthDate(caller);
  await saysAndKeeps(caller, "ask-name", Seconds(3));
  await saysAndKeeps(caller, "ask-reason", Seconds(12));
}
