import type { EmulatorProcess } from "./EmulatorProcess.ts";
import type { RehearsalPerson } from "./rehearsalClinic.ts";
import type { CallerAct } from "./scenarios.ts";

/** From the first ring to a voice, for somebody who was asleep. */
const PICKS_UP_AFTER_MS = 6_000;
/** Longer than any pause in a caller's own words, and shorter than the box's patience. */
const ALL_HEARD: CallerAct = { waitPrompt: { silenceMs: 5_000 } };

const SLEEPS = { kind: "noAnswer", givesUpMs: "never" };

/** The telephones of the clinic's people in a rehearsal, on every emulated network: who picks up, and what they do then. */
export class DoctorsPhones {
  readonly #networks: readonly EmulatorProcess[];
  readonly #people: readonly RehearsalPerson[];

  constructor({ networks, people }: { networks: readonly EmulatorProcess[]; people: readonly RehearsalPerson[] }) {
    this.#networks = networks;
    this.#people = people;
  }

  /** Everybody is asleep. */
  ringOut(): void {
    this.#all(() => SLEEPS);
  }

  /** From the next call on: with the PIN, listens to everything, takes it. `asleep`: whose telephone goes on ringing. */
  pickUp(asleep: string | undefined): void {
    this.#all(({ phone, pin }) => {
      if (phone === asleep) return SLEEPS;
      const script: readonly CallerAct[] = [
        { waitPrompt: { silenceMs: 900 } },
        { presses: `${pin}#` },
        ALL_HEARD,
        { presses: "4" },
        ALL_HEARD,
        { hangsUp: {} },
      ];
      return { kind: "answers", afterMs: PICKS_UP_AFTER_MS, script };
    });
  }

  #all(how: (person: RehearsalPerson) => object): void {
    for (const network of this.#networks)
      for (const person of this.#people) network.do({ do: "answering", number: person.phone, how: how(person) });
  }
}
