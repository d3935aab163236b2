/* @pure */
import type { WorkStep } from "../core/Step.ts";

export const consoleStep: WorkStep = {
  kind: "work",
  id: "console",
  title: "The console's managers",
  about: [],
  skip: "Whoever opens https://10.55.0.1:8443 by the USB cable first makes the first manager; managers add everybody else. This step is for later, when no manager can sign in.",
  intro: () => [
    "The clinic reads its messages in the console, in a browser. Its first manager is made there: open https://10.55.0.1:8443 by the USB cable, and choose a name and a password. Do that before you leave.",
    "When no manager can sign in any more, the box gives one of them a code for another password here.",
  ],
  actions: () => [
    {
      ...{ id: "invite", aside: true as const, label: "A code for a manager who cannot sign in" },
      help: "Only while somebody is at the box: hold the button for three seconds before. It is in the console's audit.",
      fields: [
        {
          ...{ name: "manager", kind: "text", label: "The manager's name for signing in", value: "", optional: true },
          help: "Empty: the only manager. Where there are several the box says who.",
        },
        {
          ...{ name: "phone", kind: "choice", label: "Their second factor", value: "keep" },
          help: "A telephone that is lost, with its app or its number, would be asked for again.",
          choices: [
            { value: "keep", label: "They have it, or never had one" },
            { value: "lost", label: "It is lost: take it away" },
          ],
        },
      ],
    },
  ],
};
