import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallReport } from "../../device/emulator/caller/Caller.ts";
import type { CallerId, LineEvent } from "../../firmware/line/Line.ts";
import type { LineRig } from "../harness/LineRig.ts";
import { type Ability, DRIVERS, type LineDriver, type LineOptions } from "./drivers.ts";

export interface Asked {
  readonly line?: LineOptions;
  /** Only of drivers that have this ability. */
  readonly needs?: Ability;
}

type Behaviour = (rig: LineRig, driver: LineDriver) => Promise<void>;

/** One behaviour, proved on every driver and modem. Whatever it does: calls end once, and nothing is left running. */
export function everyLine(title: string, behaviour: Behaviour, { line = {}, needs }: Asked = {}): void {
  for (const driver of DRIVERS) {
    // What it cannot do is not asked of it; limits.test.ts says what that is.
    if (needs !== undefined && driver.cannot[needs] !== undefined) continue;
    test(`${driver.name}: ${title}`, async () => {
      const rig = driver.rig(line);
      try {
        await rig.start();
        assert.equal(rig.events[0]?.kind, "ready", rig.story());
        await behaviour(rig, driver);
        checkPairs(rig);
      } finally {
        await rig.stop();
      }
      assert.deepEqual(rig.clock.running(), [], "a timer is left behind");
      assert.equal(rig.of("answered").length, rig.of("released").length, rig.story());
    });
  }
}

/** Exactly one `answered … released` pair for each call, and nothing of a call outside it. */
function checkPairs(rig: LineRig): void {
  let open = 0;
  for (const { kind } of rig.events) {
    if (kind === "answered") open += 1;
    if (kind === "released") open -= 1;
    if (open !== 0 && open !== 1) assert.fail(`${kind} out of turn\n${rig.story()}`);
    if (open === 0 && WITHIN_A_CALL.has(kind)) assert.fail(`${kind} without a call\n${rig.story()}`);
  }
}

const WITHIN_A_CALL = new Set<LineEvent["kind"]>([
  ...(["promptStarted", "promptFinished", "digitReceived", "recordingStarted"] as const),
  ...(["audioReceived", "recordingStopped", "silenceAfterSpeech", "callerHungUp"] as const),
]);

export const ann = { number: "3125550142" };

/** What the line does as soon as it has answered. */
export function onceAnswered(rig: LineRig, begin: (perform: LineRig["line"]["perform"]) => void): void {
  rig.onEvent = (event, perform) => {
    if (event.kind === "answered") begin(perform);
  };
}

/** Who calls, as far as it has been told by now: at the answer, or a moment later. */
export function callerOf(rig: LineRig): CallerId {
  const late = rig.of("callerIdentified").at(-1)?.callerId;
  return late ?? rig.of("answered").at(-1)?.callerId ?? { kind: "none" };
}

export const digitsOf = (rig: LineRig): string =>
  rig
    .of("digitReceived")
    .map(({ digit }) => digit)
    .join("");

export const recordedBy = (rig: LineRig): Buffer => Buffer.concat(rig.of("audioReceived").map(({ bytes }) => bytes));

/** All that the modem delivered in the call. */
export const deliveredIn = (report: CallReport): Buffer[] => report.recordings.map(({ bytes }) => Buffer.from(bytes));

export const finishes = (rig: LineRig): string[] =>
  rig.of("promptFinished").map(({ playId, interrupted }) => `${playId} ${interrupted ? "interrupted" : "whole"}`);
