import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type End, judgeEnd, type RunMark, type ServiceResult, withEnd } from "../../firmware/health/LastEnd.ts";
import type { EpochMs } from "../../firmware/time/Clock.ts";

interface Remembered {
  readonly mark: RunMark;
  readonly ends: readonly End[];
}

export interface RunMemoryOptions {
  /** The data directory. */
  readonly directory: string;
  readonly now: () => EpochMs;
  /** One power-up of the computer; by default systemd's word for it, which the unit hands down, else the kernel's. */
  readonly boot?: string;
  /** Of the hardware watchdog (Documentation/watchdog/watchdog-api.rst). */
  readonly bootStatus?: string;
}

/** WDIOF_CARDRESET: the card previously reset the CPU. */
const CARD_RESET = 0x20;

/**
 * How runs ended, beside the store, because it must work when the store does not. A run leaves its mark when it begins and
 * takes it back when it is asked to stop; what systemd saw of its end is written by the unit's ExecStopPost= into `last-end`.
 * A file that cannot be read or written costs the memory, nothing else.
 */
export class RunMemory {
  readonly #options: RunMemoryOptions;
  readonly #path: string;
  readonly #boot: string;
  #ends: readonly End[] = [];

  constructor(options: RunMemoryOptions) {
    this.#options = options;
    this.#path = join(options.directory, "run.json");
    this.#boot = options.boot ?? process.env["FIRSTRING_BOOT"] ?? bootOfKernel();
  }

  /** Oldest first. */
  get ends(): readonly End[] {
    return this.#ends;
  }

  /** Says how the run before ended; undefined when there was none. This run is marked from now on. */
  begin(): End | undefined {
    const [end, before] = this.#judge();
    this.#ends = end === undefined ? [] : withEnd(before?.ends ?? [], end);
    this.#forgetServiceResult();
    this.#write({ boot: this.#boot, stopped: false });
    return end;
  }

  /** A card that turned read-only, or no data directory at all: then the same end is told once more. */
  #forgetServiceResult(): void {
    try {
      rmSync(join(this.#options.directory, "last-end"), { force: true });
    } catch {
      // The disk's own faults say it.
    }
  }

  /** Of the runs before the one that runs, for somebody who only asks; oldest first. */
  get remembered(): readonly End[] {
    return readJson(this.#path)?.ends ?? [];
  }

  /** The same for somebody who only asks, while nothing runs. */
  look(): End | undefined {
    return this.#judge()[0];
  }

  #judge(): readonly [End | undefined, Remembered | undefined] {
    const { bootStatus = "/sys/class/watchdog/watchdog0/bootstatus", directory, now } = this.#options;
    const before = readJson(this.#path);
    const service = readServiceResult(join(directory, "last-end"));
    const end = judgeEnd({
      ...(before === undefined ? {} : { mark: before.mark }),
      ...(service === undefined ? {} : { service }),
      boot: this.#boot,
      hardwareReset: (readNumber(bootStatus) & CARD_RESET) !== 0,
      now: now(),
    });
    return [end, before];
  }

  /** The watchdog is not told any more, because of this: the next run knows, whatever becomes of this one. */
  stuck(stuck: RunMark["stuck"]): void {
    this.#write({ boot: this.#boot, stopped: false, ...(stuck === undefined ? {} : { stuck }) });
  }

  stopped(): void {
    this.#write({ boot: this.#boot, stopped: true });
  }

  /** Whole or not at all; not forced to the disk: a power cut leaves the mark of a run that did not stop, which is true. */
  #write(mark: RunMark): void {
    try {
      mkdirSync(this.#options.directory, { recursive: true, mode: 0o700 });
      const remembered: Remembered = { mark, ends: this.#ends };
      writeFileSync(`${this.#path}.new`, JSON.stringify(remembered), { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
    } catch {
      // The disk's own faults say it.
    }
  }
}

function bootOfKernel(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "unknown";
  }
}

function readJson(path: string): Remembered | undefined {
  try {
    const { mark, ends } = JSON.parse(readFileSync(path, "utf8")) as Remembered;
    if (typeof mark.boot !== "string" || typeof mark.stopped !== "boolean") return undefined;
    return {
      mark,
      ends: Array.isArray(ends) ? ends.filter(({ at, kind }) => Number.isFinite(at) && kind !== undefined) : [],
    };
  } catch {
    return undefined;
  }
}

function readServiceResult(path: string): ServiceResult | undefined {
  try {
    const [result = "", code = "", status = ""] = readFileSync(path, "utf8").trim().split(" ");
    return result === "" ? undefined : { result, code, status };
  } catch {
    return undefined;
  }
}

function readNumber(path: string): number {
  try {
    return Number.parseInt(readFileSync(path, "utf8"), 10) || 0;
  } catch {
    return 0;
  }
}
