import { Temporal } from "temporal-polyfill";
import { findKey } from "../keys/findKey.ts";
import { zoneOf } from "../runtime/clinicZone.ts";
import { DEFAULTS } from "../runtime/installation.ts";
import { StoreReader } from "../storage/StoreReader.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";

/** What the commands that look into the store are given; `dataDir` when the program knows it better than `--data`'s default. */
export interface StoreIo extends CliIo {
  readonly dataDir?: string;
}

export const DATA_OPTION = { data: { type: "string" }, help: { type: "boolean", short: "h" } } as const;
export const DATA_HELP = `  --data DIR       the appliance's data directory (default: ${DEFAULTS.dataInWords})
`;

/** Opens the store read-only, tells what of it cannot be read, and closes it whatever happens. */
export const withStore = async <T>(
  io: StoreIo,
  data: string | undefined,
  use: (store: StoreReader, when: WhenText) => T | Promise<T>,
): Promise<T> => {
  const directory = dataDirectory(data ?? io.dataDir);
  const store = StoreReader.open(directory, findKey(directory));
  try {
    return await use(store, whenTextIn(zoneOf(directory)));
  } finally {
    for (const problem of store.problems) io.stderr.write(`firstring: ${problem}\n`);
    store.close();
  }
};

export const wholeNumber = (text: string, name: string, most: number): number => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new UsageError(`${name} is a whole number from 1 to ${most}, not '${text}'`);
};

export const oneOf = <T extends string>(text: string, name: string, allowed: readonly T[]): T => {
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  throw new UsageError(`${name} is one of ${allowed.join(", ")}, not '${text}'`);
};

/** Reply codes are typed as they are read: in any case, with blanks. */
export const refFrom = (text: string | undefined): string => {
  const ref = (text ?? "").replace(/\s/g, "").toUpperCase();
  if (/^[2-9A-HJ-NP-Z]{4,5}$/.test(ref)) return ref;
  throw new UsageError(
    text === undefined
      ? "REF is missing: the four characters of a message, such as 7Q4K"
      : `'${text}' is no reference: it is four characters, such as 7Q4K`,
  );
};

/** A moment as the clock on the clinic's wall showed it, to the second. */
export type WhenText = ((at: number) => string) & { readonly zone: string };

const whenTextIn = (zone: string): WhenText =>
  Object.assign(
    (at: number) =>
      Temporal.Instant.fromEpochMilliseconds(Math.floor(at))
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString({ smallestUnit: "second" })
        .replace("T", " "),
    { zone },
  );

/** Columns as wide as their widest cell, two blanks apart. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
};
