import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * A speech program of Debian. Called without a shell, with the text as one argument or on standard input: the npm
 * package `say` cannot render to a file on Linux and hands the text to an interpreter that runs commands in it.
 */
export interface Voice {
  readonly name: string;
  readonly debianPackages: readonly string[];
  readonly program: string;
  readonly languages: readonly string[];
  /** The words as this program wants them: pico reads XML tags, so `<` and `&` are escaped there. */
  readonly command: (
    text: string,
    language: string,
    file: string,
  ) => { readonly args: readonly string[]; readonly input?: string };
}

const escapeXml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const PICO_LANGUAGES: Readonly<Record<string, string>> = {
  en: "en-US",
  es: "es-ES",
  de: "de-DE",
  fr: "fr-FR",
  it: "it-IT",
};
const ESPEAK_LANGUAGES: Readonly<Record<string, string>> = { en: "en-us", es: "es-419", de: "de", fr: "fr", it: "it" };

/** Best first, by how they sound on a telephone. */
export const VOICES: readonly Voice[] = [
  {
    name: "pico",
    debianPackages: ["libttspico-utils (Debian 13, component non-free)"],
    program: "pico2wave",
    languages: Object.keys(PICO_LANGUAGES),
    // A calm pace: callers are upset, and keys must be found. The text starts with a tag, so it is never an option.
    command: (text, language, file) => ({
      args: [
        "-l",
        PICO_LANGUAGES[language] ?? "en-US",
        "-w",
        file,
        `<speed level="92"><pitch level="104">${escapeXml(text)}</pitch></speed>`,
      ],
    }),
  },
  {
    name: "flite",
    debianPackages: ["flite"],
    program: "flite",
    languages: ["en"],
    // Not on standard input: Node's is a socket, which /dev/stdin cannot open, and flite then writes nothing and says nothing.
    command: (text, _language, file) => ({ args: ["-voice", "slt", "-o", file, "-t", text] }),
  },
  {
    name: "espeak-ng",
    debianPackages: ["espeak-ng"],
    program: "espeak-ng",
    languages: Object.keys(ESPEAK_LANGUAGES),
    command: (text, language, file) => ({
      args: ["-v", ESPEAK_LANGUAGES[language] ?? "en-us", "-s", "150", "--stdin", "-w", file],
      input: text,
    }),
  },
];

export function isInstalled(voice: Voice): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, voice.program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A sentence takes a second at most; a program that hangs must not hang the set-up of a clinic. */
const SPEAKING_TAKES_AT_MOST_MS = 30_000;

/** Writes a WAV file at the voice's own rate. Rejects with what the program said. */
export function speak(voice: Voice, text: string, language: string, file: string): Promise<void> {
  const { args, input } = voice.command(text, language, file);
  return new Promise((resolve, reject) => {
    const child = execFile(voice.program, args, { timeout: SPEAKING_TAKES_AT_MOST_MS }, (error, _stdout, stderr) => {
      if (error) reject(new Error(`${voice.program} could not speak "${text}": ${stderr.trim() || error.message}`));
      else resolve();
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end(input ?? "");
  });
}
