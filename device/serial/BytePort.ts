/** A stream of bytes to a modem: a serial device or a TCP port. Modem-control lines are optional by design (a pty has none). */
export interface BytePort {
  /** As the clinic file names it: `/dev/ttyACM0` or `tcp://127.0.0.1:7001`. */
  readonly name: string;
  /** Queues bytes; never throws. Bytes written after the port is gone are dropped. */
  write(bytes: Uint8Array): void;
  /** Bytes queued here that the kernel has not taken yet. */
  readonly pending: number;
  /** Resolves when all that was written has been taken by the kernel, or the port is gone. */
  drained(): Promise<void>;
  /** Exactly one data listener, set at once after opening. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, also for an unplugged device and for close(). */
  onGone(listener: (why: string) => void): void;
  close(): Promise<void>;
}

/** Opens `/dev/…` (serialport; baud where it matters, 115200) or `tcp://host:port`. Rejects with an ApplianceError. */
export type OpenBytePort = (spec: string, signal?: AbortSignal) => Promise<BytePort>;
