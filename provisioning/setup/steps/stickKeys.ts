/* @pure */
import type { SetupState } from "../core/SetupState.ts";
import type { WorkStep } from "../core/Step.ts";

export const stickKeysStep: WorkStep = {
  kind: "work",
  id: "keys",
  title: "Keys for sticks",
  about: [],
  skip: "A USB stick with settings or another version is taken only if its maker's key came with the program. It can be done at any time later.",
  intro: (state: SetupState) => [
    "A USB stick can bring settings, recordings or another version of the program. It is taken only if it is signed with a key that this box knows. Whoever has such a key may change everything that it may sign: take none that came by mail.",
    ...(state.results["keys"]?.words ?? []),
  ],
  actions: () => [
    {
      ...{ id: "trust", label: "Trust a key" },
      help: "Only while somebody is at the box: hold the button for three seconds before.",
      fields: [
        {
          ...{ name: "key", kind: "long", label: "The public key", value: "" },
          help: "Everything in the file NAME.pub that “firstring bundle keygen” wrote: open it with a text editor, copy all of it, and put it in here. On the console an empty line ends it.",
        },
      ],
    },
    {
      ...{ id: "revoke", aside: true as const, label: "Trust a key no more" },
      help: "What it signed before stays; nothing that it signs is taken from now on.",
      fields: [
        {
          ...{ name: "id", kind: "text", label: "The key's number", value: "" },
          help: "Sixteen digits and letters from a to f, as the box told it when the key was taken.",
        },
      ],
    },
  ],
};
