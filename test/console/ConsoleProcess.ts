import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashPassword } from "../../device/console/auth/password.ts";
import type { Role } from "../../device/console/auth/roles.ts";
import { Users } from "../../device/console/auth/Users.ts";
import { openConsoleStore } from "../../device/console/store/ConsoleStore.ts";
import { readDatabaseKey } from "../../device/storage/key.ts";

const program = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "device/main.ts");

/** Whoever is to be there besides: a doctor who is sent codes by SMS. */
export interface TextedDoctor {
  readonly user: string;
  readonly person: string;
}

/** `firstring console`, a process of its own beside the daemon's, and one user who may see messages, or more in another role. */
export class ConsoleProcess {
  static readonly user = "ann";
  static readonly password = "four words of nobody";
  readonly origin: string;
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, origin: string) {
    this.#child = child;
    this.origin = origin;
    this.pid = child.pid ?? 0;
    process.once("exit", this.#abandon);
  }

  /** `nice`: how much behind this process, as systemd would start it. */
  static async start(
    directory: string,
    config: string,
    doctor?: TextedDoctor,
    role: Role = "frontDesk",
    nice = 0,
  ): Promise<ConsoleProcess> {
    const db = openConsoleStore(directory, readDatabaseKey(directory));
    const users = new Users(db);
    users.add({ id: ConsoleProcess.user, name: "Ann", role }, "bench", Date.now());
    const hash = await hashPassword(ConsoleProcess.password);
    users.setPassword(ConsoleProcess.user, hash, Date.now());
    if (doctor !== undefined) {
      const { person, user } = doctor;
      users.add({ id: user, name: "Dr. Chen", role: "doctor", person }, "test", Date.now());
      users.setPassword(user, hash, Date.now());
      db.run("UPDATE users SET sms = 1 WHERE id = ?", user);
    }
    db.close();
    const args = ["console", "--port", "0", "--config", config, "--data", directory, "--log-level", "error"];
    // It becomes the program: the child is the console itself.
    const child = spawn("nice", ["-n", String(nice), process.execPath, program, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      said = `${said}${bytes}`.slice(-4_000);
    });
    const ended = once(child, "exit").then(() => {
      throw new Error(`the console ended: ${said}`);
    });
    const [line] = await Promise.race([once(child.stdout!, "data"), ended]);
    ended.catch(() => {});
    return new ConsoleProcess(child, new URL(String(line).trim()).origin);
  }

  readonly #abandon = (): void => void this.#child.kill("SIGKILL");

  async stop(): Promise<void> {
    process.off("exit", this.#abandon);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }
}
