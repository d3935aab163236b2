/** Lets people call the modem, and be called by it: the person, his telephone and the modem's call brought together. */
import { ApplianceError } from "../../../../firmware/health/ApplianceError.ts";
import type { Clock } from "../../../../firmware/time/Clock.ts";
import { type CallerAction, type CallReport, readSpeech } from "../../caller/Caller.ts";
import type { CallerIdentity } from "../../caller/CallReport.ts";
import type { LiveSound, SoundListener } from "../../caller/LiveSound.ts";
import type { EmitEvent } from "../events.ts";
import type { MobileNetwork } from "../MobileNetwork.ts";
import type { Modem } from "../Modem.ts";
import type { Answering } from "./Answering.ts";
import { DistantTelephone } from "./DistantTelephone.ts";
import type { FarEnd } from "./GsmCall.ts";
import { mailboxBeep, speechLike } from "./speech.ts";
import type { VoiceTraits } from "./VoiceTraits.ts";

/** How one call behaves, and what goes wrong in it. */
export type CallOptions = Partial<VoiceTraits>;

export interface PlacerOutside {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly modem: () => Modem;
  readonly network: MobileNetwork;
}

/** A caller's patience where the script says nothing: a minute. */
const RINGS = 10;
const GREETING_MS = 4000;
const MAILBOX_RECORDS_MS = 30_000;

export class CallPlacer {
  readonly #outside: PlacerOutside;
  readonly #hearers = new Set<SoundListener>();
  readonly #hear = (sound: LiveSound): void => {
    for (const hear of this.#hearers) hear(sound);
  };
  #last: DistantTelephone | undefined;

  constructor(outside: PlacerOutside) {
    this.#outside = outside;
  }

  call(script: readonly CallerAction[], options: CallOptions): Promise<CallReport> {
    const first = script[0];
    const { rings = RINGS, ...identity } = first && "call" in first ? first.call : {};
    const modem = this.#outside.modem();
    const telephone = this.#telephone(identity, script, rings);
    const number = identity.withheld || identity.unavailable ? "" : (identity.number ?? "");
    if (!modem.canRing) telephone.notPlaced("unanswered");
    else {
      const noNumber = identity.unavailable ? "unavailable" : "withheld";
      if (!modem.calls.ring(number, { farEnd: telephone, noNumber, traits: options })) telephone.notPlaced("lineBusy");
    }
    return telephone.report;
  }

  #telephone(identity: CallerIdentity, script: readonly CallerAction[], patience: number): DistantTelephone {
    const { clock, emit, modem } = this.#outside;
    const telephone = new DistantTelephone(identity, script, {
      clock,
      emit,
      hangUp: (call) => modem().calls.farEndHangsUp(call),
      // Patience ends as the ring after the last would begin.
      rang: (ring, hangUp) => {
        if (ring > patience) hangUp();
      },
      keyPressed: (digit, toneMs) => modem().keyPressed(digit, toneMs),
      hears: () => (this.#hearers.size > 0 ? this.#hear : undefined),
    });
    this.#last = telephone;
    return telephone;
  }

  /** The modem calls this number. */
  dialled(number: string): { readonly answering: Answering; readonly farEnd: FarEnd } {
    const { network } = this.#outside;
    const phone = network.phone(number);
    const answering: Answering = phone.isOn ? phone.answering : { kind: "unreachable" };
    const identity = { number: network.settings.ownNumber };
    const farEnd = this.#telephone(identity, scriptOf(answering), Number.POSITIVE_INFINITY);
    void farEnd.report.then((report) => phone.calls.push(report));
    return { answering, farEnd };
  }

  press(digits: string, timing: { readonly toneMs?: number; readonly gapMs?: number }): Promise<void> {
    return this.#last?.presses(digits, timing) ?? Promise.resolve();
  }

  speak(samples: Int16Array): void {
    this.#last?.say(samples);
  }

  talk(samples: Int16Array): void {
    this.#last?.talk(samples);
  }

  /** Listens in at the other end of whatever call there is. Returns the function that ends it. */
  onSound(listener: SoundListener): () => void {
    this.#hearers.add(listener);
    return () => void this.#hearers.delete(listener);
  }

  /** By hand: as the person would. */
  farEndHangsUp(): void {
    const { current } = this.#outside.modem().calls;
    if (current?.farEnd instanceof DistantTelephone) current.farEnd.hangUp();
    else this.#outside.modem().calls.farEndHangsUp();
  }
}

/** What the one who is called does, from the moment of picking up. */
function scriptOf(answering: Answering): readonly CallerAction[] {
  if (answering.kind === "answers") return answering.script;
  if (answering.kind !== "voicemail") return [];
  const { greeting = speechLike(GREETING_MS), recordsMs = MAILBOX_RECORDS_MS } = answering;
  return [
    { waits: 300 },
    { says: typeof greeting === "string" ? speechOf(greeting) : greeting },
    { says: mailboxBeep() },
    { waits: recordsMs },
    { hangsUp: {} },
  ];
}

/** A file that went away since it was named must not stop the network. */
function speechOf(path: string): Int16Array {
  try {
    return readSpeech(path);
  } catch (error) {
    if (error instanceof ApplianceError) return speechLike(GREETING_MS);
    throw error;
  }
}
