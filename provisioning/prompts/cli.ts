import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { levelOf } from "../../device/audio/level.ts";
import { activeSpeechLevel, PROMPT_LEVEL_DBM0 } from "../../device/audio/polish.ts";
import { promptFromFile } from "../../device/audio/promptFromFile.ts";
import { PromptLibrary } from "../../device/call/PromptLibrary.ts";
import { packagedPrompts } from "../../device/call/packagedPrompts.ts";
import { writeClip } from "../../device/call/writeClip.ts";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { loadClinicFile } from "../../device/cli/loadClinicFile.ts";
import { configIfThere, DEFAULTS } from "../../device/runtime/installation.ts";
import { isInstalled, VOICES, type Voice } from "../../device/speech/voices.ts";
import { promptVariables } from "../../firmware/config/promptVariables.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import {
  clipName,
  clipsToRender,
  type PromptVariables,
  promptLanguages,
  soundIds,
  wordingOf,
} from "../../firmware/triage/PromptCatalogue.ts";
import { personOfClip } from "../../firmware/triage/personNames.ts";
import { renderPrompts } from "./renderPrompts.ts";

const HELP = `firstring prompts list   [--config FILE] [--language en]
firstring prompts check  [--config FILE] [--data DIR]
firstring prompts render [--config FILE] [--out DIR] [--voice NAME] [--only CLIP]... [--all]
firstring prompts import CLIP FILE.wav --language en [--out DIR]

list    every clip with its words and how long it is
check   is every clip there, readable, and as loud as the others?
render  speaks the clips that name this clinic or its people, or that it worded itself (--all: every clip), with the best voice installed
import  takes a clip that a person recorded, a WAV file of any rate, width and loudness: cut to the words, as loud as the others,
        for the telephone; what callers could not understand is refused, with why

  --config FILE   the clinic whose name and emergency number are spoken (default: the rehearsal clinic)
  --data DIR      the clinic's data directory; its own clips in DIR/prompts come before ours
  --out DIR       where clips are written (default: ${DEFAULTS.data}/prompts)
  --voice NAME    ${VOICES.map((voice) => voice.name).join(", ")} (default: the first of these that is installed)
`;

const REHEARSAL: PromptVariables = {
  clinic: "Rosewood Family Practice",
  emergencyNumber: "911",
  people: [
    { id: "chen", name: "Dr. Chen" },
    { id: "patel", name: "Dr. Patel" },
    { id: "okafor", name: "Dr. Okafor" },
  ],
};

export async function promptsCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: "string" },
      data: { type: "string", default: DEFAULTS.data },
      out: { type: "string" },
      voice: { type: "string" },
      language: { type: "string" },
      only: { type: "string", multiple: true },
      all: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb, ...rest] = positionals;
  if (values.help || verb === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const config = configIfThere(values.config);
  const clinic = config === undefined ? undefined : loadClinicFile(config, io);
  if (config !== undefined && clinic === undefined) return 1;
  const about: About = {
    variables: clinic ? promptVariables(clinic) : REHEARSAL,
    own: new Set(Object.keys(clinic?.script.prompts ?? {})),
    languages: values.language ? [known(values.language)] : (clinic?.clinic.languages ?? promptLanguages),
    out: resolve(values.out ?? join(values.data, "prompts")),
    folders: [resolve(values.data, "prompts"), packagedPrompts],
  };
  if (verb === "list") return list(about, io);
  if (verb === "check") return check(about, io);
  if (verb === "render") return render(about, values, io);
  if (verb === "import") return importClip(about, rest, values.language, io);
  throw new UsageError(`there is no 'prompts ${verb}'`);
}

interface About {
  /** Sentences that the clinic worded itself. */
  readonly own: ReadonlySet<string>;
  readonly variables: PromptVariables;
  readonly languages: readonly string[];
  readonly out: string;
  readonly folders: readonly string[];
}

function known(language: string): string {
  if (promptLanguages.includes(language)) return language;
  throw new UsageError(`there are no prompts in '${language}'; there are: ${promptLanguages.join(", ")}`);
}

function list(about: About, io: CliIo): number {
  const library = PromptLibrary.load(about.folders, about.languages);
  for (const language of about.languages) {
    for (const { clip, text } of clipsToRender(language, about.variables)) {
      const samples = library.clip(clip, language);
      const length = samples ? `${(samples.length / 8000).toFixed(1)} s` : "missing";
      io.stdout.write(`${language}  ${clip.padEnd(44)} ${length.padStart(8)}  ${text}\n`);
    }
  }
  return 0;
}

/** Louder or softer than this beside the others, and a caller reaches for the volume. */
const LOUDNESS_TOLERANCE_DB = 4;

function check(about: About, io: CliIo): number {
  const library = PromptLibrary.load(about.folders, about.languages);
  const problems = [...library.broken];
  let good = 0;
  for (const language of about.languages) {
    const clips = [...clipsToRender(language, about.variables).map(({ clip }) => clip), ...soundIds];
    for (const clip of clips) {
      const problem = problemOf(library.clip(clip, language), soundIds.includes(clip));
      const name = problem === "missing" ? personOfClip(clip, about.variables.people ?? [])?.name : undefined;
      const instead =
        name === undefined
          ? ""
          : `: callers hear "${wordingOf("doctor-on-call", language, about.variables)}" instead of ${name}`;
      if (problem === undefined) good += 1;
      else problems.push(`${language}/${clip}: ${problem}${instead}`);
    }
  }
  for (const problem of problems) io.stdout.write(`${problem}\n`);
  io.stdout.write(`${good} prompts are in order, ${problems.length} are not.\n`);
  if (problems.length > 0)
    io.stdout.write("firstring prompts render --all makes them anew; firstring prompts import takes a recording.\n");
  return problems.length === 0 ? 0 : 1;
}

function problemOf(samples: Int16Array | undefined, isSound: boolean): string | undefined {
  if (samples === undefined) return "missing";
  if (isSound) return undefined;
  if (levelOf(samples) === Number.NEGATIVE_INFINITY) return "silent";
  const off = activeSpeechLevel(samples) - PROMPT_LEVEL_DBM0;
  return Math.abs(off) > LOUDNESS_TOLERANCE_DB
    ? `${Math.abs(off).toFixed(0)} dB too ${off > 0 ? "loud" : "soft"}`
    : undefined;
}

function chooseVoice(name: string | undefined, languages: readonly string[]): Voice {
  const named = name === undefined ? VOICES : VOICES.filter((voice) => voice.name === name);
  if (named.length === 0)
    throw new UsageError(`there is no voice '${name}'; there are: ${VOICES.map((voice) => voice.name).join(", ")}`);
  const able = named.filter((voice) => languages.every((language) => voice.languages.includes(language)));
  const voice = able.find(isInstalled);
  if (voice !== undefined) return voice;
  const wanted = able
    .map((candidate) => `${candidate.name} (package ${candidate.debianPackages.join(" ")})`)
    .join(", ");
  throw new ApplianceError("NO_VOICE", `no speech program that speaks ${languages.join(" and ")} is installed`, {
    disposition: "operator",
    cure: `Install one of: ${wanted}. Or record the prompts and use \`firstring prompts import\`.`,
  });
}

async function render(
  about: About,
  values: { voice?: string; only?: string[]; all?: boolean },
  io: CliIo,
): Promise<number> {
  const voice = chooseVoice(values.voice, about.languages);
  const onlyThisClinic = (clip: string) => clip.includes(".") || about.own.has(clip);
  const wanted = values.only
    ? (clip: string) => values.only?.includes(clip) ?? false
    : values.all
      ? () => true
      : onlyThisClinic;
  const count = await renderPrompts({
    directory: about.out,
    languages: about.languages,
    variables: about.variables,
    voice,
    wanted,
    progress: (done, total, clip) =>
      io.stderr.write(`\r\x1b[K${done} of ${total}  ${clip}${done === total ? "\n" : ""}`),
  });
  if (count === 0) throw new UsageError("no clip of that name; `firstring prompts list` shows them");
  io.stdout.write(`${count} prompts spoken by ${voice.name} into ${about.out}. Listen to them before callers do.\n`);
  return 0;
}

async function importClip(
  about: About,
  rest: readonly string[],
  language: string | undefined,
  io: CliIo,
): Promise<number> {
  const [named, file] = rest;
  if (named === undefined || file === undefined || language === undefined)
    throw new UsageError("import needs CLIP FILE.wav --language");
  const clips = clipsToRender(known(language), about.variables).map((entry) => entry.clip);
  // `greeting` is enough where the clip's name has the clinic's in it.
  const clip = [...clips, ...soundIds].includes(named) ? named : clipName(named, about.variables);
  if (![...clips, ...soundIds].includes(clip))
    throw new UsageError(`there is no clip '${named}'; \`firstring prompts list\` shows them`);
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const samples = await promptFromFile(readFileSync(file), { sound: soundIds.includes(clip) });
  if ("code" in samples) {
    const { code, cure, what } = samples;
    throw new ApplianceError(code, `${file} is not taken: ${what}`, { disposition: "operator", cure });
  }
  await writeClip(join(about.out, language), clip, samples);
  io.stdout.write(
    `${language}/${clip}: ${(samples.length / 8000).toFixed(1)} s, in ${about.out}. In use after the next start.\n`,
  );
  return 0;
}
