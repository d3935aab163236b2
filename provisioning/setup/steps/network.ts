/* @pure */
import * as z from "zod";
import { textIn } from "../../../firmware/config/editYaml.ts";
import { answered, type NetworkAnswer, type SetupState } from "../core/SetupState.ts";
import { type Accepted, type FormStep, type Input, type Problem, problem, refuse } from "../core/Step.ts";
import { isMissing, parts, withMissing } from "./inputs.ts";

/** The credential under which the passphrase waits for the apply; it goes into the network's own file, not to the daemon. */
export const WIFI_SECRET = "wifi-passphrase";

export const networkStep: FormStep = {
  kind: "form",
  id: "network",
  title: "The clinic's network",
  about: [],
  skip: "The box needs no network: it answers and pages by itself. Its network stays as it is.",
  intro: () => [
    "Only for what the clinic adds: a broker for its own receivers, the time of day from the network, a calendar of another program.",
    "When the box loses you by a change of its network, the change is undone by itself.",
  ],
  fields(state, { secrets }) {
    const { wired, wifi } = state.network ?? {};
    const fixed = wired?.method === "static" ? wired : wifi?.ipv4.method === "static" ? wifi.ipv4 : undefined;
    return [
      {
        ...{
          name: "way",
          kind: "choice",
          label: "How it is connected",
          value: wifi != null ? "wifi" : wired != null ? "wired" : "",
        },
        help: "A cable is better: a box under the stairs has poor radio.",
        choices: [
          { value: "wired", label: "Network cable" },
          { value: "wifi", label: "Wi-Fi" },
        ],
      },
      {
        ...{ name: "addressing", kind: "choice", label: "Its address", value: fixed === undefined ? "dhcp" : "static" },
        help: "Automatic, unless whoever runs the network gave you an address.",
        choices: [
          { value: "dhcp", label: "Automatic (DHCP)" },
          { value: "static", label: "Fixed" },
        ],
      },
      {
        name: "address",
        kind: "text",
        label: "Fixed address",
        help: "With its prefix: 192.168.1.20/24.",
        value: fixed?.address ?? "",
        optional: true,
      },
      {
        name: "gateway",
        kind: "text",
        label: "Gateway",
        help: "192.168.1.1",
        value: fixed?.gateway ?? "",
        optional: true,
      },
      {
        name: "dns",
        kind: "text",
        label: "Name servers",
        help: "Up to three, with commas.",
        value: fixed?.dns.join(", ") ?? "",
        optional: true,
      },
      {
        name: "ssid",
        kind: "text",
        label: "Name of the Wi-Fi",
        help: "As telephones show it.",
        value: wifi?.ssid ?? "",
        optional: true,
      },
      {
        ...{ name: "passphrase", kind: "secret", label: "Wi-Fi passphrase", value: "", optional: true },
        help: secrets.has(WIFI_SECRET)
          ? "8 to 63 characters. Left empty: the one that was entered."
          : "8 to 63 characters.",
      },
    ];
  },
  accept(state, input, { secrets }) {
    const missing = withMissing(input, ["way", "addressing"]);
    if (isMissing(missing)) return missing;
    const problems: Problem[] = [];
    const ipv4 = input["addressing"] === "static" ? fixedAddress(input, problems) : { method: "dhcp" as const };
    const typed = input["passphrase"] ?? "";
    if (input["way"] === "wifi") checkWifi(input, typed, secrets, problems);
    if (problems.length > 0) return refuse(...problems);
    const network: NetworkAnswer =
      input["way"] === "wifi"
        ? { wifi: { ssid: input["ssid"]!.trim(), country: countryOf(state), ipv4 } }
        : { wired: ipv4 };
    const accepted: Accepted = { ok: true, state: answered({ ...state, network }, "network") };
    return input["way"] === "wifi" && typed !== "" ? { ...accepted, secrets: { [WIFI_SECRET]: typed } } : accepted;
  },
};

function checkWifi(input: Input, typed: string, secrets: ReadonlySet<string>, problems: Problem[]): void {
  const ssid = (input["ssid"] ?? "").trim();
  if (ssid === "" || new TextEncoder().encode(ssid).length > 32)
    problems.push(
      problem(
        "ssid",
        ssid === "" ? "nothing was entered" : "is longer than a Wi-Fi's name can be",
        "write it as telephones show it",
      ),
    );
  if (typed === "" && secrets.has(WIFI_SECRET)) return;
  if (typed.length < 8 || typed.length > 63)
    problems.push(
      problem(
        "passphrase",
        "is no Wi-Fi passphrase: those have 8 to 63 characters",
        "see the label of the access point",
      ),
    );
}

function fixedAddress(
  input: Input,
  problems: Problem[],
): Extract<NonNullable<NetworkAnswer["wired"]>, { method: "static" }> {
  const address = (input["address"] ?? "").trim();
  const gateway = (input["gateway"] ?? "").trim();
  const dns = [...parts(input["dns"] ?? "")];
  if (!z.cidrv4().safeParse(address).success)
    problems.push(problem("address", "is not an address with its prefix", "write it like 192.168.1.20/24"));
  else if (/^10\.55\.0\.[0-7]\//.test(address))
    problems.push(
      problem("address", "is the address of the set-up cable", "ask whoever runs the network for another one"),
    );
  if (gateway !== "" && !z.ipv4().safeParse(gateway).success)
    problems.push(problem("gateway", "is not an address", "write it like 192.168.1.1"));
  if (dns.length > 3 || dns.some((one) => !z.union([z.ipv4(), z.ipv6()]).safeParse(one).success))
    problems.push(problem("dns", "are not one to three addresses", "write them like 192.168.1.1, 9.9.9.9"));
  return { method: "static", address, ...(gateway === "" ? {} : { gateway }), dns };
}

const countryOf = (state: SetupState): string => textIn(state.text, ["clinic", "country"]) || "US";
