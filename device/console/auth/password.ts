import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/**
 * argon2id as OWASP's Password Storage Cheat Sheet gives it (19 MiB, two passes, one lane): the least that it accepts, because
 * a Pi has to bear it for ten people at eight in the morning. Written as a PHC string, so that the parameters may grow.
 */
const PRESENT: Parameters = { memoryKib: 19_456, passes: 2, lanes: 1 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;

interface Parameters {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

const derive = promisify(argon2);

const digest = async (password: string, nonce: Uint8Array, { lanes, memoryKib, passes }: Parameters): Promise<Buffer> =>
  derive("argon2id", {
    // Whatever keyboard and system made it: é is one sign or two (NIST SP 800-63B §5.1.1.2).
    message: password.normalize("NFKC"),
    nonce,
    parallelism: lanes,
    tagLength: HASH_BYTES,
    memory: memoryKib,
    passes,
  });

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await digest(password, salt, PRESENT);
  const { lanes, memoryKib, passes } = PRESENT;
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43})$/;

/** Somebody who is not there costs as much time as somebody who is. */
const NOBODYS = `$argon2id$v=19$m=${PRESENT.memoryKib},t=${PRESENT.passes},p=${PRESENT.lanes}$${"A".repeat(22)}$${"A".repeat(43)}`;

/** `renew`: it is right, and was hashed with parameters of long ago. */
export async function checkPassword(
  password: string,
  kept: string | undefined,
): Promise<{ readonly right: boolean; readonly renew: boolean }> {
  const [, memory, passes, lanes, salt = "", hash = ""] = PHC.exec(kept ?? NOBODYS) ?? PHC.exec(NOBODYS) ?? [];
  const parameters = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const found = await digest(password, Buffer.from(salt, "base64"), parameters);
  const right = timingSafeEqual(found, Buffer.from(hash, "base64")) && kept !== undefined && PHC.test(kept);
  const renew = right && (parameters.memoryKib < PRESENT.memoryKib || parameters.passes < PRESENT.passes);
  return { right, renew };
}

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");
