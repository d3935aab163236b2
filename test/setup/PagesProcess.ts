import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { PROGRAM } from "../e2e/ApplianceProcess.ts";

/** `firstring setup --web` as a process of its own, on a port of loopback. */
export class PagesProcess implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(options: readonly string[], port = 0): Promise<PagesProcess> {
    const child = spawn(process.execPath, [PROGRAM, "setup", "--web", "--port", String(port), ...options], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.on("data", (bytes: Buffer) => {
        const found = /https:\/\/\S+/.exec(bytes.toString());
        if (found !== null) resolve(found[0]);
      });
      child.once("exit", () => reject(new Error(`the pages did not start: ${said}`)));
    });
    return new PagesProcess(child, url);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }
}
