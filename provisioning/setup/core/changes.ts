/* @pure */
import type { RequestedChange } from "../../change/Change.ts";
import { BROKER_CA } from "../steps/broker.ts";
import { WIFI_SECRET } from "../steps/network.ts";
import { isApplied, type NetworkAnswer, type SetupState } from "./SetupState.ts";

const CERTIFICATE = "certificate ";

/** What has to be done so that the answers are in force: what root's hand is asked for. Empty: nothing. */
export function changesOf(state: SetupState, secrets: Readonly<Record<string, string>>): readonly RequestedChange[] {
  const wanted: RequestedChange[] = [];
  for (const [name, value] of Object.entries(secrets)) {
    if (name === WIFI_SECRET) continue;
    if (name.startsWith(CERTIFICATE))
      wanted.push({ kind: "certificate", name: name.slice(CERTIFICATE.length), pem: value });
    // One that the file does not name any more would only lie around.
    else if (state.text.includes(`\${credential:${name}}`)) wanted.push({ kind: "secret", name, value });
  }
  if (!isApplied(state)) wanted.push({ kind: "clinic-file", text: state.text });
  if (state.network !== undefined) wanted.push(...networkChange(state.network, secrets[WIFI_SECRET]));
  return wanted;
}

/** What was typed and is not there any more, in words; undefined: nothing. */
export const lostWithThePower = (
  { network }: SetupState,
  secrets: Readonly<Record<string, string>>,
): string | undefined =>
  network?.wifi != null && secrets[WIFI_SECRET] === undefined
    ? "The passphrase of the Wi-Fi was kept in memory only, and the box was switched off meanwhile. Enter it again at the step “The clinic's network”, or choose the network cable there."
    : undefined;

export const CA_SECRET = `${CERTIFICATE}${BROKER_CA.name}`;

function networkChange({ wired, wifi }: NetworkAnswer, passphrase: string | undefined): readonly RequestedChange[] {
  if (wifi === null || wifi === undefined) return wired === undefined ? [] : [{ kind: "network", wired }];
  // The passphrase is in memory only: after a power cut the network step asks for it again.
  return passphrase === undefined ? [] : [{ kind: "network", wifi: { ...wifi, passphrase } }];
}
