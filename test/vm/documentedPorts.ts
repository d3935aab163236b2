import assert from "node:assert/strict";

/** docs/setup.md: while set-up mode is open, and on the cable's own network only. The lease is given by systemd-networkd. */
const DOCUMENTED = /^(tcp 10\.55\.0\.1(%firstring0)?:(80|443)|udp (0\.0\.0\.0|10\.55\.0\.1)(%firstring0)?:67)$/;

/** What `ss` says of listening sockets, in `kind address:port`. */
export const LISTENING = "ss -Htuln | awk '{ print $1, $5 }' | sort -u";

export function assertDocumented(listening: string): void {
  const lines = listening.split("\n").filter((line) => line.trim() !== "");
  for (const line of lines) assert.match(line, DOCUMENTED, `${line} is not a documented port`);
}
