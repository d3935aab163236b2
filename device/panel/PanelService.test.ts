import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../../firmware/time/Duration.ts";
import { NotifyListener } from "../../test/harness/NotifyListener.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { openNotifySocket } from "../service/notifySocket.ts";
import { NOTIFY_FD, ServiceManager } from "../service/ServiceManager.ts";
import { PanelService } from "./PanelService.ts";

test("the watchdog is told by looks, often enough, and by nothing else", () => {
  const address = `@firstring-panel-test-${process.pid}`;
  using listener = new NotifyListener(address);
  const env = { NOTIFY_SOCKET: address, [NOTIFY_FD]: String(openNotifySocket(address)) };
  const clock = new VirtualClock();
  const service = new PanelService(clock, assert.fail, new ServiceManager(assert.fail, env));
  for (let second = 0; second < 60; second++) {
    service.looked();
    clock.advance(Seconds(1));
  }
  const told = listener.heard.length;
  assert.deepEqual(listener.heard, ["READY=1", ...Array<string>(6).fill("WATCHDOG=1")]);
  clock.advance(Seconds(600));
  assert.equal(listener.heard.length, told, "time alone tells nothing");
});
