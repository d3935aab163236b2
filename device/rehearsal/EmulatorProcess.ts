import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { LineReader } from "../control/LineReader.ts";

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

export interface EmulatorEvent {
  readonly event: string;
  readonly atMs: number;
  readonly [key: string]: unknown;
}

/** How long a modem may take to come up before a person is told. */
const COMES_UP_WITHIN_MS = 90_000;

/** One emulated modem in a process of its own: `firstring emulate …`, told what to do by JSON lines. */
export class EmulatorProcess {
  /** What a clinic file writes as its port: a device path or `tcp://127.0.0.1:port`. */
  readonly port: string;
  /** The same for the sound of calls, where the modem has it on a port of its own. */
  readonly audio: string | undefined;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(event: EmulatorEvent) => void>();

  private constructor(child: ChildProcess, port: string, audio: string | undefined) {
    this.#child = child;
    this.port = port;
    this.audio = audio;
  }

  /** On a pty, its sound (if it has any) on another one; where the machine gives none, on free TCP ports of loopback. */
  static async start(
    modem: "voice-modem" | "gsm-modem",
    link: string,
    options: readonly string[],
    onLost: (why: string) => void,
    audioLink?: string,
  ): Promise<EmulatorProcess> {
    const links = ["--link", link, ...(audioLink === undefined ? [] : ["--audio-link", audioLink])];
    try {
      return await EmulatorProcess.#spawn(modem, ["--pty", ...links, ...options], onLost);
    } catch {
      return EmulatorProcess.#spawn(modem, ["--tcp", ...options], onLost);
    }
  }

  static #spawn(modem: string, args: readonly string[], onLost: (why: string) => void): Promise<EmulatorProcess> {
    // Ctrl-C at the terminal is not for it; it ends when its standard input does, however we end.
    const child = spawn(process.execPath, [program, "emulate", modem, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    child.stdin?.on("error", () => {});
    let complaints = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      complaints = `${complaints}${bytes}`.slice(-2_000);
    });
    return new Promise((resolve, reject) => {
      let up: EmulatorProcess | undefined;
      const fail = (why: string) => {
        clearTimeout(patience);
        if (up !== undefined) return onLost(`the emulated ${modem} ended: ${why}`);
        child.kill("SIGKILL");
        reject(
          new ApplianceError("EMULATOR_FAILED", `the emulated ${modem} did not start: ${why}`, {
            disposition: "operator",
            cure: "Run `firstring emulate` by hand to see what it says.",
          }),
        );
      };
      const patience = setTimeout(() => fail("it said nothing"), COMES_UP_WITHIN_MS);
      const reader = new LineReader((line) => {
        const event = parsed(line);
        if (event === undefined) return;
        const port = portOf(event);
        if (up === undefined && port !== undefined) {
          clearTimeout(patience);
          up = new EmulatorProcess(child, port, typeof event.audioPath === "string" ? event.audioPath : undefined);
          resolve(up);
        }
        up?.tell(event);
      });
      child.stdout?.on("data", (bytes: Buffer) => reader.push(bytes));
      child.once("error", (error) => fail(error.message));
      child.once("exit", (code, signal) => fail(complaints.trim() || `exit ${code ?? signal}`));
    });
  }

  tell(event: EmulatorEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  listen(listener: (event: EmulatorEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells also the sound of its calls, as it happens (`sound` events). */
  listenIn(on: boolean): void {
    this.do({ do: "listen", on });
  }

  do(command: { readonly do: string; readonly [key: string]: unknown }): void {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  /** Asks it to end, and makes it after two seconds. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.removeAllListeners("exit");
    const ended = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    this.#child.kill("SIGTERM");
    const force = setTimeout(() => this.#child.kill("SIGKILL"), 2_000);
    await ended;
    clearTimeout(force);
  }
}

function parsed(line: string): EmulatorEvent | undefined {
  try {
    const value = JSON.parse(line) as Partial<EmulatorEvent> & { kind?: string };
    const event = value.event ?? value.kind;
    return typeof event === "string" && typeof value.atMs === "number"
      ? { ...value, event, atMs: value.atMs }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The first thing that an emulator says is where it can be reached. */
function portOf(event: EmulatorEvent): string | undefined {
  if (event.event !== "ready" && event.event !== "pluggedIn") return undefined;
  const port = event.path ?? event.port;
  return typeof port === "string" ? port : undefined;
}
