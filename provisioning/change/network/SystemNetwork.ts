import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import type { ChangeOf } from "../Change.ts";
import { FOR_EVERYBODY, ROOTS_OWN } from "../disk/Disk.ts";
import { type Content, type FileSwap, textOf } from "../disk/FileSwap.ts";
import type { Places } from "../Places.ts";
import { WIFI_ID, WIRED_ID, wifiKeyfile, wiredKeyfile, wiredNetworkFile } from "./keyfile.ts";
import type { NetworkControl } from "./NetworkControl.ts";

const run = promisify(execFile);
const ABSENT: Content = { kind: "absent" };
const COMMAND_WITHIN_MS = 45_000;

/** What runs on this box keeps its network; asked once. */
export function systemNetwork(places: Places): NetworkControl {
  if (existsSync("/run/NetworkManager")) return new ByNetworkManager(places);
  if (existsSync("/run/systemd/netif/links")) return new ByNetworkd(places);
  return { kind: "none", files: () => [], activate: async () => {} };
}

class ByNetworkManager implements NetworkControl {
  readonly kind = "NetworkManager";
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  files({ wired, wifi }: ChangeOf<"network">): readonly FileSwap[] {
    return networkManagerFiles(this.#places, wired, wifi);
  }

  async activate({ wired, wifi }: ChangeOf<"network">): Promise<void> {
    // The radio's country is taken up at the next start of the box; until then what is allowed everywhere is used.
    if (wifi) await run("nmcli", ["radio", "wifi", "on"], { timeout: COMMAND_WITHIN_MS }).catch(() => {});
    await run("nmcli", ["connection", "reload"], { timeout: COMMAND_WITHIN_MS });
    // A cable that is not plugged in yet is no mistake of the setting.
    for (const [setting, id] of [
      [wired, WIRED_ID],
      [wifi, WIFI_ID],
    ] as const)
      if (setting)
        await run("nmcli", ["--wait", "30", "connection", "up", id], { timeout: COMMAND_WITHIN_MS }).catch(() => {});
  }
}

export const networkManagerFiles = (
  { networkManager, wifiCountry }: Places,
  wired: ChangeOf<"network">["wired"],
  wifi: ChangeOf<"network">["wifi"],
): readonly FileSwap[] => [
  ...(wired === undefined
    ? []
    : [
        {
          target: `${networkManager}/${WIRED_ID}.nmconnection`,
          content: wired === null ? ABSENT : textOf(wiredKeyfile(wired)),
          owner: ROOTS_OWN,
        },
      ]),
  ...(wifi === undefined
    ? []
    : [
        {
          target: `${networkManager}/${WIFI_ID}.nmconnection`,
          content: wifi === null ? ABSENT : textOf(wifiKeyfile(wifi)),
          owner: ROOTS_OWN,
        },
        {
          target: wifiCountry,
          content: wifi === null ? ABSENT : textOf(`options cfg80211 ieee80211_regdom=${wifi.country}\n`),
          owner: FOR_EVERYBODY,
        },
      ]),
];

class ByNetworkd implements NetworkControl {
  readonly kind = "networkd";
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  files({ wired }: ChangeOf<"network">): readonly FileSwap[] {
    return networkdFiles(this.#places, wired);
  }

  async activate(): Promise<void> {
    await run("networkctl", ["reload"], { timeout: COMMAND_WITHIN_MS });
  }
}

export const networkdFiles = ({ networkd }: Places, wired: ChangeOf<"network">["wired"]): readonly FileSwap[] =>
  wired === undefined
    ? []
    : [
        {
          target: `${networkd}/50-firstring-wired.network`,
          content: wired === null ? ABSENT : textOf(wiredNetworkFile(wired)),
          owner: FOR_EVERYBODY,
        },
      ];
