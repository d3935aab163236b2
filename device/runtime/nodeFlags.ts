/**
 * How V8 is to keep the daemon's memory; `becomeLean` starts it with these, and nobody else need name them. A call makes
 * little garbage: a young generation of 1 MB semi-spaces (V8 would take 16) costs no time that a call could notice, and
 * saves 25 MB. The old generation has no limit of ours: a bound that is reached ends the process, in the middle of a call.
 */
export const FIRST_RING_NODE_FLAGS: readonly string[] = ["--max-semi-space-size=1"];
