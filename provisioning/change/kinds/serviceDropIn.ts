/* @pure */
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { planSays } from "../../../firmware/config/planBook.ts";
import { FOR_EVERYBODY } from "../disk/Disk.ts";
import { type FileSwap, textOf } from "../disk/FileSwap.ts";
import type { Places } from "../Places.ts";

/** Something that firstring.service keeps closed, and that a clinic file needs. */
export interface Opening {
  /** A line of systemd.resource-control(5). */
  readonly line: string;
  readonly words: string;
}

/** What the unit lacks for this clinic file: private networks and USB are open anyway, everything else is closed. */
export function openingsFor({ lines, mqtt, onCall }: Clinic): readonly Opening[] {
  const ports = lines.flatMap((line) =>
    "audio" in line && line.audio !== undefined ? [line.port, line.audio] : [line.port],
  );
  const hosts = [
    ...(mqtt === undefined ? [] : [[planSays.theBroker(), mqtt.url] as const]),
    ...onCall.calendars.flatMap((calendar) =>
      "url" in calendar ? [[planSays.theCalendar({ id: calendar.id }), calendar.url] as const] : [],
    ),
    ...ports.filter((port) => port.startsWith("tcp://")).map((port) => [planSays.aLine(), port] as const),
  ];
  return [
    ...hosts.flatMap(([what, url]) => openingForHost(what, url)),
    ...ports.flatMap((port) => openingForBoard(port)),
  ];
}

/** An address is opened alone; a name stands for other addresses tomorrow. */
function openingForHost(what: string, url: string): readonly Opening[] {
  const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, "") ?? "";
  if (host === "" || isNear(host)) return [];
  const isAddress = /^[\d.]+$/.test(host) || host.includes(":");
  const words = isAddress
    ? planSays.reachesAddress({ address: host, what, name: host })
    : planSays.reachesInternet({ what, name: host });
  return [{ line: `IPAddressAllow=${isAddress ? host : "any"}`, words }];
}

/** RFC 1918, RFC 3927, RFC 4193, RFC 4291; names that no public server knows (RFC 6762, RFC 8375, ICANN's .internal). */
const isNear = (host: string): boolean =>
  host.includes(":")
    ? /^(::1|f[cd]|fe[89ab])/i.test(host)
    : /^[\d.]+$/.test(host)
      ? /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(host)
      : !host.includes(".") || /\.(local|lan|home|internal|localhost|home\.arpa)$/i.test(host);

/** A serial port of the board. `serial0` of a Pi is one or the other. */
function openingForBoard(port: string): readonly Opening[] {
  const [, kind] = /^\/dev\/(ttyAMA|ttyS|serial)\d+$/.exec(port) ?? [];
  if (kind === undefined) return [];
  return (kind === "serial" ? ["ttyAMA", "ttyS"] : [kind]).map((driver) => ({
    line: `DeviceAllow=char-${driver} rw`,
    words: planSays.boardPorts({ port }),
  }));
}

/** The unit's drop-in, made anew from each clinic file: kept or taken back with it. */
export function serviceDropIn(openings: readonly Opening[], { serviceDropIn: target }: Places): FileSwap {
  const lines = [...new Set(openings.map(({ line, words }) => `# ${words}\n${line}`))];
  const text = `# Written by FirstRing from the clinic file; the next one makes it anew.\n[Service]\n${lines.join("\n")}\n`;
  return { target, content: lines.length === 0 ? { kind: "absent" } : textOf(text), owner: FOR_EVERYBODY };
}
