import { auditAlerts, type Finding } from "../../firmware/alert/auditAlerts.ts";
import type { Alert, Dispatch, MessageStore } from "../../firmware/message/MessageStore.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Minutes } from "../../firmware/time/Duration.ts";
import type { OpenAlerts } from "./OpenAlerts.ts";

const LOOKS_EVERY: Duration = Minutes(1);

export interface AlertAuditorOptions {
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "unfinishedAlerts" | "alertNow" | "audit">;
  readonly alerts: OpenAlerts;
  readonly fault: (code: string, where: string, detail: string, cleared: boolean) => void;
  /** Goes on with an alert of the store that nobody holds. */
  readonly resume: (alert: Alert, dispatches: readonly Dispatch[]) => Promise<void>;
}

/** Once a minute: every alert that is not closed has something ahead of it, in memory and in the store. */
export class AlertAuditor {
  readonly #options: AlertAuditorOptions;
  readonly #told = new Set<string>();
  #suspects: ReadonlySet<string> = new Set();
  #timer: Timer | undefined;
  #looking = false;
  #tickedAtMs: number;

  constructor(options: AlertAuditorOptions) {
    this.#options = options;
    this.#tickedAtMs = options.clock.monotonic();
  }

  /** When it last turned to the alerts (monotonic): the engine's sign of life. What the store answers is the store's own. */
  get tickedAtMs(): number {
    return this.#tickedAtMs;
  }

  start(): void {
    this.#tickedAtMs = this.#options.clock.monotonic();
    this.#timer = this.#options.clock.after("alert.auditor", LOOKS_EVERY, () => {
      this.start();
      if (!this.#looking) void this.look();
    });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** A store that cannot be read now is told by its own fault; what memory holds is looked at all the same. */
  async look(): Promise<void> {
    const { alerts, store } = this.#options;
    this.#looking = true;
    const readable = await store.unfinishedAlerts().catch(() => undefined);
    const stored = readable ?? [];
    this.#looking = false;
    const held = alerts.all.map((alert) => ({
      ...alert.outlook,
      hasRoot: alert.state.linkedTo !== undefined && alerts.get(alert.state.linkedTo) !== undefined,
    }));
    const { findings, suspects } = auditAlerts(
      held,
      stored.map(({ alert }) => alert),
      this.#suspects,
    );
    this.#suspects = readable === undefined ? new Set() : suspects;
    for (const finding of findings)
      if (readable !== undefined || finding.kind === "stuck") await this.#mend(finding, stored);
    for (const ref of this.#told) this.#clearIfOver(ref);
  }

  async #mend(
    finding: Finding,
    stored: readonly { readonly alert: Alert; readonly dispatches: readonly Dispatch[] }[],
  ): Promise<void> {
    const { alerts, clock, fault, resume, store } = this.#options;
    const at = clock.now();
    const { why } = finding;
    const ref = finding.kind === "notHeld" ? finding.alert.ref : finding.ref;
    // Not in the store at all is its own fault (a disk that takes nothing): then memory is right.
    const closed = finding.kind === "closeMissed" ? await store.alertNow(ref).catch(() => undefined) : undefined;
    if (finding.kind === "closeMissed" && closed?.alert.state !== "closed") return;
    this.#told.add(ref);
    fault("ALERT_STUCK", ref, why, false);
    // Nobody waits for it: while the store is asked, somebody may take what is mended here.
    void store.audit({ at, kind: "auditor-found", ref, detail: `${finding.kind}: ${why}` }).catch(() => undefined);
    const alert = alerts.get(ref);
    switch (finding.kind) {
      case "notHeld":
        // A disk that does not answer tells its own fault; what could not be taken up now is found again.
        return resume(finding.alert, stored.find((it) => it.alert.ref === ref)?.dispatches ?? []).catch(
          () => undefined,
        );
      case "takeMissed":
        return alert?.handle({ kind: "taken", person: finding.person, at: finding.at, answer: false });
      case "closeMissed":
        alert?.handle({ kind: "closed", person: closed?.closedBy ?? "front-desk", at, answer: false });
        return alerts.remove(ref);
      case "stuck":
        return alert?.handle(
          alert.state.linkedTo === undefined ? { kind: "stuck", at, why } : { kind: "unlinked", at, why },
        );
    }
  }

  /** A person has it: that it once was stuck wakes nobody any more. */
  #clearIfOver(ref: string): void {
    if (this.#options.alerts.get(ref)?.state.phase === "open") return;
    this.#told.delete(ref);
    this.#options.fault("ALERT_STUCK", ref, "", true);
  }
}
