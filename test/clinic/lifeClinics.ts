import type { Clinic } from "../../firmware/config/Clinic.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "./testClinic.ts";

const base = testClinic();
const escalation = (change: Partial<Clinic["escalation"]>): Clinic => ({
  ...base,
  escalation: { ...base.escalation, ...change },
});

/** The usual ladder; policies of its own by caller, one with an empty step; one step that does not repeat. */
export const lifeClinics: readonly Clinic[] = [
  base,
  escalation({
    policies: new Map([
      [
        "hospital",
        [
          { after: Seconds(0), notify: { kind: "group", id: "nobody" }, by: ["sms"], repeat: false },
          { after: Seconds(30), notify: { kind: "person", id: "chen" }, by: ["call"], repeat: false },
          { after: Minutes(2), notify: { kind: "on-call" }, by: ["sms", "call"], repeat: true, every: Minutes(4) },
        ],
      ],
    ]),
    routes: [
      { callers: "professional", policy: "hospital" },
      { during: { days: [6, 7], from: "00:00", to: "24:00" }, policy: "gone" },
    ],
    ackExpires: Minutes(15),
  }),
  escalation({ urgent: [{ after: Seconds(0), notify: { kind: "on-call" }, by: ["call"], repeat: false }] }),
];
