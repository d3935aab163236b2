import type { ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import { readReply } from "../../firmware/channel/ReplyGrammar.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { findPerson } from "../../firmware/oncall/onCall.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { DeliveryReport } from "../channel/DeliveryReports.ts";

export interface TestPagesOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  /** A reply code of its own: it is never used for an alert afterwards. */
  readonly code: () => string;
  /** By SMS; false when it did not go. */
  readonly tell: (person: string, text: string) => Promise<boolean>;
}

export type TestPageNews =
  | { readonly kind: "sending"; readonly ref: string; readonly person: string }
  | { readonly kind: "sent"; readonly ref: string; readonly afterMs: number }
  | { readonly kind: "notSent"; readonly ref: string }
  /** The network's report (TP-ST): on the phone, or never to be. */
  | { readonly kind: "delivered" | "notDelivered"; readonly ref: string; readonly afterMs: number }
  | { readonly kind: "replied"; readonly ref: string; readonly afterMs: number };

interface Waiting {
  readonly ref: string;
  readonly phone: string;
  readonly atMs: number;
  readonly onNews: (news: TestPageNews) => void;
}

/** Pages that are only tried: they say so, raise no alert, and are answered like any other. One for each conversation at a time. */
export class TestPages {
  readonly #options: TestPagesOptions;
  readonly #waiting = new Set<Waiting>();

  constructor(options: TestPagesOptions) {
    this.#options = options;
  }

  /** Undefined: there is no such person. Returns the function that ends waiting for the reply. */
  send(personId: string, onNews: (news: TestPageNews) => void): (() => void) | undefined {
    const { clinic, clock, code, tell } = this.#options;
    const person = findPerson(clinic, personId);
    if (person === undefined) return undefined;
    const ref = code();
    const waiting: Waiting = { ref, phone: person.phone, atMs: clock.monotonic(), onNews };
    this.#waiting.add(waiting);
    onNews({ kind: "sending", ref, person: person.name });
    void tell(person.id, testPageText(clinic.clinic.shortName, ref)).then(
      (sent) => onNews(sent ? { kind: "sent", ref, afterMs: this.#since(waiting) } : { kind: "notSent", ref }),
      () => onNews({ kind: "notSent", ref }),
    );
    return () => this.#waiting.delete(waiting);
  }

  /** True: the reply was to a test page, and means nothing else. */
  reply({ from, text }: ReceivedReply): boolean {
    const mine = [...this.#waiting].filter(({ phone }) => lastNine(phone) === lastNine(from));
    if (mine.length === 0) return false;
    const read = readReply(text, (code) => mine.some(({ ref }) => ref === code));
    const meant = mine.find(({ ref }) => "code" in read && read.code === ref);
    if (meant === undefined) return false;
    this.#waiting.delete(meant);
    meant.onNews({ kind: "replied", ref: meant.ref, afterMs: this.#since(meant) });
    return true;
  }

  /** What the network reports on a text; one that is no test page means nothing here. */
  report({ dispatch: { address, text }, outcome }: DeliveryReport): void {
    if (outcome === "pending") return;
    const { shortName } = this.#options.clinic.clinic;
    for (const waiting of this.#waiting) {
      const { onNews, phone, ref } = waiting;
      if (lastNine(phone) !== lastNine(address) || text !== testPageText(shortName, ref)) continue;
      const kind = outcome === "delivered" ? "delivered" : "notDelivered";
      onNews({ kind, ref, afterMs: this.#since(waiting) });
    }
  }

  #since({ atMs }: Waiting): number {
    return Math.round(this.#options.clock.monotonic() - atMs);
  }
}

const lastNine = (phone: string): string => phone.replace(/\D/g, "").slice(-9);

export const testPageText = (clinic: string, ref: string): string =>
  `${clinic}: TEST of the answering box, nobody has called. Reply ${ref} to show that pages reach you.`;
