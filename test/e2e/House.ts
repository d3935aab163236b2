import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallerAction, CallReport } from "../../device/emulator/caller/Caller.ts";
import { type GsmEmulatorOptions, GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { VoiceModemEmulator, type VoiceModemOptions } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import { ApplianceProcess, type StartOptions } from "./ApplianceProcess.ts";
import { writeShortPrompts } from "./shortPrompts.ts";
import { until } from "./until.ts";

export const DOCTOR = "+13125550101";
export const SECOND_DOCTOR = "+13125550102";
export const SECOND_DOCTORS_PIN = "2846";
export const CALLER = "3125550142";
export const MOBILE_CALLER = "+13125550143";

/** A clinic file never holds a PIN itself. */
const PIN_VARIABLE = "FIRSTRING_E2E_SIM_PIN";
const DOCTORS_PIN_VARIABLE = "FIRSTRING_E2E_DOCTORS_PIN";

export interface HouseOptions {
  readonly voice?: VoiceModemOptions;
  readonly gsm?: GsmEmulatorOptions;
  /** Plugged in from the beginning; true when not said. */
  readonly voiceModem?: boolean;
  readonly gsmModem?: boolean;
  /** The cellular modem answers calls, too. */
  readonly cellularLine?: boolean;
  /** A second cellular modem, for pages only. */
  readonly spare?: GsmEmulatorOptions;
  /** `simPin` of the first cellular modem. */
  readonly simPin?: string;
  readonly mqttPort?: number;
  /** `faults.after` of the clinic file. */
  readonly faultsAfter?: string;
  /** So long after the page to the first doctor, a second one, who has a PIN, is called by telephone: `5s`. */
  readonly callsSecondAfter?: string;
  /** The doctor's phone answers every page with its code. */
  readonly replies?: boolean;
  /** Where the appliance keeps its data, when not in a directory made for it. */
  readonly data?: (folder: string) => string;
}

/** A clinic with its telephone line, its cellular modem and the doctor's phone, all in this process but the appliance itself. */
export class House implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-e2e-"));
  readonly data: string;
  readonly config: string;
  readonly voice: VoiceModemEmulator;
  readonly gsm: GsmModemEmulator;
  readonly spare: GsmModemEmulator | undefined;
  readonly #options: HouseOptions;
  readonly #processes: ApplianceProcess[] = [];

  private constructor(options: HouseOptions) {
    this.#options = options;
    this.data = options.data?.(this.folder) ?? join(this.folder, "data");
    this.config = join(this.folder, "clinic.yaml");
    this.voice = new VoiceModemEmulator({ cadence: "fast", ...options.voice });
    this.gsm = new GsmModemEmulator(options.gsm);
    this.spare = options.spare === undefined ? undefined : new GsmModemEmulator(options.spare);
  }

  static async build(options: HouseOptions = {}): Promise<House> {
    const house = new House(options);
    if (options.data === undefined) {
      mkdirSync(house.data, { recursive: true });
      writeShortPrompts(house.data);
    }
    writeFileSync(house.config, house.#clinicText());
    if (options.voiceModem !== false) await house.plugInVoice();
    if (options.gsmModem !== false) await house.plugInGsm();
    await house.spare?.listen({ kind: "pty", link: house.sparePort });
    if (options.replies) house.doctorReplies();
    return house;
  }

  /** Links, so that a modem plugged in again is found under the name in the clinic file. */
  get voicePort(): string {
    return join(this.folder, "front");
  }

  get gsmPort(): string {
    return join(this.folder, "mobile");
  }

  get audioPort(): string {
    return join(this.folder, "mobile-audio");
  }

  get sparePort(): string {
    return join(this.folder, "spare");
  }

  async plugInVoice(): Promise<void> {
    await this.voice.plugIn({ kind: "pty", link: this.voicePort });
  }

  async plugInGsm(): Promise<void> {
    const audio = this.#options.cellularLine ? ({ kind: "pty", link: this.audioPort } as const) : undefined;
    await this.gsm.listen({ kind: "pty", link: this.gsmPort }, audio);
  }

  doctorReplies(): void {
    for (const modem of this.#cellular) {
      modem.onEvent((event) => {
        const code = event.event === "textShown" ? codeOf(event.text) : undefined;
        if (event.event === "textShown" && code !== undefined) modem.doctorPhone(event.phone).sends(code);
      });
    }
  }

  /** The codes of all pages that the doctor's phone has shown, one for each page. */
  get paged(): readonly string[] {
    return this.texts.flatMap((text) => codeOf(text) ?? []);
  }

  /** All that the doctor's phone has shown, by whichever modem it came. */
  get texts(): readonly string[] {
    return this.#cellular.flatMap((modem) => shownBy(modem));
  }

  get #cellular(): readonly GsmModemEmulator[] {
    return this.spare === undefined ? [this.gsm] : [this.gsm, this.spare];
  }

  spawn(more: Partial<StartOptions> = {}): ApplianceProcess {
    const { simPin } = this.#options;
    const env = {
      [DOCTORS_PIN_VARIABLE]: SECOND_DOCTORS_PIN,
      ...(simPin === undefined ? {} : { [PIN_VARIABLE]: simPin }),
      ...more.env,
    };
    const appliance = ApplianceProcess.spawn({ config: this.config, data: this.data, ...more, env });
    this.#processes.push(appliance);
    return appliance;
  }

  async start(more: Partial<StartOptions> = {}): Promise<ApplianceProcess> {
    const appliance = this.spawn(more);
    await appliance.ready();
    return appliance;
  }

  /** An urgent call to its end: the number is confirmed, the reason spoken. */
  call(script: readonly CallerAction[] = urgentCaller()): Promise<CallReport> {
    return bounded("the call", this.voice.call(script), () => this.story());
  }

  /** The same on the cellular line. */
  mobileCall(script: readonly CallerAction[] = mobileCaller()): Promise<CallReport> {
    return bounded("the cellular call", this.gsm.callFrom(script), () => this.story());
  }

  page(afterPages = 0): Promise<string> {
    return until("a page", () => this.paged[afterPages], { story: () => this.story() });
  }

  story(): string {
    return [...this.#processes.map((it) => it.story()), ...this.texts].join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ends = await Promise.allSettled(this.#processes.map((it) => it.stop()));
    await this.voice.close();
    await Promise.all(this.#cellular.map((modem) => modem.stop()));
    rmSync(this.folder, { recursive: true, force: true });
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }

  #clinicText(): string {
    const { callsSecondAfter, cellularLine, faultsAfter, mqttPort, simPin, spare } = this.#options;
    const audio = cellularLine ? `, audio: "${this.audioPort}"` : "";
    const pin = simPin === undefined ? "" : `, simPin: "\${env:${PIN_VARIABLE}}"`;
    const second = callsSecondAfter === undefined ? "" : secondDoctor();
    const secondStep =
      callsSecondAfter === undefined
        ? ""
        : `    - { after: ${callsSecondAfter}, notify: "person:patel", by: [call] }\n`;
    return `version: 1
clinic: { name: Rosewood Family Practice, shortName: Rosewood, timezone: America/Chicago, country: US, emergencyNumber: "911", languages: [en] }
privacy: { smsDetail: code, retention: { audioDays: 90, recordDays: 2190 } }
lines:
  - { id: front, driver: voice-modem, port: "${this.voicePort}", pickup: caller-id }
  - { id: mobile, driver: gsm, port: "${this.gsmPort}"${audio}${pin} }
${spare === undefined ? "" : `  - { id: spare, driver: gsm, port: "${this.sparePort}" }\n`}hours: { answer: always }
people:
  - { id: chen, name: Dr. Chen, phone: "${DOCTOR}", notify: [sms${mqttPort === undefined ? "" : ", mqtt"}] }
${second}onCall: { fallback: chen, rotations: [] }
escalation:
  urgent:
    - { notify: "person:chen", by: [sms${mqttPort === undefined ? "" : ", mqtt"}] }
${secondStep}    - { after: 5m, notify: everyone, by: [sms], repeat: until-taken }
  ackExpires: 30m
${faultsAfter === undefined ? "" : `faults: { after: ${faultsAfter} }\n`}${mqttPort === undefined ? "" : `mqtt: { url: "mqtt://127.0.0.1:${mqttPort}", topic: firstring, site: rosewood }\n`}script:
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
  }
}

const secondDoctor = (): string =>
  `  - { id: patel, name: Dr. Patel, phone: "${SECOND_DOCTOR}", notify: [sms, call], pin: "\${env:${DOCTORS_PIN_VARIABLE}}" }\n`;

/** What the doctor's phone has shown that came by this modem. */
export const shownBy = (modem: GsmModemEmulator): readonly string[] =>
  modem.doctorPhone(DOCTOR).received.map(({ text }) => text);

/** `ref 7Q4K` in a page; undefined for an answer to a doctor. */
export const codeOf = (text: string): string | undefined => /URGENT call .*\bref ([2-9A-Z]{4,5})\b/.exec(text)?.[1];

export interface UrgentCall {
  readonly number?: string;
  /** How long the caller speaks. */
  readonly speaksMs?: number;
}

/** Speech as codes of the line: every value, so that a changed sample is seen. */
export const speech = (ms: number): Uint8Array =>
  Uint8Array.from({ length: ms * 8 }, (_, i) => {
    const syllable = Math.sin(i / 400) > -0.6 ? 1 : 0.05;
    return Math.round(128 + 100 * syllable * Math.sin(i / (9 + (i % 7))) + ((i * 31) % 9)) & 0xff;
  });

export function urgentCaller({ number = CALLER, speaksMs = 1_500 }: UrgentCall = {}): CallerAction[] {
  return [
    { call: { number, name: "LOPEZ MARIA" } },
    { waitPrompt: { silenceMs: 60 } },
    { waits: 250 },
    { presses: "1" },
    { waitTone: {} },
    { saysRaw: speech(speaksMs) },
    { waits: 100 },
    { presses: "#" },
    { waitHangUp: {} },
  ];
}

/** What a mobile network carries of somebody who speaks: samples that are never quite the same. */
export const mobileSpeech = (ms: number): Int16Array =>
  Int16Array.from({ length: ms * 8 }, (_, i) => {
    const syllable = Math.sin(i / 400) > -0.6 ? 1 : 0.05;
    return Math.round(9_000 * syllable * Math.sin(i / (9 + (i % 7))) + ((i * 31) % 97));
  });

/** An urgent call on the cellular line: silences are longer there, the modem's own buffer lies between. */
export function mobileCaller({ number = MOBILE_CALLER, speaksMs = 1_500 }: UrgentCall = {}): CallerAction[] {
  return [
    { call: { number } },
    { waitPrompt: { silenceMs: 400 } },
    { presses: "1" },
    { waitTone: {} },
    { says: mobileSpeech(speaksMs) },
    { waits: 100 },
    { presses: "#" },
    { waitHangUp: {} },
  ];
}

/** The same on prompts of ordinary length, up to the page. */
export const patientCaller = (): CallerAction[] => [
  { call: { number: CALLER, name: "LOPEZ MARIA" } },
  { waitPrompt: { silenceMs: 60 } },
  // Into the digits of the read-back.
  { waits: 6_000 },
  { presses: "1" },
  { waits: 1_000 },
  { hangsUp: {} },
];

/** A call is over within half a minute, whatever goes wrong. */
const LONGEST_CALL_MS = 30_000;

export function bounded<T>(what: string, work: Promise<T>, story = () => ""): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const late = () => reject(new Error(`${what}: not within ${LONGEST_CALL_MS} ms\n${story()}`));
    timer = setTimeout(late, LONGEST_CALL_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
