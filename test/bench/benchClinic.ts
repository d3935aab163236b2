/* @pure */

export interface BenchLine {
  readonly id: string;
  readonly port: string;
}

export const DOCTOR = "+13125550101";

/**
 * A clinic whose dialogue is as short as the checks allow: a page is due a second after off-hook, so that hundreds of
 * calls fit into minutes. Key 1 leads to the callback number, 2 to a recording.
 */
export function benchClinic(
  lines: readonly BenchLine[],
  pickup: "caller-id" | "immediate",
  mobile: string,
  audio?: string,
  callsAfter?: string,
): string {
  const analog = lines.map(
    ({ id, port }) => `  - { id: ${id}, driver: voice-modem, port: "${port}", pickup: ${pickup} }`,
  );
  const sound = audio === undefined ? "" : `, audio: "${audio}"`;
  const calls = callsAfter === undefined ? "" : `    - { after: ${callsAfter}, notify: "person:chen", by: [call] }\n`;
  return `version: 1
clinic:
  name: Bench Practice
  shortName: Bench
  timezone: America/Chicago
  country: US
  emergencyNumber: "911"
  languages: [en]
privacy: { smsDetail: code, retention: { audioDays: 90, recordDays: 2190 } }
lines:
${analog.join("\n")}
  - { id: mobile, driver: gsm, port: "${mobile}"${sound} }
hours: { answer: always }
people:
  - { id: chen, name: Dr. Chen, phone: "${DOCTOR}", notify: [sms, call] }
onCall: { fallback: chen }
escalation:
  urgent:
    - { notify: "person:chen", by: [sms] }
${calls}    - { after: 5m, notify: "person:chen", by: [sms], repeat: until-taken }
  ackExpires: 30m
script:
  start: hello
  escape: number
  routine: pages
  steps:
    hello: { menu: [emergency, ask-urgency], keys: { "1": number, "2": speak }, otherwise: number }
    number: { ask: callback, urgency: urgent, because: the caller said so, next: keep }
    speak: { record: reason, say: tone, longest: 2m, review: false, next: number }
    keep: { save: { urgent: bye, routine: bye, failed: bye } }
    bye: { end: tone }
`;
}
