import { existsSync } from "node:fs";
import { join } from "node:path";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { Clock, EpochMs, Timer } from "../../firmware/time/Clock.ts";
import { Days, Hours, Minutes } from "../../firmware/time/Duration.ts";
import { CONSOLE_FILE } from "../storage/files.ts";

/** A restart, an update, a slow start on a Pi: none of them is worth a word. */
const AWAY_AFTER = Minutes(5);
/** Somebody has to get a new one from whoever makes the clinic's certificates. */
const TELL_BEFORE = Days(21);
const LOOK_EVERY = Hours(6);

export interface ConsoleWatchOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly onFault: (code: "CONSOLE_AWAY" | "CONSOLE_CERTIFICATE", detail: string, cleared?: boolean) => void;
}

/** Whether the console is there, as it says itself on the control socket: a front desk without pages sees no message. */
export class ConsoleWatch {
  readonly #options: ConsoleWatchOptions;
  #here = 0;
  #until: EpochMs | undefined;
  #away: Timer | undefined;
  #look: Timer | undefined;

  constructor(options: ConsoleWatchOptions) {
    this.#options = options;
  }

  /** Where nobody has ever used a console, none is missed. */
  start(): void {
    if (this.#here === 0 && existsSync(join(this.#options.directory, CONSOLE_FILE))) this.#waitForIt();
    this.#lookAgain();
  }

  stop(): void {
    this.#away?.cancel();
    this.#look?.cancel();
  }

  /** `certificateUntil`: when the certificate that browsers see ends. Returns what is called when it is gone. */
  here(certificateUntil: EpochMs | undefined): () => void {
    this.#here += 1;
    this.#away?.cancel();
    this.#options.onFault("CONSOLE_AWAY", "the console is there", true);
    this.#until = certificateUntil;
    this.#judgeCertificate();
    let gone = false;
    return () => {
      if (gone) return;
      gone = true;
      this.#here -= 1;
      if (this.#here === 0) this.#waitForIt();
    };
  }

  #waitForIt(): void {
    this.#away?.cancel();
    this.#away = this.#options.clock.after("console away", AWAY_AFTER, () =>
      this.#options.onFault("CONSOLE_AWAY", detail.consoleAway()),
    );
  }

  #lookAgain(): void {
    this.#look = this.#options.clock.after("console certificate", LOOK_EVERY, () => {
      this.#judgeCertificate();
      this.#lookAgain();
    });
  }

  #judgeCertificate(): void {
    if (this.#until === undefined) return;
    const left = this.#until - this.#options.clock.now();
    const days = Math.max(0, Math.floor(left / Days(1)));
    if (left < TELL_BEFORE) this.#options.onFault("CONSOLE_CERTIFICATE", detail.certificateEnds({ n: days }));
    else this.#options.onFault("CONSOLE_CERTIFICATE", "the certificate is good for a while", true);
  }
}
