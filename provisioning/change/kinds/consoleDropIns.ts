/* @pure */

import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { planSays } from "../../../firmware/config/planBook.ts";
import { FOR_EVERYBODY } from "../disk/Disk.ts";
import { type FileSwap, textOf } from "../disk/FileSwap.ts";
import type { Places } from "../Places.ts";

/** RFC 1918, RFC 3927, RFC 4193, RFC 4291: whoever is in the clinic's own network, and nobody of the internet. */
const NEAR = "link-local 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7";
const WORDS = "# Written by FirstRing from the clinic file (console.network: clinic); the next one makes it anew.";

/**
 * What opens the console to the clinic's network: two sockets on all addresses, and who may come through them. Absent where
 * the file does not want it, so that taking a change back closes it again. `firstring-console-reopen.path` sees that the last of
 * them changes.
 */
export function consoleDropIns({ console }: Pick<Clinic, "console">, { consoleUnits }: Places): readonly FileSwap[] {
  const open = console.network === "clinic";
  const allow = `IPAddressAllow=${NEAR}`;
  const socket = (port: number): string => `[Socket]\nListenStream=\nListenStream=${port}\n${allow}\n`;
  const texts = [
    ["firstring-console.socket", `${socket(443)}# The cable's own address stays.\nListenStream=10.55.0.1:8443\n`],
    ["firstring-console-redirect.socket", socket(80)],
    ["firstring-console.service", `[Service]\n${allow}\n`],
  ] as const;
  return texts.map(([unit, text]) => ({
    target: `${consoleUnits}/${unit}.d/60-clinic-file.conf`,
    content: open ? textOf(`${WORDS}\n${text}`) : { kind: "absent" },
    owner: FOR_EVERYBODY,
  }));
}

export const consoleInWords = ({ console }: Pick<Clinic, "console">): readonly string[] =>
  console.network === "clinic" ? [planSays.consoleOpen()] : [];
