import type { ToTelephone } from "./worklet.ts";

export type Microphone = "off" | "on" | "refused" | "none";

interface Ringing {
  readonly hertz: readonly number[];
  readonly onS: number;
  readonly offS: number;
  readonly loud: number;
}

/** What a caller hears while it rings (ITU-T E.180, North America), and what a mobile telephone on the table sounds like. */
export const RINGING = {
  ringback: { hertz: [440, 480], onS: 2, offS: 4, loud: 0.04 },
  mobile: { hertz: [880, 1_108], onS: 0.8, offS: 1.6, loud: 0.05 },
} as const satisfies Record<string, Ringing>;

/** Beside the scripts where browsers find them. */
const WORKLET = new URL("worklet.js", import.meta.url).href;

/** A long while: whoever lets it ring for longer is not there. */
const RINGS = 60;

/**
 * The sound of a telephone in this browser. Begun by a press of a button, as browsers want it; echo is taken out by the browser,
 * and nothing else is done to a voice: a line gets it as it is spoken.
 */
export class LineAudio {
  readonly #context: AudioContext;
  readonly #node: AudioWorkletNode;
  #stream: MediaStream | undefined;
  #ringing: { readonly kind: keyof typeof RINGING; readonly stop: () => void } | undefined;
  muted = false;

  private constructor(context: AudioContext, node: AudioWorkletNode) {
    this.#context = context;
    this.#node = node;
  }

  /** `speak`: a frame of 20 ms of the microphone, 8 kHz. Rejects where the browser has no sound. */
  static async start(speak: (frame: Int16Array) => void): Promise<LineAudio> {
    const context = new AudioContext({ latencyHint: "interactive" });
    await context.audioWorklet.addModule(WORKLET);
    const node = new AudioWorkletNode(context, "firstring-telephone", { outputChannelCount: [1] });
    node.connect(context.destination);
    const audio = new LineAudio(context, node);
    node.port.onmessage = ({ data }: MessageEvent<Int16Array>) => {
      if (!audio.muted) speak(data);
    };
    await context.resume();
    return audio;
  }

  /** `echo`: what the loudspeaker says is not to be heard in it; a recording without a loudspeaker is better without that. */
  async openMicrophone(echo = true): Promise<Microphone> {
    if (this.#stream !== undefined) return "on";
    // Absent on a page that came over an untrusted connection.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (devices === undefined) return "none";
    try {
      this.#stream = await devices.getUserMedia({
        audio: { echoCancellation: echo, noiseSuppression: false, autoGainControl: false, channelCount: 1 },
      });
    } catch (error) {
      return (error as DOMException).name === "NotAllowedError" ? "refused" : "none";
    }
    this.#context.createMediaStreamSource(this.#stream).connect(this.#node);
    return "on";
  }

  /** 8 kHz s16le. `here`: what another one says into the telephone that is at the ear. */
  play(pcm: DataView, here: boolean): void {
    const samples = new Float32Array(pcm.byteLength >> 1);
    for (let n = 0; n < samples.length; n++) samples[n] = pcm.getInt16(n * 2, true) / 32_768;
    this.#send(here ? { here: samples } : { heard: samples });
  }

  /** Another telephone is at the ear. */
  clear(): void {
    this.#send({ kind: "clear" });
  }

  ring(kind: keyof typeof RINGING | undefined): void {
    if (this.#ringing?.kind === kind) return;
    this.#ringing?.stop();
    this.#ringing = kind === undefined ? undefined : { kind, stop: this.#ringAs(RINGING[kind]) };
  }

  #ringAs({ hertz, loud, offS, onS }: Ringing): () => void {
    const gain = this.#context.createGain();
    gain.gain.value = 0;
    gain.connect(this.#context.destination);
    const begin = this.#context.currentTime;
    for (let n = 0; n < RINGS; n++) {
      gain.gain.setTargetAtTime(loud, begin + n * (onS + offS), 0.01);
      gain.gain.setTargetAtTime(0, begin + n * (onS + offS) + onS, 0.01);
    }
    const tones = hertz.map((frequency) => new OscillatorNode(this.#context, { frequency }));
    for (const tone of tones) {
      tone.connect(gain);
      tone.start();
    }
    return () => {
      for (const tone of tones) tone.stop();
      gain.disconnect();
    };
  }

  async stop(): Promise<void> {
    this.ring(undefined);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    await this.#context.close();
  }

  #send(message: ToTelephone): void {
    this.#node.port.postMessage(message);
  }
}
