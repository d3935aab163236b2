import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type MqttClient } from "mqtt";
import type { DebianProgram } from "../programs/debianPrograms.ts";
import { until } from "./until.ts";

/** A real broker on a port of its own, which may come later than the appliance, and a program that listens on it. */
export class Mosquitto implements AsyncDisposable {
  readonly port: number;
  /** What was said below `firstring/`, in order. */
  readonly heard: { readonly topic: string; readonly text: string }[] = [];
  readonly #program: DebianProgram;
  readonly #folder = mkdtempSync(join(tmpdir(), "firstring-broker-"));
  #child: ChildProcess | undefined;
  #client: MqttClient | undefined;

  private constructor(program: DebianProgram, port: number) {
    this.#program = program;
    this.port = port;
  }

  /** A port is chosen; nobody listens on it before `start`. */
  static async prepare(program: DebianProgram): Promise<Mosquitto> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return new Mosquitto(program, port);
  }

  async start(): Promise<void> {
    const file = join(this.#folder, "mosquitto.conf");
    // As root it would become a user of its own, who may not read our folder.
    const user = process.getuid?.() === 0 ? "user root\n" : "";
    writeFileSync(file, `${user}listener ${this.port} 127.0.0.1\nallow_anonymous true\n`);
    this.#child = spawn(this.#program.path, ["-c", file], { env: this.#program.env, stdio: "ignore" });
    await until("mosquitto listens", () => canConnect(this.port));
    this.#client = await mqtt.connectAsync(`mqtt://127.0.0.1:${this.port}`, { protocolVersion: 5 });
    this.#client.on("message", (topic, payload) => this.heard.push({ topic, text: payload.toString() }));
    await this.#client.subscribeAsync("firstring/#", { qos: 1 });
  }

  publish(topic: string, text: string): Promise<unknown> {
    return this.#client?.publishAsync(topic, text, { qos: 1 }) ?? Promise.resolve();
  }

  /** What was said last of this alert, once `holds`. */
  alert(ref: string, holds: (alert: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    return until(
      `the alert ${ref} on the broker`,
      () => {
        const last = this.heard.findLast(({ topic }) => topic === `firstring/rosewood/alert/${ref}`);
        const alert = last === undefined ? undefined : (JSON.parse(last.text) as Record<string, unknown>);
        return alert !== undefined && holds(alert) && alert;
      },
      { story: () => JSON.stringify(this.heard) },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client?.endAsync(true);
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function canConnect(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const there = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return there;
}
