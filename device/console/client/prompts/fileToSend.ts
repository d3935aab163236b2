import { wavBlob } from "./wavBlob.ts";

/** Twice what a telephone carries, so that nothing of the voice is lost before the box has it. */
const RATE = 24_000;
/** What the box takes as it is. */
const LARGEST = 12 * 1024 * 1024;
/** What a browser is asked to open: an hour of a telephone's own recordings. */
const LARGEST_TO_OPEN = 64 * 1024 * 1024;

/**
 * What is sent of the file that somebody has chosen: a WAV file as it is; whatever else this browser can play (a telephone's M4A, an
 * MP3), and a WAV file that is too large, as a smaller one. What it cannot play goes to the box, which says what it is.
 */
export async function fileToSend(file: File): Promise<Blob> {
  const isWav = (await file.slice(0, 4).text()) === "RIFF";
  const asItIs = new Blob([file], { type: "audio/wav" });
  if ((isWav && file.size <= LARGEST) || file.size > LARGEST_TO_OPEN) return asItIs;
  try {
    const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer());
    return wavBlob([monoOf(sound)], RATE);
  } catch {
    return asItIs;
  }
}

function monoOf(sound: AudioBuffer): Int16Array {
  const mono = new Int16Array(sound.length);
  const channels = Array.from({ length: sound.numberOfChannels }, (_, at) => sound.getChannelData(at));
  for (let n = 0; n < mono.length; n++) {
    const sum = channels.reduce((all, channel) => all + channel[n]!, 0);
    mono[n] = Math.round(Math.max(-1, Math.min(1, sum / channels.length)) * 32_767);
  }
  return mono;
}
