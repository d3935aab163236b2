import { randomUUID } from "node:crypto";
import { FRONT_DESK } from "../../firmware/alert/personName.ts";
import { handedOverText } from "../../firmware/channel/shortMessageText.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { DeskAct, DeskWish } from "../../firmware/message/frontDesk.ts";
import { findPerson } from "../../firmware/oncall/onCall.ts";
import type { Act, ActResult } from "../alert/AlertHands.ts";
import type { DeskResult } from "../storage/inbox/doDeskAct.ts";
import type { Store } from "../storage/StoreClient.ts";
import type { DeskAnswer, DeskRequest } from "./deskRequest.ts";

export interface FrontDeskMeans {
  readonly clinic: Clinic;
  readonly store: Pick<Store, "deskAct" | "alertNow" | "markHeard" | "find">;
  readonly now: number;
  readonly act: (act: Act, ref: string, person: string) => Promise<ActResult>;
  /** By SMS. */
  readonly tell: (person: string, text: string) => void;
}

/**
 * What somebody at the console does with a message: decided and written by the store, and then done to the page about it.
 * In that order: a power cut in between leaves a page that goes on, never a message that looks done and is not kept.
 */
export async function doAtFrontDesk(means: FrontDeskMeans, request: DeskRequest): Promise<DeskAnswer> {
  const { by, deed, ref } = request;
  if (deed.kind === "taken") {
    const paged = await takePage(means, request);
    if (paged !== undefined) return paged;
  }
  const id = request.id ?? randomUUID();
  const wish: DeskWish = {
    id,
    ref,
    at: means.now,
    by,
    deed,
    ...(request.was === undefined ? {} : { was: request.was }),
  };
  const result = await means.store.deskAct(wish);
  if (result.kind === "write") await follow(means, result.act);
  return answerOf(result);
}

/** While a page is open, taking the message is taking the page: the doctor's word, which ends the paging. */
async function takePage(
  { act, clinic, store }: FrontDeskMeans,
  { by, ref }: DeskRequest,
): Promise<DeskAnswer | undefined> {
  const stored = await store.alertNow(ref);
  if (stored === undefined || stored.alert.state === "closed") return undefined;
  if (findPerson(clinic, by.id) === undefined) return { kind: "notPaged" };
  const { done, outcome, text } = await act("take", ref, by.id);
  return { kind: "page", done, text, outcome };
}

async function follow({ act, clinic, tell }: FrontDeskMeans, { by, deed, ref }: DeskAct): Promise<void> {
  if ((deed.kind === "calledBack" || deed.kind === "closed") && deed.endsPage === true) {
    await act("close", ref, findPerson(clinic, by.id) === undefined ? FRONT_DESK : by.id);
    return;
  }
  if (deed.kind !== "assigned" || deed.handedOver !== true || deed.to === undefined || deed.to.id === by.id) return;
  if (findPerson(clinic, deed.to.id) === undefined) return;
  tell(deed.to.id, handedOverText({ shortName: clinic.clinic.shortName, ref, by: by.name }));
}

const answerOf = (result: DeskResult): DeskAnswer =>
  result.kind === "write" ? { kind: "done", act: result.act } : result;

/** Somebody has listened to it at the console; the first time counts. False: there is no such message. */
export async function noteHeard(
  { now, store }: FrontDeskMeans,
  { person, ref }: { readonly ref: string; readonly person: string },
): Promise<boolean> {
  if ((await store.find(ref)) === undefined) return false;
  await store.markHeard(ref, person, now);
  return true;
}
