/* @pure */
import type { Addressing, ChangeOf } from "../Change.ts";
import type { Refusal } from "../Plan.ts";
import type { BoxFacts, PartOfPlan } from "./planChanges.ts";

export function planNetwork({ wired, wifi }: ChangeOf<"network">, { network }: Pick<BoxFacts, "network">): PartOfPlan {
  const parts = [
    wired === undefined ? undefined : `wired network: ${wired === null ? "off" : inWords(wired)}`,
    wifi === undefined ? undefined : `Wi-Fi: ${wifi === null ? "off" : `${wifi.ssid}, ${inWords(wifi.ipv4)}`}`,
  ].filter((part) => part !== undefined);
  const refusals: Refusal[] = [...troubles(wired), ...troubles(wifi?.ipv4)];
  if (network === "none")
    refusals.push({
      code: "NETWORK_NOT_OURS",
      what: "neither NetworkManager nor systemd-networkd keeps this box's network",
      cure: "Set the network up with the operating system's own means.",
    });
  if (network === "networkd" && wifi !== undefined && wifi !== null)
    refusals.push({
      code: "WIFI_WITHOUT_MANAGER",
      what: "Wi-Fi needs NetworkManager, which this box does not run",
      cure: "Use the wired network, or install NetworkManager.",
    });
  if (wifi && !/^[\x20-\x7e]+$/.test(wifi.passphrase))
    refusals.push({
      code: "WIFI_PASSPHRASE",
      what: "the Wi-Fi passphrase has characters that no access point takes (IEEE 802.11: printable ASCII)",
      cure: "Look at it again where the access point is set up.",
    });
  return { words: parts.length === 0 ? "the network stays as it is" : parts.join("; "), refusals };
}

export function planHostname({ hostname }: ChangeOf<"hostname">): PartOfPlan {
  return { words: `the box is called ${hostname} on the network` };
}

const inWords = (addressing: Addressing): string =>
  addressing.method === "dhcp" ? "address from the router" : `fixed address ${addressing.address}`;

function troubles(addressing: Addressing | null | undefined): readonly Refusal[] {
  if (addressing === null || addressing === undefined || addressing.method === "dhcp") return [];
  const [address = "", bits = "0"] = addressing.address.split("/");
  const prefix = Number(bits);
  const found: Refusal[] = [];
  const refuse = (what: string, cure: string) => found.push({ code: "NETWORK_ADDRESS", what, cure });
  if (prefix < 8 || prefix > 30)
    refuse(`/${prefix} is no network of a clinic`, "Write the address with its prefix, such as 192.168.1.20/24.");
  const { gateway } = addressing;
  if (gateway !== undefined && networkOf(gateway, prefix) !== networkOf(address, prefix))
    refuse(
      `the gateway ${gateway} is not in the network of ${addressing.address}`,
      "Ask for both where the router is.",
    );
  if (gateway === address) refuse(`the box and the gateway cannot both be ${address}`, "Give the box a free address.");
  if (
    number(address) === networkOf(address, prefix) ||
    number(address) === (networkOf(address, prefix) | ~mask(prefix)) >>> 0
  )
    refuse(`${address} is the network itself, no address in it`, "Give the box a free address.");
  // Ours on the USB cable: the laptop would not know which one is meant.
  if (networkOf(address, 24) === networkOf("10.55.0.0", 24))
    refuse("10.55.0.x is the box's own network on the USB cable", "Give the box another address.");
  return found;
}

const number = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const mask = (prefix: number): number => (prefix === 0 ? 0 : (~0 << (32 - prefix)) >>> 0);
const networkOf = (address: string, prefix: number): number => (number(address) & mask(prefix)) >>> 0;
