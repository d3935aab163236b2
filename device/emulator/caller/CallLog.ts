/** What happened in one call, gathered for its report. */
import type {
  CallerIdentity,
  CallReport,
  DeliveredRecording,
  HeardPrompt,
  PressedKey,
  SoundStream,
  ToneKey,
} from "./CallReport.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Times = Mutable<
  Pick<
    CallReport,
    | "firstRingAtMs"
    | "ringReportedAtMs"
    | "callerIdReportedAtMs"
    | "offHook"
    | "firstPromptByteAtMs"
    | "hungUpAtMs"
    | "onHookAtMs"
  >
>;

export class CallLog {
  readonly #caller: CallerIdentity;
  readonly #times: Times = {};
  readonly #prompts: HeardPrompt[] = [];
  readonly #recordings: DeliveredRecording[] = [];
  readonly #keys: PressedKey[] = [];
  readonly #puzzles: string[] = [];
  readonly #toneKeys: ToneKey[] = [];
  readonly #streams: SoundStream[] = [];
  #end: string | undefined;
  #rings = 0;

  constructor(caller: CallerIdentity) {
    this.#caller = caller;
  }

  rang(ring: number, atMs: number): void {
    this.#rings = ring;
    this.#times.firstRingAtMs ??= atMs;
  }

  ringReported(atMs: number): void {
    this.#times.ringReportedAtMs ??= atMs;
  }

  callerIdReported(atMs: number): void {
    this.#times.callerIdReportedAtMs ??= atMs;
  }

  answered(offHook: NonNullable<CallReport["offHook"]>): void {
    this.#times.offHook ??= offHook;
  }

  /** True for the first prompt of the call. */
  promptStarted(atMs: number): boolean {
    const first = this.#times.firstPromptByteAtMs === undefined;
    this.#times.firstPromptByteAtMs ??= atMs;
    return first;
  }

  heard(prompt: HeardPrompt): void {
    this.#prompts.push(prompt);
  }

  recorded(recording: DeliveredRecording): void {
    this.#recordings.push(recording);
  }

  pressed(key: PressedKey): void {
    this.#keys.push(key);
  }

  hungUp(atMs: number): void {
    this.#times.hungUpAtMs ??= atMs;
  }

  onHook(atMs: number): void {
    this.#times.onHookAtMs ??= atMs;
  }

  puzzled(why: string): void {
    this.#puzzles.push(why);
  }

  heardKey(key: ToneKey): void {
    this.#toneKeys.push(key);
  }

  streamed(stream: SoundStream): void {
    this.#streams.push(stream);
  }

  /** Why a mobile call ended. */
  ended(why: string): void {
    this.#end = why;
  }

  finished(): CallReport {
    if (!this.#times.offHook) return this.report(this.#end === "busy" ? "lineBusy" : "unanswered", "nobody");
    return this.report("answered", this.#times.hungUpAtMs === undefined ? "appliance" : "caller");
  }

  report(outcome: CallReport["outcome"], endedBy: CallReport["endedBy"]): CallReport {
    return {
      caller: this.#caller,
      outcome,
      endedBy,
      rings: this.#rings,
      ...this.#times,
      prompts: this.#prompts,
      recordings: this.#recordings,
      keys: this.#keys,
      puzzles: this.#puzzles,
      ...(this.#end === undefined ? {} : { end: this.#end, toneKeys: this.#toneKeys, streams: this.#streams }),
    };
  }
}
