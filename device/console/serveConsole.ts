import { once } from "node:events";
import { hostname } from "node:os";
import { join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { CliIo } from "../cli/Cli.ts";
import type { Log } from "../runtime/openLog.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import { ServiceManager } from "../service/ServiceManager.ts";
import type { Layer } from "../storage/Layer.ts";
import { redirectServer } from "../web/redirectServer.ts";
import { systemdSockets } from "../web/systemdSockets.ts";
import { Console } from "./Console.ts";
import { CertificateBook } from "./tls/CertificateBook.ts";
import { certifiedNames, leafOf } from "./tls/ownAuthority.ts";

/** On the USB cable; the units and the label say the same. */
const CABLE = "10.55.0.1";

/** sysexits.h, EX_TEMPFAIL: whoever started us may do so again at once. */
const START_ANEW = 75;

export interface ServeOptions {
  readonly directory: string;
  readonly config: string;
  /** On loopback, instead of systemd's sockets. */
  readonly port: number | undefined;
  readonly version: string;
  readonly log: Log;
}

/** Serves the console until SIGTERM. */
export async function serveConsole(options: ServeOptions, io: CliIo): Promise<number> {
  const { directory, log, port } = options;
  const manager = new ServiceManager((why) => log.warn(why));
  const asked = untilSignal();
  const names = certifiedNames(hostname());
  const clock = new SystemClock();
  const [hosts, ports]: [string[], number[]] = [[], []];
  const certificate = (db: Layer): CertificateBook =>
    new CertificateBook({
      ...{ db, clock, names, addresses: [CABLE, "127.0.0.1", "::1"], folder: join(directory, "console") },
      ports: () => ports,
      onTrouble: (why) => log.warn(why),
    });
  const console = new Console({ ...options, certificate, clock, hosts: () => hosts });
  await console.start();
  const redirect = redirectServer(() => hosts);
  try {
    ports.push(...(port === undefined ? await listenOnSockets(console) : [await listenOnPort(console, port)]));
    hosts.push(...hostNames(ports, [hostname(), ...names]));
    for (const fd of systemdSockets("http")) {
      redirect.listen({ fd });
      await once(redirect, "listening");
    }
    manager.ready();
    tellWhere(hosts, console.box.certificate, io);
    const why = await Promise.race([asked.then(() => "asked" as const), console.lost.then(() => "lost" as const)]);
    manager.stopping();
    if (why === "lost") return START_ANEW;
  } finally {
    redirect.closeAllConnections();
    redirect.close();
    await console.stop();
  }
  return 0;
}

async function listenOnSockets({ server }: Console): Promise<readonly number[]> {
  const sockets = systemdSockets("https");
  if (sockets.length === 0)
    throw new ApplianceError("CONSOLE_NO_SOCKET", "systemd has handed over no socket for the console", {
      disposition: "operator",
      cure: "Start firstring-console.socket; or give a port with --port.",
    });
  return Promise.all(sockets.map((fd) => server.listen({ fd })));
}

async function listenOnPort({ server }: Console, port: number): Promise<number> {
  try {
    return await server.listen({ port, host: "127.0.0.1" });
  } catch (cause) {
    throw new ApplianceError("CONSOLE_PORT", `Port ${port} cannot be had (${(cause as NodeJS.ErrnoException).code})`, {
      disposition: "operator",
      cure: "Something else listens there, perhaps another console: give another --port.",
      cause,
    });
  }
}

/** Every name with every port; 443 is not written (RFC 9110 §4.2.2). */
const hostNames = (ports: readonly number[], names: readonly string[]): readonly string[] =>
  [...new Set(ports)].flatMap((port) =>
    ["127.0.0.1", CABLE, "[::1]", ...names].map((name) => `${name.toLowerCase()}${port === 443 ? "" : `:${port}`}`),
  );

function tellWhere(hosts: readonly string[], certificate: CertificateBook | undefined, io: CliIo): void {
  io.stdout.write(`https://${hosts[0]}/\n`);
  if (certificate !== undefined)
    io.stderr.write(
      `The console is there. Certificate (SHA-256): ${leafOf(certificate.current.cert).fingerprint256}\n`,
    );
}

function untilSignal(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => done());
  });
}
