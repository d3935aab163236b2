import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DaemonLink } from "../../device/console/box/DaemonLink.ts";
import { ControlServer } from "../../device/control/ControlServer.ts";
import { socketPath } from "../../device/control/socketPath.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

test("a daemon that stands still keeps nobody waiting at a page: it is told, with when to try again", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-link-"));
  const clock = new VirtualClock();
  const heard = Promise.withResolvers<void>();
  const server = await ControlServer.listen(socketPath(directory, "control"), () => heard.resolve());
  t.after(async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const asked = new DaemonLink(directory, clock).ask({ do: "status" });
  const refused = assert.rejects(asked, (error: { code: string; status: number }) => {
    assert.deepEqual([error.status, error.code], [503, "BOX_NOT_ANSWERING"]);
    return true;
  });
  await heard.promise;
  clock.advance(Seconds(8));
  await refused;
  assert.deepEqual(clock.running(), []);
});
