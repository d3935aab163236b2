import { emergencyText } from "../../../firmware/channel/consoleText.ts";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { ApiError } from "../api/errors.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { tell } from "./texts.ts";

/** As long as emergency access lasts. Opened again within it (closed, signed in anew), it is what they know already. */
const TOLD_FOR_MS = 60 * 60_000;
/** What was told "later than now", by a clock that was set back since, is no reason to be silent. */
const CLOCK_SLACK_MS = 60_000;
const TOLD = "emergency-told";

/** Tells managers by SMS that somebody has opened emergency access: once an hour, whoever opens it again and again. */
export class EmergencyNews {
  readonly #box: ConsoleBox;
  readonly #telling = new Set<string>();

  constructor(box: ConsoleBox) {
    this.#box = box;
  }

  /** How many managers got a text. None is bound to a person, or the box does not answer: the page Audit shows it all the same. */
  async tell(who: Who): Promise<number> {
    if (this.#telling.has(who.id) || this.#wereTold(who)) return 0;
    this.#telling.add(who.id);
    try {
      const told = await Promise.all(this.#managersBut(who).map((person) => this.#tellOne(person, who)));
      const count = told.filter(Boolean).length;
      if (count > 0)
        this.#box.audit.note(who.id, { kind: TOLD, detail: count === 1 ? "1 manager" : `${count} managers` });
      return count;
    } finally {
      this.#telling.delete(who.id);
    }
  }

  /** By the audit, which outlives sessions and this process. */
  #wereTold({ id }: Who): boolean {
    const now = this.#box.clock.now();
    const wanted = { kind: TOLD, who: id, from: now - TOLD_FOR_MS, to: now + CLOCK_SLACK_MS, limit: 1 };
    return this.#box.audit.list(wanted).length > 0;
  }

  #managersBut({ id }: Who): readonly string[] {
    const persons = this.#box.users
      .list()
      .flatMap((user) => (user.role === "manager" && user.disabledAt === null && user.id !== id ? [user.person] : []));
    return [...new Set(persons.filter((person) => person !== null))];
  }

  async #tellOne(person: string, { name }: Who): Promise<boolean> {
    try {
      await tell(this.#box, person, emergencyText(this.#box.clinic.known?.clinic.shortName ?? "", name));
      return true;
    } catch (error) {
      if (error instanceof ApiError || isApplianceError(error)) return false;
      throw error;
    }
  }
}
