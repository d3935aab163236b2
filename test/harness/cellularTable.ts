import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "./cellularScript.ts";

export type Row = readonly [complaint: string, script: readonly string[], said: readonly string[], ends: string];

export const table = (title: string, rows: readonly Row[]): void => {
  for (const [complaint, script, said, ends] of rows)
    test(`${title}: ${complaint}`, () => assert.deepEqual(play(script), [said, ends]));
};

export const ANSWERED = ["0 ring", "900 ata ok", "1200 list active"];
export const ANSWERED_SAYS = ["rang 1", "answer", "answered none"];
export const DIALLED = ["0 dial", "200 dialled ok", "500 list dialled-dialling"];
