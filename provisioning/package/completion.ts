/* @pure */
import type { CommandHelp } from "./manualPages.ts";

/** bash-completion's file for `firstring`, of the commands' own help: their verbs and options; file names where nothing fits. */
export const bashCompletion = (commands: readonly CommandHelp[]): string =>
  [
    "# Made from the help of each command by the build of the package.",
    "_firstring() {",
    `  local word=\${COMP_WORDS[COMP_CWORD]} words=""`,
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${[...commands.map(({ name }) => name), "--help", "--version"].join(" ")}"`,
    "  else",
    `    case "\${COMP_WORDS[1]}" in`,
    ...commands.map((command) => `      ${command.name}) words="${wordsOf(command).join(" ")}" ;;`),
    "    esac",
    "  fi",
    '  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")',
    "}",
    "complete -o default -o bashdefault -F _firstring firstring",
    "",
  ].join("\n");

/** Verbs are what stands after the command at the start of a line of its help; options are whatever begins with two hyphens. */
export function wordsOf({ name, help }: CommandHelp): readonly string[] {
  const usages = help.split("\n").filter((line) => line.startsWith(`firstring ${name} `));
  const verbs = usages.flatMap(
    (line) => /^[a-z][a-z|-]*(?=[\s|]|$)/.exec(line.slice(`firstring ${name} `.length))?.[0].split("|") ?? [],
  );
  const options = [...help.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option);
  return [...new Set([...verbs.filter((verb) => verb !== ""), ...options, "--help"])].sort();
}
