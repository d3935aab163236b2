import { LONGEST_SILENCE } from "../../../firmware/line/HangUpVote.ts";
import type { HangUpSign, LineCommand, LineEvent } from "../../../firmware/line/Line.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtOutcome, AtPort } from "../../at/At.ts";
import { ABORT_PLAY, END_OF_PLAY, END_OF_RECORD, END_OF_RECORD_ESC } from "./DleCodec.ts";
import { Ears } from "./Ears.ts";
import { Player, type Prompt } from "./Player.ts";
import type { PreparedModem } from "./prepare.ts";

export interface VoiceCallOptions {
  readonly at: AtPort;
  readonly modem: PreparedModem;
  readonly clock: Clock;
  /** From off-hook to on-hook, whatever anybody above wants. */
  readonly longestCall: Duration;
  readonly silenceAfterSpeech?: Duration;
  readonly longestSilence?: Duration;
  /** Event codes that this modem was found to say falsely; outlives the call. */
  readonly doubtful: Set<string>;
  emit(event: LineEvent): void;
  log(text: string): void;
}

/** CONNECT comes at once on any modem that is alive; slow firmware has been seen to take 3 s. */
const CONNECT_WITHIN = Seconds(5);
/** Beyond what the modem still has to play, or to send. */
const END_WITHIN = Seconds(3);
/** A modem that does not know DLE ! is told DLE ESC after this. */
const OTHER_END_AFTER = Milliseconds(600);
/** The script's next prompt usually follows within this: not worth a +VRX that would be in its way. */
const BEFORE_LISTENING = Milliseconds(30);
/** Our ears are certain of a busy or dial tone within 3 s of listening to it. */
const CHECK_TAKES = Seconds(3);
/** Bytes that the port did not take: a second of audio. A modem that takes none is stuck. */
const STUCK_AT = 8_000;
/** A +VRX that ends by itself at once, again and again, must not become a busy loop. */
const AFTER_REFUSAL = Milliseconds(500);
const SILENCE_AFTER_SPEECH = Seconds(4);

/** Underrun, overrun, data lost, bad format (V.253): counted, and told in the log at the end. */
const TROUBLE = "uoYE";

type Doing = "nothing" | "playing" | "checking" | "listening" | "recording";

/**
 * One call while it is off-hook: plays, records, and listens whenever it does neither, one at a time because the modem
 * is half-duplex. Commands are wishes; `run` fulfils them in order until the call is over, and never throws.
 */
export class VoiceCall {
  readonly #options: VoiceCallOptions;
  readonly #at: AtPort;
  readonly #clock: Clock;
  readonly #ears: Ears;
  readonly #prompts: Prompt[] = [];
  #recordWanted = false;
  #doing: Doing = "nothing";
  /** Ends the present +VTX or +VRX. Synchronous: a key must stop a prompt in the same turn of the loop. */
  #interrupt: () => void = () => {};
  #recordingTold = false;
  /** The modem's own DLE ETX has come for the present +VRX. */
  #audioOver = false;
  /** The present +VTX or +VRX is on its way to its end. */
  #ending = false;
  #over = false;
  #pauseWanted = false;
  #troubles = 0;
  readonly #limit: Timer;

  constructor(options: VoiceCallOptions) {
    this.#options = options;
    this.#at = options.at;
    this.#clock = options.clock;
    this.#ears = new Ears({
      clock: options.clock,
      format: options.modem.format.format,
      longestSilence: options.longestSilence ?? LONGEST_SILENCE,
      doubtful: options.doubtful,
      doubtfulWhileRecording: options.modem.model.doubtfulWhileRecording,
      silence: options.silenceAfterSpeech ?? SILENCE_AFTER_SPEECH,
      keyPressed: (digit, source) => this.#emit({ kind: "digitReceived", atMs: this.#now(), digit, source }),
      farEndGone: (sign) => this.#farEndGone(sign),
      checkWanted: () => this.#pause(),
      silenceAfterSpeech: (ms) => this.#emit({ kind: "silenceAfterSpeech", atMs: this.#now(), ms }),
    });
    this.#limit = this.#clock.after("longest call", options.longestCall, () => this.#ears.weigh({ kind: "timeLimit" }));
  }

  perform(command: LineCommand): void {
    if (this.#over) return;
    switch (command.kind) {
      case "play":
        this.#prompts.push({ playId: command.playId, audio: command.audio });
        if (this.#doing !== "playing" && this.#doing !== "checking") this.#interrupt();
        break;
      case "stopPrompt":
        this.#dropPrompts();
        if (this.#doing === "playing" || this.#doing === "checking") this.#interrupt();
        break;
      case "startRecording":
        if (this.#doing === "recording" && !this.#ending) return;
        this.#recordWanted = true;
        if (this.#doing !== "playing") this.#interrupt();
        break;
      case "stopRecording":
        this.#recordWanted = false;
        if (this.#doing === "recording") this.#interrupt();
        break;
      case "expectQuiet":
        this.#ears.weigh({ kind: "quietExpected", ms: command.for });
        break;
      case "hangUp":
        this.#end();
        break;
    }
  }

  modemEvent(code: string): void {
    if (TROUBLE.includes(code)) this.#troubles += 1;
    if (this.#over) return;
    const during = this.#doing === "playing" || this.#doing === "recording" ? this.#doing : "listening";
    this.#ears.modemEvent(code, during);
  }

  audio(bytes: Uint8Array): void {
    if (this.#doing === "recording") {
      this.#tellRecording();
      this.#emit({ kind: "audioReceived", atMs: this.#now(), bytes });
      this.#ears.audio(bytes, "recording");
    } else if (this.#doing === "listening" || this.#doing === "checking") {
      this.#ears.audio(bytes, "listening");
    }
  }

  /** The modem ended its audio: by our wish, or by its own. */
  audioEnded(): void {
    this.#audioOver = true;
    this.#interrupt();
  }

  /** Something from outside that decides: NO CARRIER, the port is gone, the line never stopped ringing. */
  lost(reason: "noCarrier" | "portGone"): void {
    this.#ears.weigh({ kind: reason });
  }

  /** Until the call is over. The line is still off-hook then, but neither playing nor recording. */
  async run(): Promise<void> {
    try {
      const chosen = await this.#at.command({ text: this.#options.modem.selectFormat, timeout: CONNECT_WITHIN });
      if (chosen.kind !== "ok") this.#options.log(`voice format ${chosen.kind}`);
      while (!this.#over) await this.#next();
    } finally {
      this.#over = true;
      this.#limit.cancel();
      this.#dropPrompts();
      if (this.#troubles > 0) this.#options.log(`${this.#troubles} reports of lost or late audio`);
    }
  }

  async #next(): Promise<void> {
    const prompt = this.#prompts.shift();
    if (prompt !== undefined) return this.#play(prompt);
    if (this.#recordWanted) return this.#receive("recording");
    if (await this.#quietFor(BEFORE_LISTENING)) await this.#receive("listening");
  }

  // --- playing -----------------------------------------------------------------------------------------------------

  async #play(first: Prompt): Promise<void> {
    this.#doing = "playing";
    this.#pauseWanted = false;
    let stopped = false;
    this.#interrupt = () => {
      stopped = true;
    };
    const connected = await this.#at.command({ text: "AT+VTX", success: ["CONNECT"], timeout: CONNECT_WITHIN });
    if (connected.kind !== "ok" || connected.final === "OK") {
      this.#notPlayed(first, connected);
      return;
    }
    const player = this.#playerOf(first);
    const interrupted = await this.#transmit(player, stopped);
    const ended = await this.#at.finalResult(END_WITHIN);
    if (ended.kind !== "ok") this.#options.log(`end of +VTX ${ended.kind}`);
    // A modem that confirms the end mark before it has played everything would have its last syllable cut off by +VLS=0.
    if (!interrupted && ended.kind === "ok") await this.#quietFor(Milliseconds(player.aheadMs));
    if (player.longestGapMs > 0) this.#options.log(`a gap of ${player.longestGapMs.toFixed(0)} ms in a prompt`);
    this.#interrupt = () => {};
    if (this.#pauseWanted && !this.#over) {
      this.#prompts.unshift(...player.remaining());
      await this.#check();
    } else {
      this.#doing = "nothing";
      player.end(interrupted);
    }
  }

  #notPlayed(prompt: Prompt, outcome: AtOutcome): void {
    this.#options.log(`+VTX ${outcome.kind}`);
    this.#doing = "nothing";
    this.#interrupt = () => {};
    this.#emit({ kind: "promptFinished", atMs: this.#now(), playId: prompt.playId, interrupted: true });
    if (outcome.kind === "refused" && outcome.final === "NO CARRIER") this.lost("noCarrier");
  }

  #playerOf(first: Prompt): Player {
    return new Player(first, {
      clock: this.#clock,
      format: this.#options.modem.format.format,
      write: (bytes) => {
        this.#at.writeAudio(bytes);
        if (this.#at.pendingAudio > STUCK_AT) this.#interrupt();
      },
      next: () => this.#prompts.shift(),
      started: ({ playId }) => this.#emit({ kind: "promptStarted", atMs: this.#now(), playId }),
      finished: ({ playId }, interrupted) =>
        this.#emit({ kind: "promptFinished", atMs: this.#now(), playId, interrupted }),
      written: () => this.#written(),
    });
  }

  #written: () => void = () => {};

  /** Until all is written, or it was interrupted; the end mark is on the wire then. True when interrupted. */
  #transmit(player: Player, stoppedAlready: boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (mark: Uint8Array, interrupted: boolean): void => {
        this.#interrupt = () => {};
        this.#written = () => {};
        player.stop();
        this.#at.writeAudio(mark);
        resolve(interrupted);
      };
      this.#written = () => end(END_OF_PLAY, false);
      this.#interrupt = () => end(ABORT_PLAY, true);
      if (stoppedAlready || this.#over) this.#interrupt();
      else player.start();
    });
  }

  /** The caller may be gone: stop in the middle of the sentence, listen, and go on with it if it was a mistake. */
  #pause(): void {
    if (this.#doing !== "playing" || this.#pauseWanted) return;
    this.#pauseWanted = true;
    this.#interrupt();
  }

  async #check(): Promise<void> {
    const timer = this.#clock.after("check whether the caller is there", CHECK_TAKES, () => this.#interrupt());
    await this.#receive("checking");
    timer.cancel();
    if (!this.#over) this.#ears.disproved();
  }

  #dropPrompts(): void {
    for (const { playId } of this.#prompts.splice(0)) {
      this.#emit({ kind: "promptFinished", atMs: this.#now(), playId, interrupted: true });
    }
  }

  // --- recording and listening -------------------------------------------------------------------------------------

  async #receive(doing: "recording" | "listening" | "checking"): Promise<void> {
    if (doing === "recording") this.#recordWanted = false;
    this.#recordingTold = false;
    this.#audioOver = false;
    this.#ending = false;
    this.#doing = doing;
    this.#ears.listenAnew();
    const beganAtMs = this.#now();
    // Set before the command: the first samples come in the same read as CONNECT.
    const interrupted = new Promise<void>((resolve) => {
      this.#interrupt = () => {
        this.#ending = true;
        resolve();
      };
    });
    const connected = await this.#at.command({
      text: "AT+VRX",
      success: ["CONNECT"],
      receivesAudio: true,
      timeout: CONNECT_WITHIN,
    });
    if (connected.kind === "ok" && connected.final !== "OK") {
      if (doing === "recording") this.#tellRecording();
      if (this.#isMoot(doing)) this.#interrupt();
      await interrupted;
      await this.#endReceiving();
    } else {
      this.#options.log(`+VRX ${connected.kind}`);
      if (doing === "recording") this.#tellRecording();
    }
    this.#interrupt = () => {};
    this.#doing = "nothing";
    if (doing === "recording") {
      this.#emit({ kind: "recordingStopped", atMs: this.#now(), speechMs: this.#ears.speechMs });
    }
    if (connected.kind === "refused" && connected.final === "NO CARRIER") this.lost("noCarrier");
    else if (connected.kind !== "ok" || (this.#audioOver && this.#now() - beganAtMs < AFTER_REFUSAL)) {
      await this.#quietFor(AFTER_REFUSAL);
    }
  }

  /** While CONNECT was awaited, something else came to be wanted. */
  #isMoot(doing: "recording" | "listening" | "checking"): boolean {
    if (doing === "checking") return this.#over || this.#prompts.length === 0;
    return this.#over || this.#prompts.length > 0 || (doing === "listening" && this.#recordWanted);
  }

  async #endReceiving(): Promise<void> {
    // After its own DLE ETX the modem takes bytes for a command line again.
    if (!this.#audioOver) this.#at.writeAudio(END_OF_RECORD);
    const other = this.#clock.after("end of recording", OTHER_END_AFTER, () => {
      if (!this.#audioOver) this.#at.writeAudio(END_OF_RECORD_ESC);
    });
    const ended = await this.#at.finalResult(END_WITHIN);
    other.cancel();
    if (ended.kind !== "ok") this.#options.log(`end of +VRX ${ended.kind}`);
  }

  #tellRecording(): void {
    if (this.#recordingTold) return;
    this.#recordingTold = true;
    this.#emit({ kind: "recordingStarted", atMs: this.#now() });
  }

  // --- the end -----------------------------------------------------------------------------------------------------

  #farEndGone(sign: HangUpSign): void {
    if (this.#over) return;
    this.#emit({ kind: "callerHungUp", atMs: this.#now(), sign });
    this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#recordWanted = false;
    this.#interrupt();
  }

  /** Waits, unless something comes to be wanted; true when nothing did. */
  #quietFor(span: Duration): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (quiet: boolean): void => {
        timer.cancel();
        this.#interrupt = () => {};
        resolve(quiet);
      };
      const timer = this.#clock.after("before listening", span, () => done(true));
      this.#interrupt = () => done(false);
      if (this.#over) done(false);
    });
  }

  #now(): number {
    return this.#clock.monotonic();
  }

  #emit(event: LineEvent): void {
    this.#options.emit(event);
  }
}
