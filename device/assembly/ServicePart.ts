import { detail } from "../../firmware/health/details/detailWords.ts";
import { type End, endInWords, repeatedEnds, restartsDidNotHelp } from "../../firmware/health/LastEnd.ts";
import type { Proof, ServiceVerdict } from "../../firmware/health/ServiceProof.ts";
import { type ServiceState, serviceInWords } from "../../firmware/health/serviceInWords.ts";
import type { Timer } from "../../firmware/time/Clock.ts";
import { Hours } from "../../firmware/time/Duration.ts";
import { keepLastResort } from "../lastresort/LastResort.ts";
import { RunMemory } from "../service/RunMemory.ts";
import { ServiceManager } from "../service/ServiceManager.ts";
import { ServiceWatch } from "../service/ServiceWatch.ts";
import { StoreProof } from "../service/StoreProof.ts";
import type { Store } from "../storage/StoreClient.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";
import type { Part } from "./Part.ts";

export interface ServicePartOptions extends ApplianceOptions {
  readonly fault: ReportFault;
  /** Of everything but the store. */
  readonly proofs: () => readonly Proof[];
  readonly state: () => ServiceState;
}

/** What keeps FirstRing alive, seen from inside: systemd's watchdog is fed by proof of service; how runs end is remembered. */
export class ServicePart implements Part {
  readonly #options: ServicePartOptions;
  readonly #memory: RunMemory;
  readonly #watch: ServiceWatch;
  readonly #told = new Set<string>();
  #lastEnd: End | undefined;
  #pastHelp: readonly string[] = [];
  #storeProof: StoreProof | undefined;
  #timer: Timer | undefined;
  #ready = false;

  constructor(options: ServicePartOptions, manager = new ServiceManager((why) => options.log.warn(why))) {
    this.#options = options;
    const { clock, dataDirectory } = options;
    this.#memory = new RunMemory({ directory: dataDirectory, now: () => clock.now() });
    this.#watch = new ServiceWatch({
      ...{ clock, manager },
      facts: () => this.#facts(),
      status: (stuck) => serviceInWords({ ...options.state(), ...(stuck === undefined ? {} : { stuck }) }),
      stuck: (stuck) => this.#stuck(stuck),
      hopeless: (parts) => this.#hopeless(parts),
    });
  }

  /** How the run before ended; undefined at the very first. */
  get lastEnd(): End | undefined {
    return this.#lastEnd;
  }

  /** Something that should be at work is not, and the watchdog is not told any more. */
  get isStuck(): boolean {
    return this.#watch.isStuck;
  }

  start(): void {
    const { clock, log } = this.#options;
    this.#lastEnd = this.#memory.begin();
    this.#pastHelp = restartsDidNotHelp(this.#memory.ends, clock.now());
    if (this.#lastEnd !== undefined && this.#lastEnd.kind !== "stopped")
      log.warn({ end: this.#lastEnd }, `the last run ended: ${endInWords(this.#lastEnd)}`);
    this.#countEnds();
    keepLastResort(this.#options.dataDirectory, this.#options.clinic);
    this.#watch.start();
  }

  /** The store is open: it must go on proving that it works, and has the end of the last run in its audit. */
  watchStore(store: Store): void {
    const proof = new StoreProof(this.#options.clock, store);
    this.#storeProof = proof;
    proof.start();
    if (this.#lastEnd === undefined) return;
    const { at, kind } = this.#lastEnd;
    void store.audit({ at, kind: "started", detail: `the last run ended: ${kind}` }).catch(() => undefined);
  }

  ready(): void {
    this.#ready = true;
    this.#watch.ready();
  }

  /** Said first: what still has to be written takes its time. */
  stopping(): void {
    this.#storeProof?.stop();
    this.#timer?.cancel();
    this.#watch.stop();
  }

  /** The last of all: whatever goes wrong before it is no orderly end. */
  stop(): void {
    if (this.#ready) this.#memory.stopped();
  }

  #facts() {
    const { clock, proofs } = this.#options;
    const others = proofs();
    const onCall = others.some((proof) => proof.onCall);
    const store: readonly Proof[] =
      this.#storeProof === undefined ? [] : [{ kind: "store", where: "", atMs: this.#storeProof.answeredAtMs, onCall }];
    const lateTimer = clock.late?.();
    return {
      proofs: [...store, ...others],
      pastHelp: this.#pastHelp,
      ...(lateTimer === undefined ? {} : { lateTimer }),
    };
  }

  #stuck(stuck: ServiceVerdict["stuck"]): void {
    this.#memory.stuck(stuck);
    if (stuck === undefined) this.#options.log.warn("nothing is stuck any more: the watchdog is told again");
    else this.#options.log.error(stuck, `the watchdog is not told any more: ${stuck.why}`);
  }

  #hopeless(parts: ServiceVerdict["hopeless"]): void {
    for (const { part, why } of parts) {
      if (!this.#told.has(part)) this.#options.fault("SERVICE_STUCK", part, detail.restartsDidNotHelp({ why }));
      this.#told.add(part);
    }
    for (const part of this.#told)
      if (!parts.some((one) => one.part === part)) {
        this.#told.delete(part);
        this.#options.fault("SERVICE_STUCK", part, "", true);
      }
  }

  /** Restarts that nobody wanted are a fault as long as they are of today. */
  #countEnds(): void {
    const { clock, fault } = this.#options;
    const repeated = repeatedEnds(this.#memory.ends, clock.now());
    if (repeated !== undefined) fault("SERVICE_RESTARTS", "", repeated);
    else fault("SERVICE_RESTARTS", "", "", true);
    this.#timer = clock.after("service ends", Hours(1), () => this.#countEnds());
  }
}
