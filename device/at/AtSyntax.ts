/* @pure */
// bytes ─▶ tokens. One byte at a time with all state between reads, so that where a read ends changes nothing.
//
//   text mode    lines (V.250 information text and result codes), the prompt of 27.005, <DLE>x events (V.253)
//   audio mode   samples with each 0x10 doubled, <DLE>x events inside, ended by <DLE><ETX>

const ETX = 0x03;
const LF = 0x0a;
const CR = 0x0d;
const DLE = 0x10;
const SUB = 0x1a;
const SPACE = 0x20;
const DEL = 0x7f;
const PROMPT = "> ";

/** Bytes of one line that are kept. The longest honest line is a PDU in hex (352) or a raw caller-ID block (about 520). */
export const LONGEST_LINE = 2048;

export type AtToken =
  /** Never empty, without its CR and LF, control characters left out. */
  | { readonly kind: "line"; readonly text: string }
  /** `> ` at the beginning of a line, 27.005 §3.5.1. */
  | { readonly kind: "prompt" }
  | { readonly kind: "dleEvent"; readonly code: number }
  | { readonly kind: "audio"; readonly bytes: Uint8Array }
  | { readonly kind: "audioEnded" }
  /** A line that was too long to be one; all of it was thrown away. */
  | { readonly kind: "overlong"; readonly length: number };

export interface AtSyntaxState {
  readonly mode: "text" | "audio";
  /** <DLE> events are recognised in text too (a voice modem that is playing or idle in class 8). */
  readonly dle: boolean;
  /** The last byte was a DLE whose meaning the next one decides. */
  readonly escaped: boolean;
  /** The line so far, one character per byte. */
  readonly line: string;
  /** Bytes of an overlong line that were not kept. */
  readonly dropped: number;
  /** The last line was taken at its CR: an LF that follows still belongs to it, also when audio begins. */
  readonly afterCr: boolean;
}

export const startSyntax = (dle: boolean): AtSyntaxState => ({
  mode: "text",
  dle,
  escaped: false,
  line: "",
  dropped: 0,
  afterCr: false,
});

/** After CONNECT of a receiving command: the next byte (but for the LF of CONNECT itself) is a sample. */
export const enterAudio = (state: AtSyntaxState): AtSyntaxState => ({
  ...state,
  mode: "audio",
  escaped: false,
  line: "",
  dropped: 0,
});

/** Back to text when audio was given up without its <DLE><ETX>. */
export const leaveAudio = (state: AtSyntaxState): AtSyntaxState => ({ ...startSyntax(state.dle) });

/** The next token from `bytes[from]` on, the state after it, and where to go on; no token: all bytes are used up. */
export function nextToken(
  state: AtSyntaxState,
  bytes: Uint8Array,
  from: number,
): readonly [token: AtToken | undefined, state: AtSyntaxState, next: number] {
  return state.mode === "text" ? nextTextToken(state, bytes, from) : nextAudioToken(state, bytes, from);
}

function nextTextToken(
  state: AtSyntaxState,
  bytes: Uint8Array,
  from: number,
): [AtToken | undefined, AtSyntaxState, number] {
  let { escaped, line, dropped } = state;
  let afterCr = state.afterCr;
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const endsLine = byte === CR || byte === LF;
    // A DLE before a line end is noise: no V.253 event has these codes, and the line end must not be lost with it.
    if (escaped && !endsLine) {
      return [{ kind: "dleEvent", code: byte }, { ...state, escaped: false, line, dropped, afterCr }, i + 1];
    }
    escaped = false;
    if (endsLine) {
      afterCr = byte === CR;
      const token = lineToken(line, dropped);
      line = "";
      dropped = 0;
      if (token) return [token, { ...state, escaped, line, dropped, afterCr }, i + 1];
    } else if (byte === DLE && state.dle) {
      escaped = true;
    } else if (byte >= SPACE && byte !== DEL) {
      if (line.length < LONGEST_LINE) line += String.fromCharCode(byte);
      else dropped++;
      if (line === PROMPT) return [{ kind: "prompt" }, { ...state, escaped, line: "", dropped, afterCr }, i + 1];
    }
  }
  return [undefined, { ...state, escaped, line, dropped, afterCr }, bytes.length];
}

function lineToken(line: string, dropped: number): AtToken | undefined {
  if (dropped > 0) return { kind: "overlong", length: line.length + dropped };
  const text = decode(line).trim();
  return text === "" ? undefined : { kind: "line", text };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Names come as ASCII, as UTF-8 (NCID's collection of odd caller IDs) or as Latin-1. */
function decode(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters were left out above; this asks for 7 bits.
  if (/^[\x00-\x7f]*$/.test(line)) return line;
  try {
    return utf8.decode(Uint8Array.from(line, (character) => character.charCodeAt(0)));
  } catch {
    return line;
  }
}

function nextAudioToken(
  state: AtSyntaxState,
  bytes: Uint8Array,
  from: number,
): [AtToken | undefined, AtSyntaxState, number] {
  const samples = new Uint8Array(bytes.length - from + 1);
  let { escaped, afterCr } = state;
  let count = 0;
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (afterCr && (byte === LF || byte === CR)) {
      afterCr = byte === CR;
      continue;
    }
    afterCr = false;
    if (!escaped) {
      if (byte === DLE) escaped = true;
      else samples[count++] = byte;
      continue;
    }
    if (byte === DLE || byte === SUB) {
      // <DLE><DLE> is one 0x10; <DLE><SUB> stands for two of them (IS-101).
      samples[count++] = DLE;
      if (byte === SUB) samples[count++] = DLE;
      escaped = false;
      continue;
    }
    // The samples before an event are told first; the event is read again from its code byte.
    if (count > 0) return [audioToken(samples, count), { ...state, escaped: true, afterCr }, i];
    if (byte === ETX) return [{ kind: "audioEnded" }, startSyntax(state.dle), i + 1];
    return [{ kind: "dleEvent", code: byte }, { ...state, escaped: false, afterCr }, i + 1];
  }
  const after = { ...state, escaped, afterCr };
  return [count > 0 ? audioToken(samples, count) : undefined, after, bytes.length];
}

const audioToken = (samples: Uint8Array, count: number): AtToken => ({
  kind: "audio",
  bytes: samples.subarray(0, count),
});
