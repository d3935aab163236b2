/* @pure */
import { Buffer } from "node:buffer";
import type { Addressing } from "../Change.ts";

// NetworkManager's keyfile format (nm-settings-keyfile(5)) and systemd.network(5).

export const WIRED_ID = "firstring-wired";
export const WIFI_ID = "firstring-wifi";

type Wifi = { readonly ssid: string; readonly passphrase: string; readonly ipv4: Addressing };

export const wiredKeyfile = (addressing: Addressing): string =>
  sections(
    ["connection", [`id=${WIRED_ID}`, "type=ethernet", "autoconnect=true", "autoconnect-priority=10"]],
    ...addresses(addressing),
  );

/** The name as bytes, which the format allows: no character of it can then mean anything else. */
export const wifiKeyfile = ({ ssid, passphrase, ipv4 }: Wifi): string =>
  sections(
    ["connection", [`id=${WIFI_ID}`, "type=wifi", "autoconnect=true"]],
    ["wifi", ["mode=infrastructure", `ssid=${[...Buffer.from(ssid)].map((byte) => `${byte};`).join("")}`]],
    ["wifi-security", ["key-mgmt=wpa-psk", `psk=${escaped(passphrase)}`]],
    ...addresses(ipv4),
  );

/** Backslash and a blank at the beginning are what GKeyFile would read otherwise. */
const escaped = (value: string): string => value.replaceAll("\\", "\\\\").replace(/^ /, "\\s");

function addresses(addressing: Addressing): readonly (readonly [string, readonly string[]])[] {
  const ipv6 = ["ipv6", ["method=auto"]] as const;
  if (addressing.method === "dhcp") return [["ipv4", ["method=auto"]], ipv6];
  const { address, gateway, dns } = addressing;
  const six = dns.filter((server) => server.includes(":"));
  const four = dns.filter((server) => !six.includes(server));
  return [
    [
      "ipv4",
      [...["method=manual", `address1=${address}${gateway === undefined ? "" : `,${gateway}`}`], ...nameServers(four)],
    ],
    // NetworkManager takes name servers of one kind in each section only.
    ["ipv6", [...ipv6[1], ...nameServers(six)]],
  ];
}

const nameServers = (servers: readonly string[]): readonly string[] =>
  servers.length === 0 ? [] : [`dns=${servers.map((server) => `${server};`).join("")}`];

const sections = (...parts: readonly (readonly [string, readonly string[]])[]): string =>
  ["# Written by FirstRing.", ...parts.flatMap(([name, lines]) => ["", `[${name}]`, ...lines]), ""].join("\n");

export function wiredNetworkFile(addressing: Addressing): string {
  const network =
    addressing.method === "dhcp"
      ? ["DHCP=yes"]
      : [
          `Address=${addressing.address}`,
          ...(addressing.gateway === undefined ? [] : [`Gateway=${addressing.gateway}`]),
          ...addressing.dns.map((server) => `DNS=${server}`),
        ];
  // A box without its network is as ready to answer as one with it: boot must not wait.
  return sections(
    ["Match", ["Type=ether", "Name=en* eth* end*"]],
    ["Link", ["RequiredForOnline=no"]],
    ["Network", network],
  );
}
