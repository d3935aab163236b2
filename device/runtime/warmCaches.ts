// A program of its own: what an installation and a set-up run, so that the first start is as quick and as small as all others.

import { warmCompileCache } from "./warmCompileCache.ts";

/** What only a rehearsal needs. */
await Promise.all([import("../cli/start.ts"), import("../rehearsal/rehearsalProgram.ts"), import("../cli/emulate.ts")]);
await warmCompileCache();
