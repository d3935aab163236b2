import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { voiceFor } from "../../../device/speech/spokenPrompt.ts";
import { VOICES } from "../../../device/speech/voices.ts";
import { promptVariables } from "../../../firmware/config/promptVariables.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import type { ApplyClient, Who } from "../../change/ApplyClient.ts";
import type { RequestedChange } from "../../change/Change.ts";
import { renderPrompts } from "../../prompts/renderPrompts.ts";
import { answered, withResult } from "../core/SetupState.ts";
import type { WorkContext, WorkEnd } from "../Setup.ts";
import { outcomeInWords } from "./apply.ts";

/** Speaks the sentences that name the clinic and its people, and puts them into force. */
export async function renderGreeting(
  client: ApplyClient,
  who: Who,
  { say, session, state }: WorkContext,
): Promise<WorkEnd> {
  const result = readClinicFile(state.text);
  if (!result.ok)
    return { ok: false, words: ["The clinic's answers are not whole yet: see the step “Check everything”."] };
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
  const change: RequestedChange = { kind: "prompts", clips };
  const outcome = await client.apply([change], {
    who,
    ...(session === undefined ? {} : { session }),
    onProgress: ({ words }) => say(words),
  });
  if (outcome.kind !== "kept") return { ok: false, words: outcomeInWords(outcome) };
  const words = [
    `${clips.length} sentences were spoken by ${voice.name} and are in force. Hear them by the test call.`,
  ];
  return { ok: true, keeps: (now) => withResult(answered(now, "greeting"), "greeting", { ok: true, words }), words };
}
