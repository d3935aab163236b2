/* @pure */

/** One end of a connection, as Node tells it. */
export interface LocalEnd {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
}

const V4_IN_V6 = /^::ffff:(?=\d+\.)/;

/** RFC 1918. */
const isPrivate = (address: string): boolean => /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/.test(address);

/** The address at which somebody has reached us, where it is one of a private network. */
export function privateAddressOf({ localAddress = "" }: LocalEnd): string | undefined {
  const address = localAddress.replace(V4_IN_V6, "");
  return isPrivate(address) ? address : undefined;
}

/**
 * The private addresses that are the box's own, by the kernel's table of routes (/proc/net/fib_trie): a leaf `|-- ADDRESS` with `/32 host LOCAL`
 * below it. Not by os.networkInterfaces(): that asks over a netlink socket, which the services' sandboxes have not.
 */
export function privateAddressesIn(fibTrie: string): readonly string[] {
  const own = [...fibTrie.matchAll(/\|-- (\S+)\n\s+\/32 host LOCAL/g)].map(([, address = ""]) => address);
  return [...new Set(own)].filter(isPrivate);
}

/**
 * The host by which a browser asks for that address, with the port where it is not 443 (RFC 9110 §4.2.2). Whoever asks for the very address that
 * the connection came to uses no foreign name; a process without a network of its own learns its addresses by this alone.
 */
export function hostOf(end: LocalEnd): string | undefined {
  const { localAddress, localPort } = end;
  if (localAddress === undefined || localPort === undefined) return undefined;
  const address = localAddress.replace(V4_IN_V6, "");
  const host = address.includes(":") ? `[${address}]` : address;
  return localPort === 443 ? host : `${host}:${localPort}`;
}
