import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { oldestReader } from "../../device/storage/schemaRange.ts";
import { isVersion } from "./releaseChoice.ts";

/** What a program folder says of itself without being run. */
export interface ProgramFacts {
  readonly version: string;
  /** The newest database schema that it knows. */
  readonly schema: number;
  /** The oldest schema whose program still works with the database after this one has had it. */
  readonly oldestReader: number;
}

/** The same as the launcher asks: Node and the program's first file are there. */
export const isWholeProgram = (folder: string): boolean =>
  existsSync(join(folder, "bin/node")) && existsSync(join(folder, "program/main.js"));

/** Undefined: no whole program is there. */
export function programFacts(folder: string): ProgramFacts | undefined {
  if (!isWholeProgram(folder)) return undefined;
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version?: unknown };
  if (typeof version !== "string" || !isVersion(version)) return undefined;
  const home = join(folder, "device/storage/migrations");
  const migrations = readdirSync(home)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(join(home, name), "utf8") }));
  const schema = Math.max(0, ...migrations.map((migration) => migration.version));
  return { version, schema, oldestReader: oldestReader(migrations) };
}
