import assert from "node:assert/strict";
import { test } from "node:test";
import { newTotpSecret, stepAt, totpAt, totpStep, totpUri } from "./totp.ts";

/** "12345678901234567890" in base 32, the secret of RFC 6238 appendix B. */
const RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/** Appendix B has eight digits; six are their last. */
for (const [seconds, code] of [
  [59, "94287082"],
  [1111111109, "07081804"],
  [1111111111, "14050471"],
  [1234567890, "89005924"],
  [2000000000, "69279037"],
  [20000000000, "65353130"],
] as const)
  test(`RFC 6238 appendix B: at ${seconds} s the code ends with ${code.slice(2)}`, () => {
    assert.equal(totpAt(RFC, stepAt(seconds * 1000)), code.slice(2));
  });

test("a code works half a minute early or late, once, and with blanks in it", () => {
  const now = 1_700_000_000_000;
  const code = totpAt(RFC, stepAt(now));
  assert.equal(totpStep(RFC, `${code.slice(0, 3)} ${code.slice(3)}`, now, 0), stepAt(now));
  assert.equal(totpStep(RFC, code, now + 30_000, 0), stepAt(now));
  assert.equal(totpStep(RFC, code, now - 30_000, 0), stepAt(now));
  assert.equal(totpStep(RFC, code, now + 90_000, 0), undefined);
  assert.equal(totpStep(RFC, code, now, stepAt(now)), undefined);
  assert.equal(totpStep(RFC, "", now, 0), undefined);
});

test("a new secret is 160 bits in base 32, and the address for the app names clinic and user", () => {
  assert.match(newTotpSecret(), /^[A-Z2-7]{32}$/);
  assert.equal(
    totpUri(RFC, "lopez", "Rosewood & Co"),
    `otpauth://totp/Rosewood%20%26%20Co%3Alopez?secret=${RFC}&issuer=Rosewood%20%26%20Co&algorithm=SHA1&digits=6&period=30`,
  );
});
