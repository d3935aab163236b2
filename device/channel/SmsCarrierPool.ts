import type { Clock, MonotonicMs } from "../../firmware/time/Clock.ts";
import { type Duration, Minutes } from "../../firmware/time/Duration.ts";
import { cmsAction } from "../line/gsm/cmsErrors.ts";
import type { EncodedPart } from "../line/gsm/pdu/Pdu.ts";
import type { SmsCarrier, SubmitResult } from "../line/gsm/SmsCarrier.ts";
import type { ReceivedPdu } from "../line/gsm/SmsInbox.ts";
import type { Slot } from "../line/gsm/storedPdus.ts";
import type { StorageReading } from "./SimStorage.ts";

/** So long a modem that could not send stands behind the others. */
const FAILED_FOR: Duration = Minutes(1);

/**
 * 3GPP TS 24.011 Annex E-2 causes that are final for one number on one SIM, and may lie in the SIM: barred, unknown to its
 * network, not subscribed. Another SIM may send to the same number.
 */
const MAY_BE_THE_SIM: ReadonlySet<number> = new Set([8, 10, 28, 30, 50, 69]);

/** Beside PDUs under way: a call is worth a little less than one of them, an AT port that is silent more than all. */
const HINDRANCE = { onCall: 0.5, outOfStep: 500 } as const;

interface Member {
  readonly carrier: SmsCarrier;
  /** PDUs that are with it. */
  underWay: number;
  failedAt: MonotonicMs | undefined;
  /** Its last failure was its SIM's. */
  simFailed: boolean;
  /** The session in which the newest of its PDUs was read: a slot of another one is not there any more. */
  session: number | undefined;
}

/** Several modems as one, in the order of the clinic file: what one cannot send the next one does, at once. */
export class SmsCarrierPool implements SmsCarrier {
  readonly id: string;
  readonly #members: readonly Member[];
  readonly #clock: Pick<Clock, "monotonic">;

  constructor(carriers: readonly SmsCarrier[], clock: Pick<Clock, "monotonic">) {
    this.id = carriers.map(({ id }) => id).join("+");
    this.#clock = clock;
    this.#members = carriers.map((carrier) => ({
      carrier,
      underWay: 0,
      failedAt: undefined,
      simFailed: false,
      session: undefined,
    }));
  }

  get ready(): boolean {
    return this.#members.some(({ carrier }) => carrier.ready);
  }

  onReceived(listener: (pdu: ReceivedPdu) => Promise<void>): void {
    for (const member of this.#members) {
      member.carrier.onReceived((pdu) => {
        if (pdu.slot) member.session = pdu.slot.session;
        return listener(pdu);
      });
    }
  }

  onStorage(listener: (reading: StorageReading) => void): void {
    for (const { carrier } of this.#members)
      carrier.onStorage?.((reading) => listener({ carrier: carrier.id, ...reading }));
  }

  /** As soon as one of them is. */
  whenReady(within: Duration): Promise<boolean> {
    return new Promise((resolve) => {
      let left = this.#members.length;
      for (const { carrier } of this.#members) {
        void carrier.whenReady(within).then((ready) => {
          left -= 1;
          if (ready || left === 0) resolve(ready);
        });
      }
    });
  }

  /** By the first that is good for it; a refusal that is not the number's is not the last word while another modem is ready. */
  async submit(part: EncodedPart, options: { readonly urgent: boolean }): Promise<SubmitResult> {
    let result: SubmitResult = { kind: "modemGone", sent: false };
    const tried = new Set<Member>();
    for (let member = this.#best(tried); member !== undefined; member = this.#best(tried)) {
      tried.add(member);
      result = await this.#over(member, part, options);
      if (!isForAnother(result)) break;
    }
    return result;
  }

  async discard(slots: readonly Slot[]): Promise<void> {
    await this.#each(({ carrier, session }) => carrier.discard(slots.filter((slot) => slot.session === session)));
  }

  async sweep(): Promise<void> {
    await this.#each(({ carrier }) => carrier.sweep());
  }

  async restoreServiceCentre(): Promise<boolean> {
    const restored = await Promise.all(this.#members.map(({ carrier }) => carrier.restoreServiceCentre()));
    return restored.includes(true);
  }

  /** Those whose SIM failed; the others go on serving meanwhile. */
  reinit(): void {
    for (const { carrier, simFailed } of this.#members) if (simFailed) carrier.reinit();
  }

  keepWarm(): void {
    for (const { carrier } of this.#members) carrier.keepWarm();
  }

  #each(work: (member: Member) => Promise<void>): Promise<unknown> {
    return Promise.all(this.#members.map(work));
  }

  /** Ready; then those that did not just fail, answer, are idle and in no call, then the order of the clinic file. */
  #best(tried: ReadonlySet<Member>): Member | undefined {
    const now = this.#clock.monotonic();
    const weight = ({ carrier: { hindered }, failedAt, underWay }: Member): number =>
      (failedAt !== undefined && now - failedAt < FAILED_FOR ? 1_000 : 0) +
      (hindered === undefined ? 0 : HINDRANCE[hindered]) +
      underWay;
    const candidates = this.#members.filter((member) => member.carrier.ready && !tried.has(member));
    return candidates.sort((a, b) => weight(a) - weight(b))[0];
  }

  async #over(member: Member, part: EncodedPart, options: { readonly urgent: boolean }): Promise<SubmitResult> {
    member.underWay += 1;
    const result = await member.carrier.submit(part, options);
    member.underWay -= 1;
    const well = result.kind === "submitted" || (result.kind === "refused" && !isForAnother(result));
    member.failedAt = well ? undefined : this.#clock.monotonic();
    member.simFailed = result.kind === "refused" && cmsAction(result.code) === "repairSim";
    return result;
  }
}

/** A PDU that may have gone is told as such first: the copy that follows goes by another modem, as this one has just failed. */
function isForAnother(result: SubmitResult): boolean {
  switch (result.kind) {
    case "submitted":
      return false;
    case "noResult":
    case "modemGone":
      return !result.sent;
    case "refused": {
      const action = cmsAction(result.code);
      if (action === "permanent") return result.code !== undefined && MAY_BE_THE_SIM.has(result.code);
      return action !== "repairPdu";
    }
  }
}
