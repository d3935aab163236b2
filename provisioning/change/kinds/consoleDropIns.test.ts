import assert from "node:assert/strict";
import { test } from "node:test";
import { placesBelow } from "../Places.ts";
import { consoleDropIns } from "./consoleDropIns.ts";

const swaps = (network: "usb" | "clinic") => consoleDropIns({ console: { network } }, placesBelow());

test("a clinic file that opens the console writes who may come, for both sockets and the service; one that does not takes it away", () => {
  const opened = new Map(
    swaps("clinic").map(({ content, target }) => [
      target.replace("/etc/systemd/system/", ""),
      content.kind === "bytes" ? new TextDecoder().decode(content.bytes) : content.kind,
    ]),
  );
  assert.match(opened.get("firstring-console.socket.d/60-clinic-file.conf") ?? "", /ListenStream=\nListenStream=443\n/);
  assert.match(opened.get("firstring-console-redirect.socket.d/60-clinic-file.conf") ?? "", /ListenStream=80\n/);
  for (const text of opened.values()) {
    assert.match(text, /^IPAddressAllow=.*192\.168\.0\.0\/16/m);
    assert.doesNotMatch(text, /IPAddressAllow=.*any/);
  }
  assert.deepEqual([...new Set(swaps("usb").map(({ content }) => content.kind))], ["absent"]);
});
