/**
 * systemd's notification socket (sd_notify(3)), opened by libc: Node has no unix datagram sockets. Once it is open and
 * connected, plain write(2) sends a datagram, so what sends (`ServiceManager.ts`) needs no library. The library for this
 * (koffi) stays in a process's memory for good, 9 MB [measured]: `becomeLean` opens the socket just before it starts the
 * daemon anew in the same process, which then inherits the open socket and not the library.
 */
import { closeSync } from "node:fs";
import koffi from "koffi";

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
/** asm-generic; a manager that reads nothing must not hold up the daemon. */
const SOCK_NONBLOCK = 0o4000;
/** `struct sockaddr_un`: the family in the machine's byte order, then at most 108 bytes of path (unix(7)). */
const FAMILY_BYTES = 2;
const LONGEST_PATH = 108;

/** An open descriptor, connected to `address` (a path, or `@name` in the abstract namespace); throws what went wrong. */
export function openNotifySocket(address: string): number {
  const path = Buffer.from(address);
  if (!(address.startsWith("/") || address.startsWith("@")) || path.length > LONGEST_PATH)
    throw new Error(`'${address}' is no address of a notification socket`);
  const name = Buffer.alloc(FAMILY_BYTES + path.length);
  name.writeUInt8(AF_UNIX, isLittleEndian ? 0 : 1);
  path.copy(name, FAMILY_BYTES);
  // unix(7): an abstract name begins with a zero byte, and its length is that of the address.
  if (address.startsWith("@")) name[FAMILY_BYTES] = 0;
  const libc = koffi.load(null);
  const socket = libc.func("int socket(int, int, int)");
  const connect = libc.func("int connect(int, void *, unsigned int)");
  const fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0) as number;
  if (fd < 0) throw new Error(`no unix socket to be had (errno ${koffi.errno()})`);
  if (connect(fd, name, name.length) === 0) return fd;
  const errno = koffi.errno();
  closeSync(fd);
  throw new Error(`the notification socket ${address} does not take us (errno ${errno})`);
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
