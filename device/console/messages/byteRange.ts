/* @pure */

/** The bytes from `from` until before `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What a `Range` header asks of a body of `length` bytes (RFC 9110 §14.1.2). `all`: there is none, or one that may be ignored
 * (several ranges, another unit, nonsense); `none`: nothing of it is there, which is answered with 416.
 */
export function byteRange(header: string | undefined, length: number): ByteRange | "all" | "none" {
  const [, first = "", last = ""] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return "all";
  if (first === "") {
    const suffix = Number(last);
    return suffix === 0 || length === 0 ? "none" : { from: Math.max(0, length - suffix), to: length };
  }
  const from = Number(first);
  if (last !== "" && Number(last) < from) return "all";
  return from >= length ? "none" : { from, to: last === "" ? length : Math.min(length, Number(last) + 1) };
}
