import * as z from "zod";
import { scriptFileSchema } from "../triage/readScript.ts";
import { boxSchema } from "./boxSection.ts";
import { escalation } from "./escalationSchema.ts";
import {
  checkAudio,
  checkBackupPlace,
  checkBrokerUrl,
  checkCountry,
  checkDate,
  checkDays,
  checkDuration,
  checkEmergencyNumber,
  checkFile,
  checkFrom,
  checkId,
  checkModel,
  checkModemPort,
  checkName,
  checkPort,
  checkRecipient,
  checkSecret,
  checkShortName,
  checkSwitch,
  checkTimezone,
  checkTo,
  checkTopic,
  checkUsername,
} from "./leafChecks.ts";
import { onCallSchema } from "./onCallSchema.ts";
import { complaintOf, DATE, DURATION, ID, nonEmpty, SECRET, TIME, text, WAYS, whatever } from "./schemaParts.ts";

export { complaintOf, WAYS };

/** The languages that there are prompts for. */
export const LANGUAGES = ["en", "es"] as const;

const days = (fallback: number, description: string) =>
  z.int().min(1).max(36_500).default(fallback).meta({ description });

const line = z.discriminatedUnion("driver", [
  z.strictObject({
    id: text(checkId, "Your name for this line.", ID),
    driver: z.literal("voice-modem"),
    port: text(checkPort, "A device, tcp://host:port, or emulated."),
    pickup: z
      .enum(["caller-id", "immediate"])
      .default("caller-id")
      .meta({ description: "Answer as soon as caller ID is complete, or at once." }),
    model: text(checkModel, "Only when the modem's own identification must not decide.").optional(),
  }),
  z.strictObject({
    id: text(checkId, "Your name for this line.", ID),
    driver: z.literal("gsm"),
    port: text(checkModemPort, "The modem's AT port: usb:VENDOR:PRODUCT, a device, tcp://host:port, or emulated."),
    audio: text(
      checkAudio,
      "Where the modem's sound comes out: a device, tcp://host:port, or alsa:CARD. With it, the line answers calls.",
    ).optional(),
    secondPort: text(
      checkPort,
      "A second AT port of the same modem: calls are answered over it while the first sends a page. Known for USB modems of the list.",
    ).optional(),
    simPin: text(checkSecret, "Where the SIM's PIN is kept.", SECRET).optional(),
    model: text(checkModel, "Only when the modem's own identification must not decide.").optional(),
    powerSwitch: text(
      checkSwitch,
      "A file that switches the modem's power (1 on, 0 off), such as a gpio-led's brightness: the last means to revive it.",
    ).optional(),
  }),
]);

/** The shape of a clinic file, each place by itself. What places say of each other is in crossChecks.ts. */
export const clinicFileSchema = z
  .strictObject({
    version: z.literal(1),
    clinic: z.strictObject({
      name: text(checkName, "As callers hear it and doctors read it."),
      shortName: text(checkShortName, "Begins every SMS; by default the first word of the name.").optional(),
      timezone: text(checkTimezone, "IANA time zone.", { examples: ["America/Chicago"] }),
      country: text(checkCountry, "Two letters, ISO 3166.", { examples: ["US"] }),
      emergencyNumber: text(checkEmergencyNumber, "What a patient in danger dials, in quotes.", { examples: ["911"] }),
      languages: nonEmpty(z.enum(LANGUAGES)).default(["en"]).meta({ description: "The first is spoken first." }),
    }),
    privacy: z.strictObject({
      smsDetail: z
        .enum(["code", "callback"])
        .meta({ description: "callback puts the patient's number into the SMS. There is no default: choose." }),
      retention: z
        .strictObject({
          audioDays: days(90, "Recordings are erased after so many days."),
          recordDays: days(2190, "Records are erased after so many days."),
        })
        .default({ audioDays: 90, recordDays: 2190 }),
      patientText: z.enum(["off", "when-taken"]).default("off").meta({
        description:
          "when-taken: the patient's own mobile number, once confirmed, gets one SMS that a doctor has the message.",
      }),
      tellCallerAgain: z.enum(["on", "off"]).default("on").meta({
        description:
          "A patient who calls again within 12 hours hears when the message came and who has taken it, and nothing of what it is about. Everybody in a household hears it; off: nobody.",
      }),
    }),
    lines: nonEmpty(line),
    hours: z
      .strictObject({
        open: z
          .array(
            z.strictObject({
              days: text(checkDays, "Weekdays.", { examples: ["mon-fri"] }),
              from: text(checkFrom, "Opens.", TIME),
              to: text(checkTo, "Closes."),
            }),
          )
          .default([]),
        holidays: z
          .array(
            z.strictObject({
              date: text(checkDate, "Closed on this day.", DATE),
              name: text(checkName, "What day it is."),
            }),
          )
          .default([]),
        answer: z.enum(["after-hours", "always"]).default("after-hours"),
        overflowRing: z
          .int()
          .min(1)
          .max(20)
          .optional()
          .meta({ description: "In open hours: answer at this ring, because nobody else did." }),
      })
      .default({ open: [], holidays: [], answer: "after-hours" }),
    people: nonEmpty(
      z.strictObject({
        id: text(checkId, "Used by rotations and escalation.", ID),
        name: text(checkName, "As colleagues read it."),
        phone: text(whatever, "With country code, in quotes.", {
          pattern: "^\\+[1-9]\\d{6,14}$",
          examples: ["+13125550101"],
        }),
        notify: nonEmpty(z.enum(WAYS)).default(["sms"]),
        pin: text(checkSecret, "Where this person's PIN for the telephone is kept: 4 to 8 digits.", SECRET).optional(),
      }),
    ),
    onCall: onCallSchema,
    escalation: escalation.optional(),
    faults: z
      .strictObject({
        tell: nonEmpty(text(whatever, "A person's id.", ID))
          .optional()
          .meta({
            description: "Who gets an SMS when the box has an urgent fault; by default the fallback of onCall.",
          }),
        after: text(checkDuration, "Only a fault that lasts so long is told by SMS.", DURATION).default("60s"),
      })
      .optional()
      .meta({ description: "Faults of the box itself; they are always in the log, in status and on MQTT." }),
    box: boxSchema.optional(),
    console: z
      .strictObject({
        network: z.enum(["usb", "clinic"]).default("usb").meta({
          description:
            "Who reaches the console's pages: `usb` is the USB cable and the box itself, `clinic` the clinic's own network too.",
        }),
      })
      .optional()
      .meta({ description: "The clinic's pages in a browser (docs/console.md)." }),
    backup: z
      .strictObject({
        to: text(
          checkBackupPlace,
          "A folder, such as where a disk is mounted, or `stick`: the USB stick in the box. A backup is written there every night.",
        ),
        keep: z.int().min(1).max(365).default(7).meta({ description: "So many of them are kept." }),
        recipient: text(
          checkRecipient,
          "The public half of the recovery key that backups are locked with (firstring backup keygen).",
        ).optional(),
      })
      .optional()
      .meta({ description: "Nightly backups, encrypted so that the box itself cannot read them." }),
    mqtt: z
      .strictObject({
        url: text(checkBrokerUrl, "The broker.", { examples: ["mqtts://broker.local:8883"] }),
        topic: text(checkTopic, "The beginning of every topic.").default("firstring"),
        site: text(checkId, "This clinic's part of the topic; by default made of its short name.", ID).optional(),
        username: text(checkUsername, "The user name, or where it is kept.").optional(),
        password: text(checkSecret, "Where the password is kept.", SECRET).optional(),
        caFile: text(checkFile, "The authority that signed the broker's certificate.").optional(),
        certFile: text(checkFile, "Our own certificate.").optional(),
        keyFile: text(checkFile, "The key of our own certificate.").optional(),
      })
      .optional(),
    script: z
      .record(z.string(), z.unknown())
      .default({ template: "family-practice" })
      .meta({ description: "The clinic's dialogue: a template, or steps of its own." }),
  })
  .meta({ title: "FirstRing clinic file", description: "Everything that a clinic tells its FirstRing." });

export type ClinicFileContent = z.output<typeof clinicFileSchema>;

/** For editors: completes and checks while one types. The script's own schema takes the place of "anything". */
export const clinicFileJsonSchema = (): object =>
  z.toJSONSchema(clinicFileSchema.extend({ script: scriptFileSchema.optional() }), { io: "input" });
