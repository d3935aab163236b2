/**
 * Pseudo-terminals: one end is a real serial port by path (kernel, termios, serialport, vgetty: all as on hardware), the
 * other end is ours. Emulated modems sit here. Linux only; where it cannot be had, callers fall back to TCP.
 *
 *     openPty() ─▶ path "/dev/pts/5"  ◀── serialport, vgetty, gammu …
 *                  onData / write     ──▶ the emulated modem
 */
import { closeSync, constants, openSync, readlinkSync, renameSync, rmSync, symlinkSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import koffi from "koffi";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";

export interface Pty {
  /** The port as a client opens it: the link if one was asked for, else `/dev/pts/N`. */
  readonly path: string;
  /** Always `/dev/pts/N`. */
  readonly device: string;
  /** Exactly one listener; bytes that arrive before it is set wait in the kernel. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Queues bytes for the client; never throws. Bytes written after close are dropped. */
  write(bytes: Uint8Array): void;
  /** Bytes queued here that the kernel has not taken, because the client does not read. */
  readonly pending: number;
  /** Flow control, as CTS does it: while held, the kernel takes no more bytes from the client, whose writes block. */
  hold(held: boolean): void;
  /** To the client this is an unplugged device: it is hung up at once and the path is gone. Safe to call twice. */
  close(): Promise<void>;
}

export interface PtyOptions {
  /** A symbolic link to keep at this path for as long as the pty lives: a stable name, as udev gives to hardware. */
  readonly link?: string;
}

interface LibC {
  posixOpenpt(flags: number): number;
  grantpt(fd: number): number;
  unlockpt(fd: number): number;
  ptsname(fd: number, buffer: Buffer, length: number): number;
  tcgetattr(fd: number, termios: Buffer): number;
  cfmakeraw(termios: Buffer): void;
  tcsetattr(fd: number, when: number, termios: Buffer): number;
  tcflow(fd: number, action: number): number;
  ioctl(fd: number, request: number): number;
}

/** `struct termios` is 60 bytes with glibc and musl; the room above that is for ports we do not know. */
const TERMIOS_ROOM = 256;
const TCSANOW = 0;
const TCOOFF = 0;
const TCOON = 1;
/** asm-generic/ioctls.h; the same on all architectures but those named below. */
const TIOCNXCL = 0x540d;
/** Linux, all architectures that Node runs on but MIPS, PA-RISC and SPARC; Node does not export it. */
const O_CLOEXEC = 0o2000000;

let loaded: LibC | undefined;

/** The symbols come from the running process, which is linked with the libc of this machine whatever its name. */
function libc(): LibC {
  if (loaded) return loaded;
  const lib = koffi.load(null);
  loaded = {
    posixOpenpt: lib.func("int posix_openpt(int)") as LibC["posixOpenpt"],
    grantpt: lib.func("int grantpt(int)") as LibC["grantpt"],
    unlockpt: lib.func("int unlockpt(int)") as LibC["unlockpt"],
    ptsname: lib.func("int ptsname_r(int, void *, size_t)") as LibC["ptsname"],
    tcgetattr: lib.func("int tcgetattr(int, void *)") as LibC["tcgetattr"],
    cfmakeraw: lib.func("void cfmakeraw(void *)") as LibC["cfmakeraw"],
    tcsetattr: lib.func("int tcsetattr(int, int, void *)") as LibC["tcsetattr"],
    tcflow: lib.func("int tcflow(int, int)") as LibC["tcflow"],
    ioctl: lib.func("int ioctl(int, unsigned long, ...)") as LibC["ioctl"],
  };
  return loaded;
}

const unavailable = (what: string, cause?: unknown): ApplianceError =>
  new ApplianceError("PTY_UNAVAILABLE", `no pseudo-terminal to be had: ${what}`, {
    disposition: "giveUp",
    cure: "Use a TCP port for the emulated modem instead (--tcp).",
    cause,
  });

function check(result: number, call: string): number {
  if (result < 0) throw unavailable(`${call} failed (errno ${koffi.errno()})`);
  return result;
}

function openMaster(c: LibC): { fd: number; device: string } {
  const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK | O_CLOEXEC;
  const fd = check(c.posixOpenpt(flags), "posix_openpt");
  try {
    check(c.grantpt(fd), "grantpt");
    check(c.unlockpt(fd), "unlockpt");
    const name = Buffer.alloc(128);
    // ptsname_r gives the error number itself, not -1.
    if (c.ptsname(fd, name, name.length) !== 0) throw unavailable("ptsname_r failed");
    return { fd, device: name.toString("latin1", 0, name.indexOf(0)) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Our own handle on the client's end, set raw. It stays open: else the master ends with EIO when the client closes. */
function openSlave(c: LibC, device: string): number {
  const fd = openSync(device, constants.O_RDWR | constants.O_NOCTTY);
  try {
    const termios = Buffer.alloc(TERMIOS_ROOM);
    check(c.tcgetattr(fd, termios), "tcgetattr");
    c.cfmakeraw(termios);
    check(c.tcsetattr(fd, TCSANOW, termios), "tcsetattr");
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function makeLink(link: string, device: string): void {
  // Made beside and renamed over, so that a client never finds the name missing or half made.
  const fresh = `${link}.${process.pid}.tmp`;
  rmSync(fresh, { force: true });
  symlinkSync(device, fresh);
  renameSync(fresh, link);
}

function removeLink(link: string, device: string): void {
  try {
    if (readlinkSync(link) === device) rmSync(link, { force: true });
  } catch {
    // Somebody removed or replaced the name: then it is not ours any more.
  }
}

/** How long a client that does not read is left alone before the next try, at first and at most. */
const FIRST_RETRY_MS = 1;
const LONGEST_RETRY_MS = 16;

/**
 * Writes to the master without ever blocking. Node's own tty stream cannot: libuv makes writes to a master blocking
 * (it cannot reopen it as it does a slave), so that a client which does not read would stop the whole process.
 */
class MasterWriter {
  readonly #fd: number;
  #queue: Uint8Array[] = [];
  #retry: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;
  pending = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(bytes: Uint8Array): void {
    if (this.#closed || bytes.length === 0) return;
    // A copy: the caller may use its buffer again while these bytes still wait for the client.
    this.#queue.push(Uint8Array.from(bytes));
    this.pending += bytes.length;
    if (!this.#retry) this.#flush();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#queue = [];
    this.pending = 0;
  }

  #flush(): void {
    this.#retry = undefined;
    for (let head = this.#queue[0]; head; head = this.#queue[0]) {
      const taken = this.#tryWrite(head);
      if (taken > 0) this.#retryMs = FIRST_RETRY_MS;
      this.pending -= taken;
      if (taken === head.length) this.#queue.shift();
      else {
        this.#queue[0] = head.subarray(taken);
        this.#retry = setTimeout(() => this.#flush(), this.#retryMs);
        this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
        return;
      }
    }
  }

  #tryWrite(bytes: Uint8Array): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return 0;
      // Nothing else can reach a client of a pty whose slave we hold open ourselves; the bytes are dropped.
      return bytes.length;
    }
  }
}

class KernelPty implements Pty {
  readonly path: string;
  readonly device: string;
  readonly #link: string | undefined;
  readonly #slave: number;
  readonly #stream: ReadStream;
  readonly #writer: MasterWriter;
  #closing: Promise<void> | undefined;

  constructor(master: number, slave: number, device: string, link: string | undefined) {
    this.device = device;
    this.path = link ?? device;
    this.#link = link;
    this.#slave = slave;
    this.#writer = new MasterWriter(master);
    this.#stream = new ReadStream(master);
    this.#stream.on("error", () => {});
  }

  get pending(): number {
    return this.#writer.pending;
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#stream.removeAllListeners("data");
    this.#stream.on("data", (bytes: Uint8Array) => {
      this.#letOthersIn();
      listener(bytes);
    });
  }

  /**
   * A client that takes the port for itself (TIOCEXCL: ModemManager, gammu) loses it at the last close. Here that is
   * never, because of our own handle: no client of an ordinary user could open this port again. It may, once this one
   * has written.
   */
  #letOthersIn(): void {
    if (!this.#closing) libc().ioctl(this.#slave, TIOCNXCL);
  }

  write(bytes: Uint8Array): void {
    this.#writer.write(bytes);
  }

  hold(held: boolean): void {
    // A pty has no CTS line and would take 64 kB, eight seconds of voice: stopping its output is the same to a client.
    if (!this.#closing) libc().tcflow(this.#slave, held ? TCOOFF : TCOON);
  }

  close(): Promise<void> {
    this.#closing ??= this.#hangUp();
    return this.#closing;
  }

  #hangUp(): Promise<void> {
    if (this.#link !== undefined) removeLink(this.#link, this.device);
    this.#writer.close();
    this.#stream.removeAllListeners("data");
    this.#stream.pause();
    return new Promise((resolve) => {
      this.#stream.once("close", () => resolve());
      // Destroying inside a data callback leaves the descriptor open (libuv is still in the read): one turn later.
      setImmediate(() => {
        closeSync(this.#slave);
        this.#stream.destroy();
      });
    });
  }
}

/** Opens a pty in raw mode. Rejects with ApplianceError `PTY_UNAVAILABLE` (no Linux, no /dev/ptmx, no libc to call). */
export async function openPty(options: PtyOptions = {}): Promise<Pty> {
  if (process.platform !== "linux") throw unavailable(`not made for ${process.platform}`);
  let c: LibC;
  try {
    c = libc();
  } catch (cause) {
    throw unavailable("the C library cannot be called", cause);
  }
  const { fd, device } = openMaster(c);
  let slave = -1;
  try {
    slave = openSlave(c, device);
    if (options.link !== undefined) makeLink(options.link, device);
    return new KernelPty(fd, slave, device, options.link);
  } catch (cause) {
    if (slave >= 0) closeSync(slave);
    closeSync(fd);
    throw cause instanceof ApplianceError ? cause : unavailable(`${device} cannot be opened`, cause);
  }
}
