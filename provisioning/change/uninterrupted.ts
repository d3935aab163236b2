import type { CliIo } from "../../device/cli/Cli.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * For changes that are made in the process of a command: Ctrl-C, a terminal that is gone or a broken connection must not end it
 * between the stop of the answering service and its start. While it only waits, it gives up; else it goes on to its end.
 */
export async function uninterrupted<T>(act: (signal: AbortSignal) => Promise<T>, io: CliIo): Promise<T> {
  const asked = new AbortController();
  const onSignal = () => {
    if (!asked.signal.aborted) io.stderr.write("It gives up where nothing is changed yet; else it ends by itself …\n");
    asked.abort();
  };
  // Nobody reads any more what it says (EIO, EPIPE): no reason to leave the telephone unanswered.
  const onError = () => {};
  for (const signal of SIGNALS) process.on(signal, onSignal);
  for (const stream of [process.stdout, process.stderr]) stream.prependListener("error", onError);
  try {
    return await act(asked.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    for (const stream of [process.stdout, process.stderr]) stream.off("error", onError);
  }
}
