import type { Clock } from "../../firmware/time/Clock.ts";
import type { Log } from "../runtime/openLog.ts";
import type { AccessAudit } from "./auth/AccessAudit.ts";
import type { Devices } from "./auth/Devices.ts";
import type { SecondFactor } from "./auth/SecondFactor.ts";
import type { SessionBook } from "./auth/SessionBook.ts";
import type { Settings } from "./auth/Settings.ts";
import type { SignIn } from "./auth/SignIn.ts";
import type { Tokens } from "./auth/Tokens.ts";
import type { Users } from "./auth/Users.ts";
import type { ClinicBook } from "./box/ClinicBook.ts";
import type { DaemonLink } from "./box/DaemonLink.ts";
import type { StoreAccess } from "./box/StoreAccess.ts";
import type { TestDesk } from "./boxtest/TestDesk.ts";
import type { ChangeDesk } from "./changes/ChangeDesk.ts";
import type { CalendarLinks } from "./duty/CalendarLinks.ts";
import type { EventHub } from "./events/EventHub.ts";
import type { LiveDesk } from "./live/LiveDesk.ts";
import type { PhoneDesk } from "./prompts/PhoneDesk.ts";
import type { PromptVersions } from "./prompts/PromptVersions.ts";
import type { RehearsalRooms } from "./rehearsal/RehearsalRooms.ts";
import type { CertificateBook } from "./tls/CertificateBook.ts";

/** What handlers may use. */
export interface ConsoleBox {
  readonly clock: Clock;
  /** The appliance's data directory. */
  readonly directory: string;
  /** The clinic file as it is now, without its secrets. */
  readonly clinic: ClinicBook;
  /** The messages, read beside the daemon; nothing is ever written there. */
  readonly store: StoreAccess;
  /** The daemon: what it says, and what it is asked to do. The only way to change messages, alerts and duty. */
  readonly daemon: DaemonLink;
  readonly users: Users;
  readonly sessions: SessionBook;
  readonly signIn: SignIn;
  readonly devices: Devices;
  readonly factor: SecondFactor;
  readonly tokens: Tokens;
  readonly settings: Settings;
  /** Addresses by which calendar programs read the schedule. */
  readonly calendarLinks: CalendarLinks;
  /** Who saw, heard and did what. Routes name what they show by `audit`; this is for what no route can say. */
  readonly audit: AccessAudit;
  /** The way to change the clinic file and recordings. */
  readonly changes: ChangeDesk;
  /** What callers heard before: recordings, by whom. */
  readonly promptVersions: PromptVersions;
  /** Sentences that are recorded by telephone. */
  readonly phones: PhoneDesk;
  /** The rehearsal phone's. */
  readonly rehearsals: RehearsalRooms;
  /** The box as it is now, and as it was. */
  readonly live: LiveDesk;
  /** Pages and calls that are only tried. */
  readonly tests: TestDesk;
  /** What every open page is told. */
  readonly events: EventHub;
  /** Undefined: in the clear, on loopback. */
  readonly certificate: CertificateBook | undefined;
  /** Names by which browsers may ask for us, with the port where it is not 443. */
  readonly hosts: () => readonly string[];
  readonly log: Log;
}
