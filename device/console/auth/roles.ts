/* @pure */
// Who may do what. A closed list: a route names one right, a role is a set of them.

export const RIGHTS = {
  "messages.read": "see messages: who called, the number, what became of it",
  "messages.listen": "hear recordings",
  "messages.act": "mark called back, note, assign, hand over, take, close",
  "messages.export": "export messages and recordings",
  "live.read": "see the box: calls, lines, modems, faults, who is on call",
  "duty.read": "see the schedule",
  "duty.change": "swap and cover duty",
  "clinic.read": "see the clinic file: script, hours, people, policies",
  "clinic.change": "change the clinic file",
  "prompts.change": "record and change what callers hear",
  "box.test": "place a test call and a test page",
  rehearse: "call the clinic's own script on the rehearsal phone",
  "users.manage": "add, change and disable users",
  "tokens.manage": "make and withdraw tokens of the API",
  "audit.read": "see who saw, heard and did what",
  "network.change": "open the console to the clinic's network; its certificate",
  "metrics.read": "figures for a monitoring program, without patient data",
} as const;

export type Right = keyof typeof RIGHTS;
export const RIGHT_NAMES = Object.keys(RIGHTS) as readonly Right[];

export const ROLES = ["frontDesk", "doctor", "manager", "technician"] as const;
export type Role = (typeof ROLES)[number];

/** Minimum necessary (45 CFR 164.502(b)): who keeps the box running hears no patient. */
export const RIGHTS_OF: Readonly<Record<Role, readonly Right[]>> = {
  frontDesk: [
    ...(["messages.read", "messages.listen", "messages.act", "messages.export"] as const),
    ...(["live.read", "duty.read", "rehearse"] as const),
  ],
  doctor: ["messages.read", "messages.listen", "messages.act", "live.read", "duty.read", "duty.change"],
  manager: RIGHT_NAMES,
  technician: [
    ...(["live.read", "duty.read", "clinic.read", "clinic.change", "prompts.change", "box.test", "rehearse"] as const),
    "metrics.read",
  ],
};

/**
 * What emergency access opens for an hour (45 CFR 164.312(a)(2)(ii)), whoever asks: what it takes to get a patient to a doctor.
 * Never users, tokens or the audit itself.
 */
export const EMERGENCY_RIGHTS: readonly Right[] = [
  ...(["messages.read", "messages.listen", "messages.act", "messages.export", "live.read"] as const),
  ...(["duty.read", "duty.change", "clinic.read", "clinic.change", "prompts.change", "box.test"] as const),
];

export const isRight = (name: string): name is Right => Object.hasOwn(RIGHTS, name);
export const isRole = (name: string): name is Role => ROLES.some((role) => role === name);
