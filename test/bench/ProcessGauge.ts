import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** The kernel counts processor time in hundredths of a second (USER_HZ), on every architecture of ours. */
const TICKS_PER_SECOND = 100;
const SAMPLE_EVERY_MS = 250;
const RUNTIME_SETTLES_MS = 1_000;

export interface Gauged<T> {
  readonly result: T;
  readonly elapsedMs: number;
  readonly cpuSeconds: number;
  /** Resident set, sampled four times a second. */
  readonly rssMb: readonly number[];
}

/** What a process takes of the machine, as the kernel tells it (Linux). All its threads are counted. */
export class ProcessGauge {
  readonly #pid: number;

  constructor(pid: number) {
    this.#pid = pid;
  }

  get rssMb(): number {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.#pid}/status`, "latin1"))?.[1];
    return (Number(kb) * 1024) / 1e6;
  }

  get cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#pid}/stat`, "latin1");
    // The name in brackets may hold spaces; utime and stime are the 12th and 13th after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  async during<T>(work: () => Promise<T>): Promise<Gauged<T>> {
    const rssMb = [this.rssMb];
    const cpuBefore = this.cpuSeconds;
    const from = performance.now();
    const timer = setInterval(() => rssMb.push(this.rssMb), SAMPLE_EVERY_MS);
    try {
      const result = await work();
      rssMb.push(this.rssMb);
      return { result, elapsedMs: performance.now() - from, cpuSeconds: this.cpuSeconds - cpuBefore, rssMb };
    } finally {
      clearInterval(timer);
    }
  }
}

/** A Node that does nothing, in MB. */
export async function runtimeAlone(): Promise<number> {
  const child: ChildProcess = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await new Promise((resolve) => setTimeout(resolve, RUNTIME_SETTLES_MS));
  const mb = new ProcessGauge(child.pid ?? 0).rssMb;
  child.kill();
  await ended;
  return mb;
}
