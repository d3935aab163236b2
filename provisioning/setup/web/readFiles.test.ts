import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { readFiles } from "./readFiles.ts";

const BOUNDARY = "----firstring";
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

const form = (bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="token"\r\n\r\nabc\r\n`),
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="recording"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);

test("a file in a form arrives byte by byte, beside the other answers, however it is cut on the way", async () => {
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, at) => at % 256));
  const body = form(bytes);
  const pieces = Array.from({ length: Math.ceil(body.length / 7) }, (_, at) => body.subarray(at * 7, at * 7 + 7));
  const input = await readFiles(TYPE, Readable.from(pieces));
  assert.equal(input.get("token"), "abc");
  assert.deepEqual(Buffer.from(input.get("recording") ?? "", "base64"), bytes);
});

test("what is too large, cut off or no form is refused with what to do", async () => {
  const large = [form(Buffer.alloc(0)), Buffer.alloc(13 * 1024 * 1024)];
  for (const [type, pieces, status] of [
    [TYPE, large, 413],
    [TYPE, [form(Buffer.from("x")).subarray(0, 120)], 400],
    [TYPE, [Buffer.from("nothing of the kind")], 400],
    ["multipart/form-data", [form(Buffer.from("x"))], 400],
    [undefined, [], 400],
  ] as const) {
    const refused = await readFiles(type, Readable.from(pieces)).then(
      () => undefined,
      (error: { statusCode: number; cure: string }) => error,
    );
    assert.equal(refused?.statusCode, status);
    assert.ok(refused.cure.length > 10);
  }
});
