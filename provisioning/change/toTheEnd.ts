import type { CliIo } from "../../device/cli/Cli.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * A change that a person's terminal makes is not left half way when they press Ctrl-C or their connection goes: the answering
 * service may be stopped just then, and nobody would start it before the next start of the box.
 */
export async function toTheEnd<T>(io: Pick<CliIo, "stderr">, work: Promise<T>): Promise<T> {
  const say = () =>
    void io.stderr.write("The box is being changed just now; that comes to an end by itself. Wait for it.\n");
  // What is said to a terminal that is gone (EIO).
  const gone = () => {};
  process.stderr.on("error", gone);
  for (const signal of SIGNALS) process.on(signal, say);
  try {
    return await work;
  } finally {
    for (const signal of SIGNALS) process.off(signal, say);
    process.stderr.off("error", gone);
  }
}
