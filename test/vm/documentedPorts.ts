import assert from "node:assert/strict";

/** docs/setup.md: while set-up mode is open, and on the cable's own network only. The lease is given by systemd-networkd. */
const DOCUMENTED = /^(tcp 10\.55\.0\.1(%firstring0)?:(80|443)|udp (0\.0\.0\.0|10\.55\.0\.1)(%firstring0)?:67)$/;

/** systemd/firstring-console.socket and -redirect.socket: this machine and the cable, whoever opened it; nothing in the clinic's network. */
const CONSOLE = /^tcp (127\.0\.0\.1:(80|443)|\[::1\]:443|10\.55\.0\.1:8443)$/;

/** What `ss` says of listening sockets, in `kind address:port`. */
export const LISTENING = "ss -Htuln | awk '{ print $1, $5 }' | sort -u";

const linesOf = (listening: string): readonly string[] => listening.split("\n").filter((line) => line.trim() !== "");

export function assertDocumented(listening: string): void {
  for (const line of linesOf(listening))
    if (!CONSOLE.test(line)) assert.match(line, DOCUMENTED, `${line} is not a documented port`);
}

/** When set-up mode is closed. */
export function assertConsoleOnly(listening: string): void {
  for (const line of linesOf(listening)) assert.match(line, CONSOLE, `${line} is open`);
}
