import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The prompts that come with FirstRing. */
export const packagedPrompts = join(dirname(dirname(fileURLToPath(import.meta.url))), "prompts");
