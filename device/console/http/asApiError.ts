import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { Log } from "../../runtime/openLog.ts";
import { storageFailureOf } from "../../storage/StorageFailure.ts";
import { ApiError } from "../api/errors.ts";

/** What was thrown, as it is answered; a mistake of ours is in the log with where it happened. */
export function asApiError(thrown: unknown, log: Log): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (storageFailureOf(thrown)?.reason === "full")
    return new ApiError(503, "DISK_FULL", "The box's disk is full, so this could not be written down.", {
      cause: thrown,
      cure: "Call the technician at once: new messages are kept in memory only, and a power cut would take them.",
    });
  if (isApplianceError(thrown)) return ApiError.passedOn(503, thrown.code, thrown.message, { cure: thrown.cure });
  const { statusCode = 500, message = "" } = thrown as { statusCode?: number; message?: string };
  if (statusCode === 415)
    return new ApiError(415, "OTHER_TYPE", "What is sent here is of a kind that is not taken.", {
      cure: "JSON as application/json, a recording as audio/wav: /api/v1/openapi.json says which.",
    });
  if (statusCode >= 400 && statusCode < 500) return new ApiError(statusCode, "BAD_REQUEST", message);
  log.error({ err: thrown instanceof Error ? thrown.stack : String(thrown) }, "the console failed at a request");
  return new ApiError(500, "OUR_MISTAKE", "The console failed at this: a mistake of ours.", {
    cure: "Try again; if it stays so, make the archive for support (page State of the box). With a shell: `journalctl -u firstring-console` has the details.",
  });
}
