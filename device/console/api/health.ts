/* @pure */
import * as z from "zod";

/** For monitoring programs: whether somebody has to look. Nothing of the clinic, nothing of a patient. */
export const healthAnswer = z.object({
  status: z
    .enum(["ok", "degraded", "down"])
    .describe("down: the answering service does not run; degraded: it tells a fault"),
  at: z.number().describe("epoch ms, by the box's clock"),
});
export type HealthAnswer = z.infer<typeof healthAnswer>;
