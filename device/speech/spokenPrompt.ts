import { readFile } from "node:fs/promises";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { polished } from "../audio/polish.ts";
import { toTelephoneRate } from "../audio/toTelephoneRate.ts";
import { readWav, toMono } from "../audio/wav.ts";
import { isInstalled, speak, VOICES, type Voice } from "./voices.ts";

/** The best voice on this machine that speaks all of these. */
export const voiceFor = (languages: readonly string[]): Voice | undefined =>
  VOICES.find((voice) => languages.every((language) => voice.languages.includes(language)) && isInstalled(voice));

/** One sentence at the telephone's rate and loudness, without silence around it. `file`: a place for what the program writes. */
export async function spokenPrompt(voice: Voice, text: string, language: string, file: string): Promise<Int16Array> {
  await speak(voice, text, language, file);
  const wav = readWav(await readFile(file));
  if ("error" in wav) {
    throw new ApplianceError("VOICE_BROKEN", `${voice.program} wrote no usable sound for "${text}": ${wav.error}`, {
      disposition: "operator",
      cure: "Try another voice with --voice.",
    });
  }
  return polished(await toTelephoneRate(toMono(wav), wav.rate));
}
