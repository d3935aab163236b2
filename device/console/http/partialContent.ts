import { ApiError } from "../api/errors.ts";
import { type ByteRange, byteRange } from "../messages/byteRange.ts";

/** What of a sound was asked for, and what the answer says of it (RFC 9110 §14). @throws ApiError 416 */
export function partialContent(
  range: string | undefined,
  length: number,
): { readonly part: ByteRange; readonly status: 200 | 206; readonly headers: Readonly<Record<string, string>> } {
  const asked = byteRange(range, length);
  if (asked === "none")
    throw new ApiError(416, "NO_SUCH_RANGE", `The recording has ${length} bytes, and none where you asked.`);
  const part = asked === "all" ? { from: 0, to: length } : asked;
  return {
    part,
    status: asked === "all" ? 200 : 206,
    headers: {
      "Accept-Ranges": "bytes",
      "Content-Length": String(part.to - part.from),
      ...(asked === "all" ? {} : { "Content-Range": `bytes ${part.from}-${part.to - 1}/${length}` }),
    },
  };
}
