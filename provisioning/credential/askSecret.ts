import { askHidden } from "../../device/backup/askSecret.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";

/** PINs and passwords are lines, and short. */
const LONGEST = 4096;

/** All of standard input, without the line end that a shell adds. */
export async function readSecret(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  let text = "";
  for await (const chunk of input) {
    text += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    if (text.length > LONGEST) throw refused("it is too long for a PIN or a password");
  }
  return demand(text.replace(/\r?\n$/, ""));
}

/** Typed twice, and not shown. */
export async function askSecret(name: string): Promise<string> {
  const first = await askHidden(`${name}: `);
  if (first !== (await askHidden("Once more: "))) throw refused("the two are not the same");
  return demand(first);
}

function demand(secret: string): string {
  if (secret === "") throw refused("nothing was given");
  if (/[\n\r\0]/.test(secret)) throw refused("it has more than one line");
  return secret;
}

const refused = (why: string): ApplianceError =>
  new ApplianceError("SECRET_REFUSED", `the secret was not kept: ${why}`, {
    disposition: "operator",
    cure: "Type it, or pipe it in: printf %s 1234 | firstring credential set sim-pin",
  });
