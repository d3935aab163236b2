import { readFileSync } from "node:fs";
import { privateAddressesIn } from "../web/ownAddress.ts";

/** On the USB cable: not one by which the clinic reaches the box. */
const CABLE = "10.55.0.1";

/** Where the box is in the clinic's network now. The daemon is asked, because the set-up pages see no network. */
export function boxAddresses(path = "/proc/net/fib_trie"): readonly string[] {
  try {
    return privateAddressesIn(readFileSync(path, "utf8")).filter((address) => address !== CABLE);
  } catch {
    return [];
  }
}
