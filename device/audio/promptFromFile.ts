import { polished } from "./polish.ts";
import { asPrompt, isDistorted, LONGEST_PROMPT_MS, type Unfit } from "./recordedSpeech.ts";
import type { RecordingRefusalCode } from "./recordingRefusals.ts";
import { toTelephoneRate } from "./toTelephoneRate.ts";
import { readWav, toMono, type WavAudio } from "./wav.ts";

/** A minute in stereo at the quality of a CD. Memory is short where it is converted. */
export const LARGEST_RECORDING = 12 * 1024 * 1024;
/** With the silence around it. */
const LONGEST_RECORDING_S = 300;
/** Below it a telephone's own band (ITU-T G.712: 300 to 3400 Hz) is not in it. */
const LOWEST_RATE = 6_000;

/** Why a recording is not taken, and what would be. */
export interface RecordingRefusal {
  /** Stable, for whoever says it in another language. */
  readonly code: RecordingRefusalCode;
  readonly what: string;
  readonly cure: string;
}

/**
 * Whatever WAV file a person brings, made fit for the telephone: one channel, 8000 samples/s, without what is before and after the words, as
 * loud as all other prompts. `sound`: it is a beep or a pause, and nobody's words.
 */
export async function promptFromFile(
  bytes: Uint8Array,
  { sound = false } = {},
): Promise<Int16Array | RecordingRefusal> {
  const wav = read(bytes);
  if ("code" in wav) return wav;
  const mono = toMono(wav);
  if (!sound && isDistorted(mono)) return DISTORTED;
  const samples = await toTelephoneRate(mono, wav.rate);
  const prompt = sound ? polished(samples) : asPrompt(samples);
  if (typeof prompt === "string") return REFUSALS[prompt];
  return prompt.length === 0 ? REFUSALS.silent : prompt;
}

function read(bytes: Uint8Array): WavAudio | RecordingRefusal {
  if (bytes.length > LARGEST_RECORDING)
    return refused(
      "RECORDING_TOO_LARGE",
      `the recording has ${megabytes(bytes.length)} MB; it may have ${megabytes(LARGEST_RECORDING)}`,
      "Save it in one channel (mono), or cut it to the sentence.",
    );
  const other = otherFormat(bytes);
  if (other !== undefined)
    return refused(
      "RECORDING_OTHER_FORMAT",
      `this is ${other}, no WAV file`,
      "Save it as WAV (in most programs: Export), of any rate. The console's page Prompts turns whatever the browser plays into one.",
    );
  const wav = readWav(bytes);
  if ("error" in wav)
    return refused(
      "RECORDING_UNREADABLE",
      wav.error,
      "Save it as WAV: PCM with 8, 16, 24 or 32 bits, or 32-bit float.",
    );
  return troubleWith(wav) ?? wav;
}

function troubleWith(wav: WavAudio): RecordingRefusal | undefined {
  const seconds = wav.samples.length / wav.channels / wav.rate;
  if (wav.endsEarly === true)
    return refused(
      "RECORDING_CUT_OFF",
      `the file ends before its sound does, after ${seconds.toFixed(1)} s`,
      "Copy or record it again: this one was cut off.",
    );
  if (wav.samples.length === 0) return refused("RECORDING_EMPTY", "there is no sound in the file", "Record it again.");
  if (wav.rate < LOWEST_RATE)
    return refused(
      "RECORDING_UNREADABLE",
      `${wav.rate} samples per second are too few for speech`,
      "Record it with 8000 Hz or more.",
    );
  return seconds > LONGEST_RECORDING_S ? REFUSALS["too-long"] : undefined;
}

/** What telephones and browsers record by themselves, told by its first bytes. */
function otherFormat(bytes: Uint8Array): string | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(4, 8) === "ftyp") return "an MPEG-4 file (M4A)";
  if (text(0, 3) === "ID3" || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0)) return "an MP3 or AAC file";
  const known: Readonly<Record<string, string>> = {
    ...{ OggS: "an Ogg file", fLaC: "a FLAC file", FORM: "an AIFF file", "#!AM": "an AMR file", RF64: "an RF64 file" },
    "\x1aE\xdf\xa3": "a WebM file",
  };
  return known[text(0, 4)];
}

const refused = (code: RecordingRefusalCode, what: string, cure: string): RecordingRefusal => ({ code, what, cure });

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);

const DISTORTED = refused(
  "RECORDING_DISTORTED",
  "the recording is distorted: the microphone, or the program, was set too loud",
  "Turn the microphone down, or speak from further away, and record it again.",
);

const REFUSALS: Readonly<Record<Unfit, RecordingRefusal>> = {
  silent: refused("RECORDING_SILENT", "there is hardly a sound in it", "Is the right microphone chosen, and is it on?"),
  "too-soft": refused(
    "RECORDING_TOO_SOFT",
    "the voice is too soft: made louder, the room would be heard as much",
    "Go nearer to the microphone, or turn it up, and record it again.",
  ),
  "no-speech": refused(
    "RECORDING_NO_SPEECH",
    "it sounds the same from beginning to end: there is no speech in it, or as much noise",
    "Record it where it is quiet, near the microphone.",
  ),
  "too-short": refused(
    "RECORDING_TOO_SHORT",
    "without the silence around it, it is shorter than any word",
    "Begin to speak only when it records, and stop it after the last word.",
  ),
  "too-long": refused(
    "RECORDING_TOO_LONG",
    `it is longer than ${LONGEST_PROMPT_MS / 1000} s, and callers wait through all of it`,
    "Say it in fewer words.",
  ),
};
