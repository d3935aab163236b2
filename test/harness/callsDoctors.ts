import type { PromptLibrary } from "../../device/call/PromptLibrary.ts";
import { CallChannel } from "../../device/channel/CallChannel.ts";
import type { LiveFeed } from "../../device/control/LiveFeed.ts";
import { PinBook } from "../../device/doctor/PinBook.ts";
import type { Clinic as ClinicFile } from "../../firmware/config/Clinic.ts";
import type { Clinic } from "./Clinic.ts";
import type { GsmRig } from "./GsmRig.ts";

/** The real channel that calls doctors, over the cellular line of a story. */
export function callsDoctors(
  clinic: Clinic,
  file: ClinicFile,
  rig: GsmRig,
  prompts: PromptLibrary,
  feed: LiveFeed,
): CallChannel {
  const { clock, watched } = clinic;
  const { store } = watched;
  const pins = new PinBook({ store, clock, fault: (code, _where, _detail, cleared) => told(code, cleared) });
  const told = (code: string, cleared: boolean) => clinic.faults.push(cleared ? `-${code}` : code);
  const channel = new CallChannel({
    clinic: file,
    means: {
      ...{ clock, store, prompts, feed, pins },
      alerts: {
        act: (act, ref, person) => clinic.alerts.act(act, ref, person),
        openPages: (person) => clinic.alerts.openPages(person),
      },
      fault: (code) => clinic.faults.push(code),
    },
    lines: () => [rig.line],
    page: (ref) => clinic.alerts.page(ref),
    lostTo: (ref, person) => clinic.alerts.lostTo(ref, person),
  });
  rig.onFree = () => channel.lineMayBeFree();
  return channel;
}
