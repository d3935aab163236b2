import type { Readable } from "node:stream";
import { LARGEST_RECORDING } from "../../../device/audio/promptFromFile.ts";

/** A recording, and a form around it. */
const LARGEST = LARGEST_RECORDING + 64 * 1024;

/**
 * A form with a file (multipart/form-data, RFC 7578), its file in base64 like every other answer a text. Rejects with what a person should
 * read: too large, or no form at all.
 */
export async function readFiles(type: string | undefined, payload: Readable): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST) {
      payload.resume();
      throw notTaken(
        413,
        `The file is too large: ${LARGEST_RECORDING / 1024 / 1024} MB at most. Save it in one channel (mono).`,
      );
    }
    chunks.push(chunk);
  }
  const form = await new Response(Buffer.concat(chunks), { headers: { "content-type": type ?? "" } })
    .formData()
    .catch(() => Promise.reject(notTaken(400, "Go back and send the file again.")));
  const input = new URLSearchParams();
  for (const [name, value] of form)
    input.append(name, typeof value === "string" ? value : Buffer.from(await value.arrayBuffer()).toString("base64"));
  return input;
}

const notTaken = (statusCode: number, cure: string): Error =>
  Object.assign(new Error("That could not be read"), { statusCode, cure });
