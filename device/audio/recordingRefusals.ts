/* @pure */

/** Why a recording is not taken; the console says each in the language of its reader. */
export const RECORDING_REFUSALS = [
  ...(["RECORDING_TOO_LARGE", "RECORDING_OTHER_FORMAT", "RECORDING_UNREADABLE", "RECORDING_CUT_OFF"] as const),
  ...(["RECORDING_EMPTY", "RECORDING_SILENT", "RECORDING_TOO_SOFT", "RECORDING_NO_SPEECH"] as const),
  ...(["RECORDING_TOO_SHORT", "RECORDING_TOO_LONG", "RECORDING_DISTORTED"] as const),
] as const;
export type RecordingRefusalCode = (typeof RECORDING_REFUSALS)[number];
