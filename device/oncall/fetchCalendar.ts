import { readFile, stat } from "node:fs/promises";
import https from "node:https";
import { resolve } from "node:path";
import type { CalendarSource } from "../../firmware/config/Clinic.ts";
import { LONGEST_CALENDAR } from "../../firmware/oncall/ical/contentLines.ts";

export interface FetchOptions {
  /** Where a file's path begins that is not a full one: the clinic file's folder. */
  readonly baseDirectory: string;
  readonly signal: AbortSignal;
  /** Beside the authorities that Node knows: that of a calendar server of the clinic's own. */
  readonly ca?: string | Buffer;
}

/** Calendars move once or twice; a ring of addresses is a trap. */
const MOST_REDIRECTS = 5;

/** The text of a calendar. Rejects with a sentence that says what is wrong; it never grows beyond LONGEST_CALENDAR. */
export function fetchCalendar(source: CalendarSource, options: FetchOptions): Promise<string> {
  return "url" in source ? fromUrl(new URL(source.url), options, MOST_REDIRECTS) : fromFile(source.file, options);
}

async function fromFile(file: string, { baseDirectory, signal }: FetchOptions): Promise<string> {
  const path = resolve(baseDirectory, file);
  try {
    const { size } = await stat(path);
    if (size > LONGEST_CALENDAR) throw new Error(`it has ${Math.ceil(size / 1e6)} MB, and at most 5 are read`);
    return await readFile(path, { encoding: "utf8", signal });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`${path}: ${code === "ENOENT" ? "there is no such file" : (code ?? message)}`, { cause: error });
  }
}

async function fromUrl(url: URL, options: FetchOptions, redirects: number): Promise<string> {
  if (url.protocol !== "https:") throw new Error(`${url.host} leads to ${url.protocol}, and only https is followed`);
  const response = await get(url, options);
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    response.destroy();
    if (redirects === 0)
      throw new Error(`${url.host} leads from address to address, more than ${MOST_REDIRECTS} times`);
    return fromUrl(new URL(headers.location, url), options, redirects - 1);
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new Error(`${url.host} answers ${statusCode} ${response.statusMessage ?? ""}`.trim());
  }
  return bodyOf(response, url);
}

function get(url: URL, { signal, ca }: FetchOptions): Promise<import("node:http").IncomingMessage> {
  return new Promise((done, fail) => {
    const headers = { accept: "text/calendar, text/plain;q=0.5", "user-agent": "FirstRing" };
    https.get(url, { signal, headers, ...(ca === undefined ? {} : { ca }) }, done).on("error", (error) =>
      fail(
        new Error(`${url.host} cannot be reached (${signal.aborted ? "it takes too long" : error.message})`, {
          cause: error,
        }),
      ),
    );
  });
}

async function bodyOf(response: import("node:http").IncomingMessage, url: URL): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LONGEST_CALENDAR) {
      response.destroy();
      throw new Error(`${url.host} sends more than 5 MB`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
