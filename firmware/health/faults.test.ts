import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FAULTS } from "./faults.ts";
import { faultsDocument } from "./faultsDocument.ts";

const declared = [...FAULTS.values()];

/** A number stays with its fault for ever: add a line here, never change one. */
const NUMBERS: Readonly<Record<string, number>> = {
  LINE_PORT_GONE: 101,
  LINE_MODEM_UNKNOWN: 102,
  LINE_MODEM_NO_VOICE: 103,
  LINE_MODEM_SILENT: 104,
  LINE_NOT_OFF_HOOK: 105,
  LINE_STUCK_OFF_HOOK: 106,
  LINE_NOT_ANSWERED: 107,
  LINE_NO_VOICE_SERVICE: 108,
  LINE_SMS_ONLY: 109,
  LINE_NO_AUDIO: 110,
  LINE_AUDIO_BAD: 111,
  SMS_MODEM_GONE: 201,
  SMS_MODEM_SILENT: 202,
  SMS_SIM_MISSING: 203,
  SMS_SIM_PIN: 204,
  SMS_SIM_PUK: 205,
  SMS_SIM_SWAPPED: 206,
  SMS_NOT_REGISTERED: 207,
  SMS_BARRED: 208,
  SMS_ROAMING: 209,
  SMS_WEAK_SIGNAL: 210,
  SMS_STORAGE_FULL: 211,
  SMS_REFUSED: 212,
  SMS_NOT_ACCEPTED: 213,
  MODEM_NOT_RECOVERED: 214,
  MODEM_RESET_LIMIT: 215,
  STORE_UNREADABLE: 301,
  STORE_FULL: 302,
  STORE_FAILED: 303,
  MQTT_UNREACHABLE: 401,
  MQTT_REFUSED: 402,
  PROMPT_MISSING: 501,
  ALERT_UNTAKEN: 502,
  ONCALL_GAP: 503,
  PERSON_STOPPED: 504,
  PIN_LOCKED: 505,
  ALERT_STUCK: 506,
  SECRET_MISSING: 507,
  CLOCK_UNTRUSTED: 601,
  CLOCK_WRONG: 602,
  ONCALL_GAP_AHEAD: 701,
  CALENDAR_STALE: 702,
  CALENDAR_BROKEN: 703,
  RETENTION_LATE: 801,
  BACKUP_FAILED: 802,
  BACKUP_OLD: 803,
  ON_BATTERY: 901,
  BATTERY_LOW: 902,
  BUTTON_STUCK: 903,
  PANEL_GONE: 904,
  STICK_NOT_FAT: 905,
  SERVICE_STUCK: 951,
  SERVICE_RESTARTS: 952,
  CONSOLE_AWAY: 953,
  CONSOLE_CERTIFICATE: 954,
};

test("the number that a technician reads out means the same fault in every version", () => {
  assert.deepEqual(Object.fromEntries(declared.map(({ code, number }) => [code, number])), NUMBERS);
  assert.equal(new Set(declared.map(({ number }) => number)).size, declared.length);
});

test("every fault says what it is, what it means and what to do, as sentences", () => {
  for (const { code, title, means, cure, over } of declared) {
    assert.match(title, /^[A-Z].*[^.]$/, code);
    assert.match(means, /^[A-Z].*\.$/, code);
    assert.match(cure, /^[A-Z].*\.$/, code);
    assert.match(over, /^[a-z].*[^.]$/, code);
  }
});

test("a fault is explained only by faults that are declared, and never by itself", () => {
  const explains = (code: string, seen: readonly string[]): void => {
    assert.ok(!seen.includes(code), `${[...seen, code].join(" → ")}: nobody would ever hear of it`);
    for (const deeper of FAULTS.get(code)?.dependsOn ?? assert.fail(`${code} is not declared`))
      explains(deeper, [...seen, code]);
  };
  for (const { code } of declared) explains(code, []);
});

test("docs/faults.md says what the table says", () => {
  const written = readFileSync(new URL("../../docs/faults.md", import.meta.url), "utf8");
  assert.equal(written, faultsDocument(), "write it anew: ./firstring doctor --list-faults > docs/faults.md");
});

test("a cure is something that a person at the box can do; a command is only the second way, for who has a shell", () => {
  for (const { code, cure } of declared) {
    const withoutShell = cure.replace(/\(?[Ww]ith a shell.*$/s, "");
    assert.ok(withoutShell.trim().length > 20, `${code}: ${cure}`);
    assert.doesNotMatch(withoutShell, /`firstring |systemctl|journalctl/, code);
  }
});
