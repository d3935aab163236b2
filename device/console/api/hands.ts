/* @pure */
import * as z from "zod";

/** To whom a message can be given. */
export const handsAnswer = z.object({
  hands: z.array(
    z.object({
      id: z.string().describe("a person of the clinic file (`chen`) or a user of the console (`user:ann`)"),
      name: z.string(),
      you: z.boolean().describe("whoever asks"),
    }),
  ),
});
export type HandsAnswer = z.infer<typeof handsAnswer>;
