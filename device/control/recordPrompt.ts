import type { RecordingOrder } from "../../firmware/doctor/studio/Studio.ts";
import type { Box } from "../assembly/Box.ts";
import { writtenClip } from "../call/writeClip.ts";
import type { RecordingNews } from "../doctor/studio/RecordingCodes.ts";
import type { ControlHandler } from "./ControlServer.ts";

/** Of the box. */
type Means = Pick<Box, "clinic" | "hasSound" | "recordingCodes">;
type Request = Parameters<ControlHandler>[0];
type Conversation = Parameters<ControlHandler>[1];

/**
 * `{ do: "recordPrompt", by: { id, name }, language, clip, number }`: answered with `{ recording: { kind: "code", code, expiresAt } }`, then with what
 * becomes of it, to `over`. The code is worth nothing as soon as the conversation ends: whoever asked has signed out, or died.
 */
export function recordPrompt(box: Means, request: Request, conversation: Conversation): void {
  const order = readOrder(box, request);
  if (typeof order === "string") return void conversation.send({ error: order });
  const { close, code, expiresAt } = box.recordingCodes.give(order, (news) => {
    conversation.send({ recording: inJson(news) });
    if (news.kind === "over") conversation.end();
  });
  conversation.onEnd(close);
  conversation.send({ recording: { kind: "code", code, expiresAt } });
}

const inJson = (news: RecordingNews): unknown =>
  news.kind === "kept" ? { kind: "kept", wav: Buffer.from(writtenClip(news.samples)).toString("base64") } : news;

function readOrder(box: Means, { by, clip, language, number }: Request): RecordingOrder | string {
  const { id, name } = (by ?? {}) as { id?: unknown; name?: unknown };
  if (typeof id !== "string" || typeof name !== "string" || id === "") return "'by' is { id, name }: whose code it is";
  if (typeof language !== "string" || !box.clinic.clinic.languages.includes(language))
    return "'language' is one of the clinic's";
  if (typeof clip !== "string" || !/^[a-z0-9][a-z0-9.-]{0,63}$/.test(clip)) return "'clip' is the name of a sentence";
  if (typeof number !== "number" || !Number.isInteger(number) || number < 1 || number > 9_999)
    return "'number' is its place in the list";
  const hasSound = box.hasSound(clip, language);
  return { maker: { id, name }, language, number, clip, ...(hasSound ? { now: { clip, language } } : {}) };
}
