import assert from "node:assert/strict";
import { test } from "node:test";
import { wiredKeyfile } from "./keyfile.ts";

test("name servers of both kinds reach NetworkManager, each in the section that takes it", () => {
  const text = wiredKeyfile({
    ...{ method: "static", address: "192.168.1.9/24" },
    dns: ["192.168.1.1", "fd00::1", "fd00::2"],
  });
  assert.match(text, /\[ipv4\]\nmethod=manual\naddress1=192\.168\.1\.9\/24\ndns=192\.168\.1\.1;\n/);
  assert.match(text, /\[ipv6\]\nmethod=auto\ndns=fd00::1;fd00::2;\n/);
  assert.doesNotMatch(wiredKeyfile({ method: "static", address: "192.168.1.9/24", dns: [] }), /dns=/);
});
