import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { ControlServer } from "../../../device/control/ControlServer.ts";
import { socketPath } from "../../../device/control/socketPath.ts";
import { newState } from "../core/SetupState.ts";
import type { WorkContext } from "../Setup.ts";
import { DaemonDoor } from "./daemon.ts";
import { proveCall, provePage } from "./prove.ts";

/** A box that waits for what never comes. */
async function waitingBox(t: TestContext): Promise<DaemonDoor> {
  const folder = mkdtempSync(join(tmpdir(), "firstring-prove-"));
  const server = await ControlServer.listen(socketPath(folder, "setup"), () => {});
  t.after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  return new DaemonDoor(folder);
}

const context = (input: WorkContext["input"], signal = new AbortController().signal): WorkContext => ({
  ...{ state: newState(), input, signal, session: undefined },
  ...{ facts: { now: 0, secrets: new Set<string>() }, secrets: {}, say: () => {}, ask: () => Promise.resolve() },
});

test("a number with a digit too few is not waited for: the technician's own call would be shown as somebody else's", async (t) => {
  const box = await waitingBox(t);
  for (const from of ["", "303 555", "303 555 017", "12"]) {
    const end = await proveCall(box, context({ from }));
    assert.equal(end.ok === false && end.problems?.[0]?.field, "from", from);
  }
});

test("who has pressed Stop is not told that the time was up", async (t) => {
  const box = await waitingBox(t);
  const stop = new AbortController();
  const ends = [
    proveCall(box, context({ from: "(312) 555-0177" }, stop.signal)),
    provePage(box, context({ person: "chen" }, stop.signal)),
  ];
  stop.abort();
  for (const end of await Promise.all(ends)) assert.deepEqual(end.words, ["Stopped before it came to its end."]);
});
