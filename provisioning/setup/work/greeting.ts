import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SAMPLE_RATE } from "../../../device/audio/level.ts";
import { promptFromFile } from "../../../device/audio/promptFromFile.ts";
import { writtenClip } from "../../../device/call/writeClip.ts";
import { voiceFor } from "../../../device/speech/spokenPrompt.ts";
import { VOICES } from "../../../device/speech/voices.ts";
import { promptVariables } from "../../../firmware/config/promptVariables.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { clipName } from "../../../firmware/triage/PromptCatalogue.ts";
import type { ApplyClient, Who } from "../../change/ApplyClient.ts";
import type { RequestedChange } from "../../change/Change.ts";
import { renderPrompts } from "../../prompts/renderPrompts.ts";
import { answered, withResult } from "../core/SetupState.ts";
import { problem } from "../core/Step.ts";
import type { WorkContext, WorkEnd } from "../Setup.ts";
import { outcomeInWords } from "./apply.ts";

/** Speaks the sentences that name the clinic and its people, and puts them into force. */
export async function renderGreeting(
  client: ApplyClient,
  who: Who,
  { say, session, state }: WorkContext,
): Promise<WorkEnd> {
  const result = readClinicFile(state.text);
  if (!result.ok) return NOT_WHOLE;
  const { languages } = result.clinic.clinic;
  const voice = voiceFor(languages);
  if (voice === undefined)
    return {
      ok: false,
      words: [
        `No speech program is on this box (${VOICES.map(({ program }) => program).join(", ")}). Callers hear a greeting without the clinic's name until a doctor records one by telephone: call the box, PIN, 4, then 1.`,
      ],
    };
  const { clinic } = result;
  const variables = promptVariables(clinic);
  const own = new Set(Object.keys(clinic.script.prompts ?? {}));
  const folder = mkdtempSync(join(tmpdir(), "firstring-greeting-"));
  const clips: { language: string; clip: string; wav: string }[] = [];
  try {
    // A dot in its name: a sentence that names this clinic or one of its people.
    const wanted = (clip: string): boolean => clip.includes(".") || own.has(clip);
    await renderPrompts({
      ...{ directory: folder, languages: clinic.clinic.languages, variables, voice, wanted },
      progress: (done, total, name) => {
        say(`Speaking sentence ${done} of ${total}.`);
        const [language = "", clip = ""] = name.split("/");
        clips.push({ language, clip, wav: readFileSync(join(folder, language, `${clip}.wav`)).toString("base64") });
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const told = `${clips.length} sentences were spoken by ${voice.name} and are in force. Hear them by the test call.`;
  return putIntoForce(client, who, { say, session }, clips, told);
}

/** Takes somebody's recording of the sentence with the clinic's name, made fit for the telephone, and puts it into force. */
export async function takeGreeting(
  client: ApplyClient,
  who: Who,
  { input, say, session, state }: WorkContext,
): Promise<WorkEnd> {
  const result = readClinicFile(state.text);
  if (!result.ok) return NOT_WHOLE;
  const { clinic } = result;
  const language = input["language"] ?? clinic.clinic.languages[0] ?? "en";
  if (!clinic.clinic.languages.includes(language))
    return {
      ok: false,
      words: [],
      problems: [problem("language", "is none of the clinic's", "choose one of the list")],
    };
  const file = Buffer.from(input["recording"] ?? "", "base64");
  if (file.length === 0)
    return { ok: false, words: [], problems: [problem("recording", "no file was chosen", "choose a WAV file")] };
  say("Making it fit for the telephone …");
  const samples = await promptFromFile(file);
  if ("code" in samples) return { ok: false, words: [], problems: [problem("recording", samples.what, samples.cure)] };
  const clip = clipName("greeting", promptVariables(clinic));
  const wav = Buffer.from(writtenClip(samples)).toString("base64");
  const told = `The recording (${(samples.length / SAMPLE_RATE).toFixed(1)} s, ${language}) is in force. Hear it by the test call.`;
  return putIntoForce(client, who, { say, session }, [{ language, clip, wav }], told);
}

const NOT_WHOLE: WorkEnd = {
  ok: false,
  words: ["The clinic's answers are not whole yet: see the step “Check everything”."],
};

async function putIntoForce(
  client: ApplyClient,
  who: Who,
  { say, session }: Pick<WorkContext, "say" | "session">,
  clips: Extract<RequestedChange, { kind: "prompts" }>["clips"],
  told: string,
): Promise<WorkEnd> {
  const outcome = await client.apply([{ kind: "prompts", clips }], {
    who,
    ...(session === undefined ? {} : { session }),
    onProgress: ({ words }) => say(words),
  });
  if (outcome.kind !== "kept") return { ok: false, words: outcomeInWords(outcome) };
  const words = [told];
  return { ok: true, keeps: (now) => withResult(answered(now, "greeting"), "greeting", { ok: true, words }), words };
}
