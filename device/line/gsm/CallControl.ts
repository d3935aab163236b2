import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import type { AtCommand, AtOutcome, AtPort } from "../../at/At.ts";
import { openAtPort } from "../../at/AtPort.ts";
import type { OpenBytePort } from "../../serial/BytePort.ts";
import { GSM_UNSOLICITED, modemProbe } from "./initModem.ts";

const SET_UP_WITHIN = Seconds(3);
/** A port that has died is to be found before the next call, not by it: ATA would wait there for fifteen seconds. */
const PROVED_EVERY = Seconds(15);

/**
 * The modem's second AT port, where it has one (SIM7600, EC25, some Huawei): calls are answered and looked at there, so that
 * a caller does not go on ringing while the network thinks about a page, which holds the first port for seconds. What the
 * modem says unasked is heard on the first port alone. Without it, or when it fails, the first port does both.
 */
export class CallControl {
  readonly #open: OpenBytePort;
  readonly #clock: Clock;
  #at: AtPort | undefined;
  #opening: { readonly spec: string; over: boolean } | undefined;
  #proof: Timer | undefined;

  constructor(open: OpenBytePort, clock: Clock) {
    this.#open = open;
    this.#clock = clock;
  }

  /** Opens and proves it in the background; never rejects. */
  async begin(spec: string, unsolicited: readonly string[]): Promise<void> {
    const closed = this.close();
    const opening = { spec, over: false };
    this.#opening = opening;
    await closed;
    if (opening.over) return;
    const port = await this.#open(spec).catch(() => undefined);
    if (port === undefined) return;
    const at = openAtPort(port, {
      clock: this.#clock,
      dle: false,
      probe: modemProbe(),
      unsolicited: [...GSM_UNSOLICITED, ...unsolicited],
      listeners: { gone: () => this.#drop(at), lost: () => this.#drop(at) },
    });
    for (const text of ["ATE0", "AT+CMEE=1"]) {
      const outcome = opening.over ? undefined : await at.command({ text, timeout: SET_UP_WITHIN });
      if (outcome?.kind === "ok" && !opening.over) continue;
      await at.close();
      return;
    }
    this.#at = at;
    this.#proveLater(at);
  }

  #proveLater(at: AtPort): void {
    this.#proof = this.#clock.after("second port", PROVED_EVERY, () => void this.#prove(at));
  }

  async #prove(at: AtPort): Promise<void> {
    const { kind } = await at.command({ text: "AT", timeout: SET_UP_WITHIN });
    if (this.#at !== at) return;
    if (kind === "timedOut" || kind === "portGone") this.#drop(at);
    else this.#proveLater(at);
  }

  /** Over this port if it works, else by `otherwise`. */
  async command(command: AtCommand, otherwise: () => Promise<AtOutcome>): Promise<AtOutcome> {
    const at = this.#at;
    if (at === undefined) return otherwise();
    const outcome = await at.command(command, { urgent: true });
    // One that fell silent is not asked again: the first port is known to work.
    if (outcome.kind === "timedOut" || outcome.kind === "portGone") this.#drop(at);
    return outcome.kind === "portGone" ? otherwise() : outcome;
  }

  async close(): Promise<void> {
    if (this.#opening !== undefined) this.#opening.over = true;
    const at = this.#at;
    this.#at = undefined;
    this.#proof?.cancel();
    await at?.close();
  }

  #drop(at: AtPort): void {
    if (this.#at === at) {
      this.#at = undefined;
      this.#proof?.cancel();
    }
    void at.close();
  }
}
