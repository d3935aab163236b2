import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { UsageError } from "../../cli/Cli.ts";
import { type RehearsalAct, type RehearsalView, SAID_HERE } from "../../console/api/rehearsal.ts";
import type { EmulatorEvent, EmulatorProcess } from "../EmulatorProcess.ts";
import { AnalogHandset, CellularHandset, type Handset } from "../Handset.ts";
import type { Rehearsal } from "../Rehearsal.ts";
import type { RehearsalResult } from "../RehearsalCall.ts";
import { callByHand, findScenario, type RehearsalScenario, VOICES, voiceFile } from "../scenarios.ts";
import { EMPTY_VIEW, type RoomEvent, type RoomState, step } from "./roomView.ts";

/** Sound of one telephone: the number that a frame begins with, and 8 kHz s16le. */
export type HearSound = (channel: number, pcm: Uint8Array) => void;

const CALLER = 0;

/**
 * A person in a rehearsal: the caller's telephone and the doctors' in one hand each, and all that happens shown on one page. The
 * rehearsal itself is somebody else's to start and to end.
 */
export class Room {
  readonly #rehearsal: Rehearsal;
  readonly #viewers = new Set<(view: RehearsalView) => void>();
  readonly #hearers = new Set<HearSound>();
  readonly #stops: (() => void)[] = [];
  #state: RoomState;
  /** The line of the caller's call; its modem speaks for the caller until that is over. */
  #line: string | undefined;

  constructor(rehearsal: Rehearsal, aheadMs: number) {
    this.#rehearsal = rehearsal;
    const { clinic, lines } = rehearsal;
    const view: RehearsalView = {
      ...EMPTY_VIEW,
      clinic: clinic.name,
      timezone: clinic.timezone,
      aheadMs,
      lines: lines.map(({ id, driver }) => ({ id, kind: driver === "gsm" ? "cellular" : "analog" })),
      people: clinic.people.map((person) => ({ ...person, texts: [], call: "none" })),
    };
    this.#state = { view, rangAtMs: undefined };
  }

  get view(): RehearsalView {
    return this.#state.view;
  }

  /** What the rehearsal says while it starts. */
  starting(says: string): void {
    this.#tell({ kind: "starting", says });
  }

  /** The rehearsal has started: its modems and its box are listened to from now on. */
  ready(): void {
    const { modems, networks, daemon } = this.#rehearsal;
    for (const [id, modem] of modems) {
      const handset = networks.indexOf(modem) + 1;
      this.#stops.push(modem.listen((news) => this.#fromModem(id, handset, news)));
    }
    if (daemon !== undefined) this.#stops.push(daemon.listen((event) => this.#tell({ kind: "box", event })));
    this.#tell({ kind: "ready" });
    this.#listenIn();
  }

  failed(error: unknown): void {
    this.#tell({ kind: "failed", says: inWords(error) });
  }

  /** Nothing is heard of it any more. */
  leave(says: string): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#tell({ kind: "ended", says });
    this.#viewers.clear();
    this.#hearers.clear();
    this.#listenIn();
  }

  /** Gets the view at once and whenever it changes. Returns the function that ends it. */
  watch(viewer: (view: RehearsalView) => void): () => void {
    this.#viewers.add(viewer);
    viewer(this.view);
    return () => void this.#viewers.delete(viewer);
  }

  hear(hearer: HearSound): () => void {
    this.#hearers.add(hearer);
    this.#listenIn();
    return () => {
      this.#hearers.delete(hearer);
      this.#listenIn();
    };
  }

  /** A frame of the microphone at that telephone. */
  talk(handset: number, frame: Uint8Array): void {
    this.#handset(handset)?.talk(frame);
  }

  /** @throws UsageError with a sentence when it cannot be done now. */
  act(act: RehearsalAct): void {
    if (this.view.state !== "ready") throw new UsageError("The rehearsal is not running yet.");
    switch (act.do) {
      case "call": {
        const caller = act.number === undefined ? { withheld: true } : { number: act.number, ...nameOf(act.name) };
        return this.#place(callByHand(caller), act.line);
      }
      case "example": {
        const scenario = findScenario(act.name);
        if (scenario === undefined) throw new UsageError(`There is no example call '${act.name}'.`);
        return this.#place(scenario, act.line, act.name);
      }
      case "press":
        return this.#inHand(act.handset).press(act.key);
      case "say": {
        const voice = VOICES.find(({ id }) => id === act.voice);
        if (voice === undefined) throw new UsageError(`There is no recorded voice '${act.voice}'.`);
        return this.#inHand(act.handset).say(voiceFile(voice.id));
      }
      case "hangUp":
        return this.#hangUp(act.handset);
      case "pickUp":
        return this.#network(this.#person(act.phone).handset)?.do({ do: "pickUp" });
      case "reply":
        // Each network has the same telephones; the text goes back the way that the last one came.
        this.#person(act.phone);
        return this.#networkOf(act.phone)?.do({ do: "reply", from: act.phone, text: act.text });
    }
  }

  #hangUp(handset: number): void {
    this.#inHand(handset).hangUp();
    if (handset === CALLER) this.#rehearsal.cutShort();
  }

  /** The terminal that followed a call is gone, and its caller with it. */
  hangUpCaller(): void {
    if (this.#handset(CALLER) !== undefined) this.#hangUp(CALLER);
  }

  #place(scenario: RehearsalScenario, asked: string | undefined, example?: string): void {
    if (this.#rehearsal.busy) throw new UsageError("A call is going on; wait for its end, or hang up.");
    const line = this.#rehearsal.lineToCall(asked).id;
    // It may be ended in the middle of the call, and that is told.
    void this.follow(
      line,
      example,
      this.#rehearsal.place(scenario, () => {}, line),
    ).catch(() => {});
  }

  /** A call that is placed now, by whomever: its line is the caller's, and what it comes to is shown. */
  async follow(line: string, example: string | undefined, call: Promise<RehearsalResult>): Promise<RehearsalResult> {
    this.#line = line;
    this.#tell({ kind: "placed", line, ...(example === undefined ? {} : { example }) });
    const result = await call;
    this.#tell({ kind: "result", result: shown(result) });
    return result;
  }

  #fromModem(id: string, handset: number, news: EmulatorEvent): void {
    if (news.event === "sound") return this.#sound(id, handset, news);
    if (id === this.#line && this.#callersTurn(id)) this.#tell({ kind: "line", news });
    if (handset > 0) {
      if (news.event === "textShown") this.#textedBy.set(String(news.phone), handset);
      this.#tell({ kind: "network", handset, news });
    }
  }

  readonly #textedBy = new Map<string, number>();

  /** Is this modem the caller's still? Afterwards a cellular one calls doctors. */
  #callersTurn(id: string): boolean {
    return id === this.#line && !["none", "over"].includes(this.view.call.state);
  }

  #sound(id: string, handset: number, news: EmulatorEvent): void {
    const whose = this.#callersTurn(id) ? CALLER : handset;
    const channel = whose | (news.from === "here" ? SAID_HERE : 0);
    const pcm = Buffer.from(String(news.pcm), "base64");
    for (const hear of this.#hearers) hear(channel, pcm);
  }

  #handset(number: number): Handset | undefined {
    if (number !== CALLER) {
      const network = this.#network(number);
      return network && new CellularHandset(network);
    }
    const modem = this.#line === undefined ? undefined : this.#rehearsal.modems.get(this.#line);
    if (modem === undefined || !this.#callersTurn(this.#line!)) return undefined;
    return this.#rehearsal.networks.includes(modem) ? new CellularHandset(modem) : new AnalogHandset(modem);
  }

  #inHand(number: number): Handset {
    const handset = this.#handset(number);
    if (handset === undefined) throw new UsageError("There is no call on that telephone.");
    return handset;
  }

  #network(handset: number | undefined): EmulatorProcess | undefined {
    return handset === undefined ? undefined : this.#rehearsal.networks[handset - 1];
  }

  #networkOf(phone: string): EmulatorProcess | undefined {
    return this.#network(this.#textedBy.get(phone) ?? 1);
  }

  #person(phone: string): RehearsalView["people"][number] {
    const person = this.view.people.find((one) => one.phone === phone);
    if (person === undefined) throw new UsageError(`Nobody in this clinic has the number ${phone}.`);
    return person;
  }

  /** Only while somebody hears it: it is fifty lines a second. */
  #listenIn(): void {
    for (const modem of this.#rehearsal.modems.values()) modem.listenIn(this.#hearers.size > 0);
  }

  #tell(event: RoomEvent): void {
    const before = this.#state;
    this.#state = step(before, event);
    if (this.#state.view === before.view) return;
    for (const viewer of this.#viewers) viewer(this.#state.view);
  }
}

const nameOf = (name: string | undefined): { name?: string } =>
  name === undefined || name.trim() === "" ? {} : { name: name.trim().toUpperCase() };

const shown = ({ timeline: _timeline, offHookToPromptMs: _to, modemSubmitMs: _by, ...result }: RehearsalResult) => ({
  ...result,
  problems: [...result.problems],
});

function inWords(error: unknown): string {
  if (error instanceof ApplianceError) return [error.message, error.cure].filter(Boolean).join(". ");
  return error instanceof Error ? error.message : String(error);
}
