import assert from "node:assert/strict";
import { test } from "node:test";
import { redactLine, redactWritten } from "./redactWire.ts";

for (const line of ["+RXDTMF: 5", "+DTMF: 5,40", "+QTONEDET: 53", "^DDTMF: 5"])
  test(`a key that a caller pressed is not in the trace: ${line}`, () => assert.doesNotMatch(redactLine(line), /\d/));

for (const command of ["AT+VTS=5", 'AT+QVTS="5"', "AT^DTMF=1,5", 'AT+CPIN="1234"', "ATD+13125550101;"])
  test(`nor is what we dial or enter: ${command}`, () =>
    assert.doesNotMatch(redactWritten(Buffer.from(`${command}\r`)), /\d/));

test("what a technician needs stays readable", () => {
  for (const line of ["AT+DDET=1", "AT+QTONEDET?", "+CMS ERROR: 331", "AT+CPCMREG=1", "+CREG: 2,1"])
    assert.match(redactLine(line), /[1\d?]/);
});
