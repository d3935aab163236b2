import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CliIo } from "../../../device/cli/Cli.ts";
import { LineReader } from "../../../device/control/LineReader.ts";
import { socketPath } from "../../../device/control/socketPath.ts";
import { SystemClock } from "../../../device/runtime/SystemClock.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { ChangeRecord } from "../ChangeRecord.ts";
import { RealDisk } from "../disk/RealDisk.ts";
import { Engine } from "../Engine.ts";
import { type Places, placesBelow } from "../Places.ts";
import { ApplyServer } from "../server/ApplyServer.ts";
import { answerConsole } from "../server/answerConsole.ts";
import { askService, askToHold } from "../service/askService.ts";
import type { ServiceControl } from "../service/ServiceControl.ts";
import { takeLock } from "../takeLock.ts";

/** Emulated modems find their network at once. */
const BOUNDS = { reachable: Seconds(90), ready: Seconds(120), steady: Seconds(2) };

/**
 * The change engine for a rehearsal, over its folder instead of `/`, without rights and without what only a box has. Its box is a child of
 * whoever started us: that is asked on standard output to stop and to start it, and answers on standard input, whose end ends us.
 */
export async function rehearsedHand(directory: string, io: CliIo): Promise<never> {
  const places = placesOf(directory);
  for (const folder of [places.history, places.state, places.credentials]) mkdirSync(folder, { recursive: true });
  // The rehearsal's PINs are in its box's environment; here only their names count.
  for (const name of Object.keys(process.env).filter((key) => key.startsWith("FIRSTRING_REHEARSAL_")))
    writeFileSync(join(places.credentials, `env:${name}`), "");
  const parent = new Parent(io);
  const engine = engineOf(places, parent.service(directory));
  await engine.recover();
  const path = socketPath(directory, "apply");
  // Left by one that was killed.
  rmSync(path, { force: true });
  const server = await ApplyServer.listen(
    { engine, answer: (asked, onProgress) => answerConsole(engine, asked, onProgress) },
    { listen: { path }, onError: (error) => io.stderr.write(`${String((error as Error).stack ?? error)}\n`) },
  );
  parent.say({ ready: path });
  await parent.ended;
  await server.close();
  // Whatever it was doing: the box that it waits for is gone, and the folder begins anew at the next rehearsal.
  process.exit(0);
}

const placesOf = (directory: string): Places => ({
  ...placesBelow(join(directory, "box")),
  clinicFile: join(directory, "clinic.yaml"),
  history: join(directory, "history"),
  data: directory,
  prompts: join(directory, "prompts"),
  state: join(directory, "changes"),
});

function engineOf(places: Places, service: ServiceControl): Engine {
  const notHere = async (): Promise<never> => {
    throw new Error("there is none in a rehearsal");
  };
  return new Engine({
    ...{ places, service, disk: new RealDisk(), clock: new SystemClock(), bounds: BOUNDS },
    network: { kind: "none", files: () => [], activate: async () => {} },
    sealer: { seal: notHere, alongside: () => [] },
    shelf: { put: notHere, drop: async () => {}, kept: async () => {} },
    record: new ChangeRecord(join(places.state, "changes.jsonl")),
    version: "rehearsal",
    presence: { isShown: () => false, use: () => {} },
    trustedKeys: () => [],
    setTime: notHere,
    setHostname: notHere,
    lock: () => takeLock(join(places.state, "lock")),
    chance: () => randomBytes(2).toString("hex"),
  });
}

/** Whoever started us, in lines of JSON. */
class Parent {
  readonly ended: Promise<void>;
  readonly #io: CliIo;
  readonly #waiting = new Map<number, () => void>();
  #next = 1;

  constructor(io: CliIo) {
    this.#io = io;
    const reader = new LineReader((line) => {
      const { done } = JSON.parse(line) as { done: number };
      this.#waiting.get(done)?.();
      this.#waiting.delete(done);
    });
    process.stdin.on("data", (bytes: Buffer) => reader.push(bytes));
    this.ended = new Promise((resolve) => process.stdin.once("end", resolve).once("error", resolve));
  }

  say(value: object): void {
    this.#io.stdout.write(`${JSON.stringify(value)}\n`);
  }

  service(directory: string): ServiceControl {
    const socket = socketPath(directory, "control");
    // What was asked to stop is stopped until it is asked to start.
    let stopped = false;
    return {
      look: async () => {
        if (stopped) return { kind: "stopped" };
        const answer = await askService(socket);
        return answer === undefined ? { kind: "unreachable" } : { kind: "up", ...answer };
      },
      hold: () => askToHold(socket),
      stop: async () => {
        await this.#ask("stop");
        stopped = true;
      },
      start: async () => {
        await this.#ask("start");
        stopped = false;
      },
    };
  }

  #ask(service: "stop" | "start"): Promise<void> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.say({ service, id });
    });
  }
}
