export const DOCTOR = "+13125550101";
export const CALLER = "3125550142";

/** As udev names an adapter of QEMU's by what it says of itself. */
export const portOf = (serial: string): string => `/dev/serial/by-id/usb-QEMU_QEMU_USB_SERIAL_${serial}-if00-port0`;

export const FRONT = "FRONT1";
export const MOBILE = "MOBILE1";

/** A clinic whose every call is urgent as soon as the number is confirmed; `test/e2e/House.ts` has the same. `pin`: the doctor has one, in this secret. */
export const clinicFile = ({ pin }: { readonly pin?: string } = {}): string => `version: 1
clinic: { name: Rosewood Family Practice, shortName: Rosewood, timezone: America/Chicago, country: US, emergencyNumber: "911", languages: [en] }
privacy: { smsDetail: code, retention: { audioDays: 90, recordDays: 2190 } }
lines:
  - { id: front, driver: voice-modem, port: "${portOf(FRONT)}", pickup: caller-id }
  - { id: mobile, driver: gsm, port: "${portOf(MOBILE)}" }
hours: { answer: always }
people:
  - { id: chen, name: Dr. Chen, phone: "${DOCTOR}", notify: [sms]${pin === undefined ? "" : `, pin: "\${credential:${pin}}"`} }
onCall: { fallback: chen, rotations: [] }
escalation:
  urgent:
    - { notify: "person:chen", by: [sms] }
    - { after: 5m, notify: everyone, by: [sms], repeat: until-taken }
  ackExpires: 30m
script:
  start: greeting
  escape: greeting
  routine: pages
  steps:
    greeting: { say: emergency, next: callback, urgency: urgent }
    callback: { ask: callback, next: reason }
    reason: { record: reason, say: ask-reason, longest: 60s, review: false, next: save }
    save: { save: { urgent: thanks, routine: kept, failed: not-saved } }
    thanks: { end: saved-urgent }
    kept: { end: saved-routine }
    not-saved: { end: not-saved }
`;
