import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { Duration } from "../../firmware/time/Duration.ts";
import type { BytePort, OpenBytePort } from "./BytePort.ts";

/**
 * Like `open`, for a caller who cannot wait for a driver that hangs: rejects after so long, and a port that is opened after
 * all is closed again, for two owners of one modem take each other's answers.
 */
export const openWithin =
  (open: OpenBytePort, within: Duration, clock: Clock): OpenBytePort =>
  (spec, signal) =>
    new Promise<BytePort>((resolve, reject) => {
      let over = false;
      const end = (outcome: () => void): void => {
        timer.cancel();
        signal?.removeEventListener("abort", aborted);
        over = true;
        outcome();
      };
      const timer = clock.after(`${spec} opens`, within, () => end(() => reject(tooLate(spec, within))));
      const aborted = (): void => end(() => reject(tooLate(spec, within)));
      signal?.addEventListener("abort", aborted, { once: true });
      if (signal?.aborted) aborted();
      open(spec, signal).then(
        (port) => {
          if (over) void port.close();
          else end(() => resolve(port));
        },
        (error: unknown) => {
          if (!over) end(() => reject(error));
        },
      );
    });

const tooLate = (spec: string, within: Duration): ApplianceError =>
  new ApplianceError("PORT_FAILED", detail.notOpening({ port: spec, seconds: within / 1000 }), {
    disposition: "retry",
    cure: detail.replug(),
  });
