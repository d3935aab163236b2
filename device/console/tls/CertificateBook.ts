import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { Clock, EpochMs, Timer } from "../../../firmware/time/Clock.ts";
import { Hours } from "../../../firmware/time/Duration.ts";
import type { Layer } from "../../storage/Layer.ts";
import { type LocalEnd, privateAddressOf } from "../../web/ownAddress.ts";
import { issue, leafOf, ownAuthority, type Pair } from "./ownAuthority.ts";
import { namesIn } from "./whyUnfit.ts";

/** Renewed by itself so long before its end; a box that was off for a month has its certificate still. */
const RENEW_BEFORE_MS = 60 * 86_400_000;
const LOOK_EVERY = Hours(6);
const CLINICS = "certificate";
/** A box has one address in the clinic's network, another after a change of router. */
const MOST_REACHED = 8;

export interface CertificateBookOptions {
  /** The box's own: `<data>/console`. */
  readonly folder: string;
  readonly db: Layer;
  readonly clock: Clock;
  /** Names by which browsers ask. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  /** On which it listens. */
  readonly ports: () => readonly number[];
  readonly onTrouble: (why: string) => void;
}

/** The certificate in use: the clinic's own where a manager has put one, else one by the box's own authority, renewed by itself. */
export class CertificateBook {
  readonly #options: CertificateBookOptions;
  readonly #changed = new Set<(pair: Pair) => void>();
  readonly #reached = new Set<string>();
  #authority: Pair | undefined;
  #pair: Pair | undefined;
  #timer: Timer | undefined;

  constructor(options: CertificateBookOptions) {
    this.#options = options;
  }

  get current(): Pair {
    if (this.#pair === undefined) throw new Error("the certificate was not made yet");
    return this.#pair;
  }

  /** Until when browsers take it. */
  get validUntil(): EpochMs {
    return Date.parse(leafOf(this.current.cert).validTo);
  }

  get isClinics(): boolean {
    return this.#clinics() !== undefined;
  }

  /** Hosts beside those that are known anyway: the box's addresses of today, and the names of the clinic's own certificate. */
  get hosts(): readonly string[] {
    const named = this.isClinics ? namesIn(leafOf(this.current.cert)) : [];
    return [...this.#addresses().filter((address) => !address.includes(":")), ...named].flatMap((host) =>
      this.#options.ports().map((port) => (port === 443 ? host : `${host}:${port}`)),
    );
  }

  /** What a computer of the clinic is told to trust, in PEM. */
  get authority(): string {
    return this.#authority?.cert ?? "";
  }

  /** Called with each new certificate: nobody's connection ends by it. */
  onChange(tell: (pair: Pair) => void): void {
    this.#changed.add(tell);
  }

  /**
   * Somebody has come in at this address of the box. Under systemd the process sees no network of the box, so this is how it
   * learns for which address the next browser wants a certificate.
   */
  reachedAt(end: LocalEnd): void {
    const address = privateAddressOf(end);
    if (address === undefined || this.#reached.has(address) || this.#reached.size >= MOST_REACHED) return;
    this.#reached.add(address);
    this.#look().catch((error: unknown) => this.#options.onTrouble(String(error)));
  }

  async start(): Promise<void> {
    await this.#look();
    this.#again();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Undefined: back to the box's own. It was looked at before (`whyUnfit`). */
  async setClinics(pair: Pair | undefined): Promise<void> {
    const { db } = this.#options;
    if (pair === undefined) db.run("DELETE FROM settings WHERE name = ?", CLINICS);
    else
      db.run(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        ...[CLINICS, JSON.stringify(pair)],
      );
    await this.#look();
  }

  #again(): void {
    this.#timer = this.#options.clock.after("console: certificate", LOOK_EVERY, () => {
      this.#look().catch((error: unknown) => this.#options.onTrouble(String(error)));
      this.#again();
    });
  }

  async #look(): Promise<void> {
    const { clock, folder } = this.#options;
    this.#authority ??= await ownAuthority(folder, clock.now());
    const pair = this.#clinics() ?? (await this.#own(this.#authority));
    if (pair.cert === this.#pair?.cert) return;
    this.#pair = pair;
    for (const tell of this.#changed) tell(pair);
  }

  #clinics(): Pair | undefined {
    const row = this.#options.db.get<{ value: string }>("SELECT value FROM settings WHERE name = ?", CLINICS);
    return row === undefined ? undefined : (JSON.parse(row.value) as Pair);
  }

  async #own(authority: Pair): Promise<Pair> {
    const { folder, names } = this.#options;
    const [keyFile, certFile] = [join(folder, "server.key"), join(folder, "server.crt")];
    const kept = this.#kept(keyFile, certFile, authority);
    if (kept !== undefined) return kept;
    const made = await issue(folder, authority, { names, addresses: this.#addresses() });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${keyFile}.part`, made.key, { mode: 0o600 });
    writeFileSync(`${certFile}.part`, made.cert, { mode: 0o600 });
    renameSync(`${keyFile}.part`, keyFile);
    renameSync(`${certFile}.part`, certFile);
    return made;
  }

  /** What is there, if it is of our authority, has our names, and is valid for a while, by this clock too. */
  #kept(keyFile: string, certFile: string, authority: Pair): Pair | undefined {
    try {
      const pair = { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8") };
      const leaf = leafOf(pair.cert);
      const now = this.#options.clock.now();
      const isOurs = leaf.verify(leafOf(authority.cert).publicKey);
      const isGood = Date.parse(leaf.validTo) - now > RENEW_BEFORE_MS && Date.parse(leaf.validFrom) <= now;
      const names = this.#options.names.every((name) => leaf.checkHost(name) !== undefined);
      const addresses = this.#addresses().every((address) => leaf.checkIP(address) !== undefined);
      return isOurs && isGood && names && addresses ? pair : undefined;
    } catch {
      return undefined;
    }
  }

  /** Those that are given, and those that the box has in the clinic's network now. */
  #addresses(): readonly string[] {
    const own = Object.values(interfaces()).flatMap((each) => each ?? []);
    const near = own.filter(
      ({ address, internal }) => !internal && /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address),
    );
    return [...new Set([...this.#options.addresses, ...near.map(({ address }) => address), ...this.#reached])];
  }
}

/** On the box the console's sandbox has no network of its own and no netlink socket to ask by (EAFNOSUPPORT): `reachedAt` tells, then. */
function interfaces(): ReturnType<typeof networkInterfaces> {
  try {
    return networkInterfaces();
  } catch {
    return {};
  }
}
