import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { extractedRoot } from "../../provisioning/debianPrograms.mjs";

const SYSTEMS_OWN = "/etc/fonts/fonts.conf";

/**
 * What a fetched program needs in its environment to find letters at all: on a machine that has no fonts those that came along, by a
 * configuration of our own, because Debian's names /usr/share/fonts (fontconfig.org, fonts-conf). Without any Chromium ends itself.
 */
export function fetchedFonts(): NodeJS.ProcessEnv {
  const fonts = join(extractedRoot, "usr/share/fonts");
  if (existsSync(SYSTEMS_OWN) || !existsSync(fonts)) return {};
  const file = join(extractedRoot, "fonts.conf");
  if (!existsSync(file)) {
    mkdirSync(join(extractedRoot, "font-cache"), { recursive: true });
    // Many tests come here at once.
    writeFileSync(`${file}.${process.pid}`, configuration(fonts, join(extractedRoot, "font-cache")));
    renameSync(`${file}.${process.pid}`, file);
  }
  return { FONTCONFIG_FILE: file };
}

const alias = (family: string, prefer: string): string =>
  `  <alias><family>${family}</family><prefer><family>${prefer}</family></prefer></alias>`;

const configuration = (fonts: string, cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${cache}</cachedir>
${alias("sans-serif", "DejaVu Sans")}
${alias("serif", "DejaVu Serif")}
${alias("monospace", "DejaVu Sans Mono")}
</fontconfig>
`;
