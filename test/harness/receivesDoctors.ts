import { join } from "node:path";
import { DutyBook } from "../../device/alert/DutyBook.ts";
import type { CallDesk } from "../../device/call/CallDesk.ts";
import type { PromptLibrary } from "../../device/call/PromptLibrary.ts";
import { packagedPrompts } from "../../device/call/packagedPrompts.ts";
import type { LiveFeed } from "../../device/control/LiveFeed.ts";
import { OwnClips } from "../../device/doctor/OwnClips.ts";
import { PinBook } from "../../device/doctor/PinBook.ts";
import { Reception } from "../../device/doctor/Reception.ts";
import { RecordingCodes } from "../../device/doctor/studio/RecordingCodes.ts";
import type { Clinic as ClinicFile } from "../../firmware/config/Clinic.ts";
import type { Clinic } from "./Clinic.ts";

export interface DoctorsReceived {
  readonly reception: Reception;
  readonly duties: DutyBook;
  readonly pins: PinBook;
  /** By which somebody may record a sentence. */
  readonly recordingCodes: RecordingCodes;
}

/** The real reception of a line, beside the story's call desk. */
export function receivesDoctors(
  clinic: Clinic,
  file: ClinicFile,
  parts: { readonly desk: CallDesk; readonly prompts: PromptLibrary; readonly feed: LiveFeed; readonly folder: string },
): DoctorsReceived {
  const { clock, watched } = clinic;
  const { store } = watched;
  const { desk, prompts, feed, folder } = parts;
  const duties = new DutyBook(store, clock);
  const pins = new PinBook({
    ...{ store, clock },
    fault: (code, _where, _detail, cleared) => clinic.faults.push(cleared ? `-${code}` : code),
  });
  const recordingCodes = new RecordingCodes(clock);
  const reception = new Reception({
    line: "front",
    codes: recordingCodes,
    desk,
    talk: {
      ...{ clock, store, prompts, feed, pins },
      alerts: {
        act: (act, ref, person) => clinic.alerts.act(act, ref, person),
        openPages: (person) => clinic.alerts.openPages(person),
      },
      fault: (code) => clinic.faults.push(code),
    },
    callIn: {
      ...{ clinic: file, clock, store, feed, duties },
      pages: () => clinic.alerts.unfinished,
      onCall: () => ({ duties: duties.changes }),
      clips: watched.counted(
        new OwnClips({ own: join(folder, "prompts"), packaged: packagedPrompts, library: prompts }),
      ),
      tellPerson: (person, text) => void clinic.alerts.notify(person, text),
    },
    command: (command) => clinic.line.perform(command),
  });
  return { reception, duties, pins, recordingCodes };
}
