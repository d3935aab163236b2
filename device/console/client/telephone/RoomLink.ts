import { signal } from "@preact/signals";
import type { RehearsalAct, RehearsalNews, RehearsalView } from "../../api/rehearsal.ts";
import { API } from "../api.ts";

/** As the box tells channels apart; see device/console/api/rehearsal.ts. */
const SAID_HERE = 0x80;

export type Hear = (handset: number, pcm: DataView, here: boolean) => void;

/** The connection to a room of the rehearsal: what there is to see, what is heard, what is done. */
export class RoomLink {
  readonly view = signal<RehearsalView | undefined>(undefined);
  /** The sentence by which the last act was refused. */
  readonly refused = signal<string | undefined>(undefined);
  readonly #socket: WebSocket;

  /** `over`: the box has ended it, or does not answer any more. */
  constructor(hear: Hear, over: () => void) {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${API}/rehearsal/line`);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === "string") return this.#told(JSON.parse(data) as RehearsalNews);
      const channel = new DataView(data).getUint8(0);
      hear(channel & ~SAID_HERE, new DataView(data, 1), (channel & SAID_HERE) !== 0);
    };
    socket.onclose = over;
    this.#socket = socket;
  }

  do(act: RehearsalAct): void {
    this.refused.value = undefined;
    if (this.#isOpen) this.#socket.send(JSON.stringify(act));
  }

  talk(handset: number, frame: Int16Array): void {
    if (!this.#isOpen) return;
    const bytes = new DataView(new ArrayBuffer(1 + frame.length * 2));
    bytes.setUint8(0, handset);
    for (const [n, sample] of frame.entries()) bytes.setInt16(1 + n * 2, sample, true);
    this.#socket.send(bytes);
  }

  close(): void {
    this.#socket.onclose = null;
    this.#socket.close();
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  #told(news: RehearsalNews): void {
    if (news.kind === "view") this.view.value = news.view;
    else this.refused.value = news.message;
  }
}
