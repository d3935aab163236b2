import koffi from "koffi";

/** linux/capability.h: the third version of the structures. */
const VERSION_3 = 0x20080522;
const THIS_THREAD = 0;
/** Two structures of `effective`, `permitted` and `inheritable`. */
const WORDS = 6;
const EFFECTIVE = 0;
/** To read, write and search whatever the file's bits say. */
const CAP_DAC_OVERRIDE = 1 << 1;

/**
 * Root may write everywhere. Until it is disposed of, what the bits of a file or folder say holds for this thread and for threads that it
 * starts, as for anybody; the files stay root's, so that a program in a folder of root's own can still be read.
 */
export function rightsOfOthers(): Disposable {
  if (process.geteuid?.() !== 0) return { [Symbol.dispose]: () => {} };
  const libc = koffi.load(null);
  const header = Uint32Array.of(VERSION_3, THIS_THREAD);
  const before = new Uint32Array(WORDS);
  const ask = (name: "capget" | "capset", data: Uint32Array): void => {
    const answer = libc.func(name, "int", ["void *", "void *"])(header, data) as number;
    if (answer !== 0) throw new Error(`${name} failed (errno ${koffi.errno()})`);
  };
  ask("capget", before);
  const without = before.slice();
  without[EFFECTIVE] = (before[EFFECTIVE] ?? 0) & ~CAP_DAC_OVERRIDE;
  ask("capset", without);
  return { [Symbol.dispose]: () => ask("capset", before) };
}
