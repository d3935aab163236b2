import type { RoomRules } from "../rooms/RoomRules.ts";
import { codeDoorRules } from "../studio/codeDoor.ts";
import { studioReviewRules } from "../studio/sentence.ts";
import type { CallInRoom, CallInRoomOf } from "./CallIn.ts";
import { doorRules } from "./door.ts";
import { dutyPersonRules, dutyRules } from "./duty.ts";
import { dutyConfirmRules } from "./dutyConfirm.ts";
import { dutyHoursRules, dutyUntilRules } from "./dutyUntil.ts";
import { entriesRules } from "./entries.ts";
import { hallRules } from "./hall.ts";
import { voiceLanguageRules, voiceRules } from "./voice.ts";
import { voiceRecordingRules, voiceReviewRules } from "./voiceTake.ts";

/** The rooms of somebody who calls in. */
export const callInRules: { readonly [K in CallInRoom["kind"]]: RoomRules<CallInRoomOf<K>> } = {
  door: doorRules,
  hall: hallRules,
  entries: entriesRules,
  duty: dutyRules,
  dutyPerson: dutyPersonRules,
  dutyUntil: dutyUntilRules,
  dutyHours: dutyHoursRules,
  dutyConfirm: dutyConfirmRules,
  voice: voiceRules,
  voiceLanguage: voiceLanguageRules,
  voiceRecording: voiceRecordingRules,
  voiceReview: voiceReviewRules,
  codeDoor: codeDoorRules,
  studioReview: studioReviewRules,
};
