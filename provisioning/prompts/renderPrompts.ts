import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silence, sine } from "../../device/audio/polish.ts";
import { writeClip } from "../../device/call/writeClip.ts";
import { spokenPrompt } from "../../device/speech/spokenPrompt.ts";
import type { Voice } from "../../device/speech/voices.ts";
import { clipsToRender, type PromptVariables } from "../../firmware/triage/PromptCatalogue.ts";

export interface RenderRequest {
  /** Gets `<language>/<clip>.wav`, 8000 Hz, 16-bit, mono. */
  readonly directory: string;
  readonly languages: readonly string[];
  readonly variables: PromptVariables;
  readonly voice: Voice;
  /** Only the clips for which this says yes; by default all. */
  readonly wanted?: (clip: string, language: string) => boolean;
  readonly progress: (done: number, total: number, clip: string) => void;
}

/** A breath between composed clips. */
const PAUSE_MS = 350;
/** The beep before a recording: 1000 Hz, a third of a second, as loud as the voice and no louder. */
const TONE = { hz: 1000, ms: 350, dBm0: -16 };

/** Renders every clip of the catalogue; a clip that fails stops it with the sentence that could not be spoken. */
export async function renderPrompts(request: RenderRequest): Promise<number> {
  const jobs = request.languages.flatMap((language) =>
    clipsToRender(language, request.variables)
      .filter(({ clip }) => request.wanted?.(clip, language) ?? true)
      .map((job) => ({ ...job, language })),
  );
  const scratch = mkdtempSync(join(tmpdir(), "firstring-prompts-"));
  try {
    for (const language of request.languages) await writeSounds(join(request.directory, language));
    for (const [index, job] of jobs.entries()) {
      const samples = await spokenPrompt(request.voice, job.text, job.language, join(scratch, "spoken.wav"));
      await writeClip(join(request.directory, job.language), job.clip, samples);
      request.progress(index + 1, jobs.length, `${job.language}/${job.clip}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return jobs.length;
}

async function writeSounds(folder: string): Promise<void> {
  await writeClip(folder, "pause", silence(PAUSE_MS));
  await writeClip(folder, "tone", sine(TONE.hz, TONE.ms, TONE.dBm0));
}
