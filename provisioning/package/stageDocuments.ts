import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { clinicFileJsonSchema } from "../../firmware/config/clinicFileSchema.ts";
import { commandHelp } from "./commandHelp.ts";
import { bashCompletion } from "./completion.ts";
import { MAINTAINER } from "./controlFile.ts";
import { clinicFilePage, programPage, type Schema } from "./manualPages.ts";
import type { Stage } from "./stage.ts";

const DOC = "usr/share/doc/firstring";

export interface DocumentFacts {
  readonly root: string;
  readonly version: string;
  readonly copyright: string;
  readonly bill: string;
  /** Of the build, since 1970. */
  readonly seconds: number;
}

/** What people and editors read: manual pages, completion, schema, example, faults, licences, bill of materials. */
export async function stageDocuments(
  stage: Stage,
  { root, version, copyright, bill, seconds }: DocumentFacts,
): Promise<void> {
  const commands = await commandHelp();
  const example = readFileSync(join(root, "provisioning/example/clinic.yaml"), "utf8");
  const schema = clinicFileJsonSchema();
  stage.write("usr/share/man/man1/firstring.1.gz", compressed(programPage(version, commands)));
  stage.write("usr/share/man/man5/clinic.yaml.5.gz", compressed(clinicFilePage(version, schema as Schema, example)));
  stage.write("usr/share/bash-completion/completions/firstring", bashCompletion(commands));
  stage.write("usr/share/firstring/clinic.schema.json", `${JSON.stringify(schema, undefined, 2)}\n`);
  stage.write(`${DOC}/examples/clinic.yaml`, example);
  stage.write(`${DOC}/copyright`, copyright);
  stage.write(`${DOC}/bill-of-materials.cdx.json`, bill);
  stage.write(`${DOC}/changelog.gz`, compressed(debianChangelog(version, seconds)));
  stage.write(`${DOC}/CHANGELOG.md.gz`, compressed(readFileSync(join(root, "CHANGELOG.md"), "utf8")));
  for (const name of readdirSync(join(root, "docs")).sort()) stage.copy(join(root, "docs", name), `${DOC}/${name}`);
}

/** Without a time or a name in it. */
const compressed = (text: string): Uint8Array => gzipSync(text, { level: 9 });

/** deb-changelog(5): what a package manager shows; what changed for people stands in the other one. */
const debianChangelog = (version: string, seconds: number): string =>
  `firstring (${version}) stable; urgency=medium

  * See CHANGELOG.md.gz beside this file.

 -- ${MAINTAINER}  ${new Date(seconds * 1_000).toUTCString().replace("GMT", "+0000")}
`;
