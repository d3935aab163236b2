import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pino } from "pino";
import { SystemClock } from "../runtime/SystemClock.ts";
import type { Daemon } from "./Daemon.ts";
import { RehearsedChanges } from "./RehearsedChanges.ts";
import type { Room } from "./room/Room.ts";

export interface RehearsalConsole {
  /** Opens the rehearsal phone, signed in, as often as it is asked for while the rehearsal runs. */
  readonly link: string;
  /** Resolves when somebody has opened the page. */
  readonly visited: Promise<void>;
  stop(): Promise<void>;
}

/** Easy to keep in mind, and nobody's in particular; taken by another program, any other does. */
const PORT = 8480;
const HOST = "127.0.0.1";

/**
 * The console of a rehearsal: this machine only, in the clear (a browser takes 127.0.0.1 for a secure context, microphone
 * included), and by a link instead of a password: whoever has it can do nothing that this terminal could not.
 */
export async function rehearsalConsole(
  room: Room,
  {
    daemon,
    directory,
    port = PORT,
  }: { readonly directory: string; readonly daemon: Daemon; readonly port?: number | undefined },
): Promise<RehearsalConsole> {
  const [{ Console }, { AttachedRoom }, { version }] = await Promise.all([
    import("../console/Console.ts"),
    import("../console/rehearsal/AttachedRoom.ts"),
    import("../../package.json", { with: { type: "json" } }).then((read) => read.default),
  ]);
  const visited = Promise.withResolvers<void>();
  const clock = new SystemClock();
  const code = randomBytes(18).toString("base64url");
  const hosts: string[] = [];
  const changes = new RehearsedChanges(directory, daemon);
  const pages = new Console({
    ...{ directory, config: join(directory, "clinic.yaml"), certificate: undefined, clock, version },
    // Its journal is for a box; here everything that concerns a person is on the page.
    log: pino({ level: "silent" }),
    hosts: () => hosts,
    changeSocket: changes.socket,
    rehearsals: new AttachedRoom(room, directory, visited.resolve),
    guest: { code, user: GUEST },
  });
  pages.box.users.add(
    { id: GUEST, name: "Guest", role: "manager", person: undefined },
    "rehearsal",
    Math.trunc(clock.now()),
  );
  // Whoever opens no page changes nothing.
  const tell = (): void => pages.box.events.tell({ kind: "change", data: { at: Math.trunc(clock.now()) } });
  void visited.promise.then(() => changes.start(tell));
  await pages.start();
  const taken = await pages.server
    .listen({ port, host: HOST })
    .catch(() => pages.server.listen({ port: 0, host: HOST }));
  hosts.push(`${HOST}:${taken}`, `localhost:${taken}`);
  return {
    link: `http://${HOST}:${taken}/api/v1/session/guest/${code}`,
    visited: visited.promise,
    stop: async () => {
      await Promise.all([changes.stop(), pages.stop()]);
    },
  };
}

const GUEST = "guest";
