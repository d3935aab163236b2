import assert from "node:assert/strict";
import { test } from "node:test";
import { systemdSockets } from "./systemdSockets.ts";

test("sd_listen_fds(3): sockets are known by their names, several by one, and those of another process are not ours", () => {
  const env = { LISTEN_PID: "7", LISTEN_FDS: "3", LISTEN_FDNAMES: "https:http:https" };
  assert.deepEqual(systemdSockets("https", env, 7), [3, 5]);
  assert.deepEqual(systemdSockets("http", env, 7), [4]);
  assert.deepEqual(systemdSockets("https", env, 8), []);
  assert.deepEqual(systemdSockets("https", {}, 7), []);
  assert.deepEqual(systemdSockets("https", { ...env, LISTEN_FDS: "1" }, 7), [3]);
});
