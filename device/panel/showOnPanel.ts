import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  isShowName,
  readShowRequest,
  type ShowKind,
  type ShowRequest,
  writeShowRequest,
} from "../../firmware/panel/ShowRequest.ts";
import { bootMs, PANEL_DIRECTORY, type PresenceOptions } from "./presence.ts";
import { replaceFile } from "./replaceFile.ts";

const FOLDER = "show";

/**
 * Asks the panel's lamps to show something, or (without a kind) to show it no longer. What is not asked for again is shown
 * for a bounded time. Returns whether it could be asked: a box without a panel is no reason to fail.
 */
export function showOnPanel(
  name: string,
  kind: ShowKind | undefined,
  { directory = PANEL_DIRECTORY, now = bootMs, fileSystem }: PresenceOptions & Pick<ShowRequest, "fileSystem"> = {},
): boolean {
  if (!isShowName(name)) throw new TypeError(`${name} is no name for a request to the panel`);
  const path = join(directory, FOLDER, name);
  try {
    if (kind === undefined) rmSync(path, { force: true });
    else replaceFile(path, writeShowRequest({ name, kind, sinceMs: now(), fileSystem }));
    return true;
  } catch {
    return false;
  }
}

/** Files that a stranger leaves there cost nothing but the look at so many of them. */
const MOST_FILES = 64;
const LONGEST = 1_000;

/** What the panel is asked to show now. */
export function showRequests({ directory = PANEL_DIRECTORY, now = bootMs }: PresenceOptions = {}): ShowRequest[] {
  const folder = join(directory, FOLDER);
  const nowMs = now();
  return namesIn(folder).flatMap((name) => {
    const request = readShowRequest(name, textOf(join(folder, name)), nowMs);
    return request === undefined ? [] : [request];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(isShowName).sort().slice(0, MOST_FILES);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").slice(0, LONGEST);
  } catch {
    return "";
  }
}
