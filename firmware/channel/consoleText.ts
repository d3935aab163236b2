// Texts of the console by the box's own SIM. Nothing of a patient.

/** One text of 160 characters (GSM 7 bit) holds it. */
export const signInCodeText = (clinic: string, code: string): string =>
  `${clinic}: ${code} is your code for the console. It is good for 10 minutes. Nobody will ask you for it.`;

/** The reason is in the audit: it may name a patient. */
export const emergencyText = (clinic: string, name: string): string =>
  `${clinic}: ${name.slice(0, 60)} has opened emergency access to the console. Why is on the page Audit.`;
