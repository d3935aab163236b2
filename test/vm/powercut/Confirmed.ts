/** What the guest said on the serial line, each with the size of the disk's log when it was heard here: by then all of it is in the log. */

export interface Confirmation {
  /** `message`, `taken`, `audio`, `codes` of test/fault/storeWriter.ts, `changed` of changeWriter.ts. */
  readonly kind: string;
  readonly what: string;
  readonly more: string;
  /** Bytes of the log. */
  readonly logged: number;
}

export interface Known {
  readonly messages: ReadonlySet<string>;
  /** Messages of which the writer said before that they are urgent: the first of each pair of codes. */
  readonly urgent: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  /** Chunks of each call. */
  readonly audio: ReadonlyMap<string, number>;
  readonly codes: ReadonlySet<string>;
  /** The last change of files that was kept; 0 for none. */
  readonly changed: number;
}

/** What had been confirmed when the log had so many bytes. */
export function knownAt(confirmations: readonly Confirmation[], logged: number): Known {
  const messages = new Set<string>();
  const urgent = new Set<string>();
  const taken = new Set<string>();
  const codes = new Set<string>();
  const audio = new Map<string, number>();
  let changed = 0;
  for (const it of confirmations) {
    if (it.logged > logged) break;
    if (it.kind === "message") messages.add(it.what);
    if (it.kind === "changed") changed = Number(it.what);
    if (it.kind === "taken") taken.add(it.what);
    if (it.kind === "audio") audio.set(it.what, Number(it.more) + 1);
    if (it.kind === "codes") {
      const [first = "", second = ""] = it.what.split(",");
      urgent.add(first);
      codes.add(first).add(second);
    }
  }
  return { messages, urgent, taken, audio, codes, changed };
}

/** What a person would call one: not the codes and seconds of sound on the way to it. */
export const isCounted = ({ kind }: Confirmation): boolean => /^(message|taken|changed)$/.test(kind);

export function readConfirmation(line: string, logged: number): Confirmation {
  const [kind = "", what = "", more = ""] = line.split(" ");
  return { kind, what, more, logged };
}
