/* @pure */

/** 27.005 §3.1 ⟨stat⟩: received unread, received read, stored unsent, stored sent. */
export type StoredStatus = 0 | 1 | 2 | 3;

export interface StoredSms {
  readonly index: number;
  readonly status: StoredStatus;
  readonly hex: string;
}

/** One message memory (SM on the SIM, ME in the modem): numbered slots, the lowest free one is taken first. */
export class SmsStorage {
  readonly capacity: number;
  readonly #slots = new Map<number, StoredSms>();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get used(): number {
    return this.#slots.size;
  }

  get full(): boolean {
    return this.used >= this.capacity;
  }

  /** The slot it went to, or undefined when there is none. */
  add(hex: string, status: StoredStatus): number | undefined {
    for (let index = 1; index <= this.capacity; index += 1) {
      if (this.#slots.has(index)) continue;
      this.#slots.set(index, { index, status, hex });
      return index;
    }
    return undefined;
  }

  get(index: number): StoredSms | undefined {
    return this.#slots.get(index);
  }

  /** In the order of their slots. */
  all(): readonly StoredSms[] {
    return [...this.#slots.values()].sort((a, b) => a.index - b.index);
  }

  /** What was read once is no longer new. */
  markRead(index: number): void {
    const slot = this.#slots.get(index);
    if (slot?.status === 0) this.#slots.set(index, { ...slot, status: 1 });
  }

  markSent(index: number): void {
    const slot = this.#slots.get(index);
    if (slot?.status === 2) this.#slots.set(index, { ...slot, status: 3 });
  }

  remove(index: number): void {
    this.#slots.delete(index);
  }

  /** `AT+CMGD` ⟨delflag⟩: 1 read, 2 read and sent, 3 and unsent, 4 everything. */
  removeByFlag(flag: number): void {
    const gone: readonly StoredStatus[] = [[], [1], [1, 3], [1, 2, 3], [0, 1, 2, 3]][flag] as StoredStatus[];
    for (const slot of this.all()) if (gone?.includes(slot.status)) this.#slots.delete(slot.index);
  }
}
