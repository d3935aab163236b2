import { join } from "node:path";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { findKey } from "../keys/findKey.ts";
import type { Log } from "../runtime/openLog.ts";
import { type DatabaseKey, readDatabaseKey } from "../storage/key.ts";
import type { Layer } from "../storage/Layer.ts";
import { ApiError } from "./api/errors.ts";
import { AssetBook } from "./assets/AssetBook.ts";
import { AccessAudit } from "./auth/AccessAudit.ts";
import { authenticate, whoNow } from "./auth/authenticate.ts";
import { Devices } from "./auth/Devices.ts";
import { SecondFactor } from "./auth/SecondFactor.ts";
import { SessionBook } from "./auth/SessionBook.ts";
import { Settings } from "./auth/Settings.ts";
import { SignIn } from "./auth/SignIn.ts";
import { Tokens } from "./auth/Tokens.ts";
import { Users } from "./auth/Users.ts";
import { ChangeLink } from "./box/ChangeLink.ts";
import { ClinicBook } from "./box/ClinicBook.ts";
import { DaemonLink } from "./box/DaemonLink.ts";
import { StoreAccess } from "./box/StoreAccess.ts";
import { TestDesk } from "./boxtest/TestDesk.ts";
import type { ConsoleBox } from "./ConsoleBox.ts";
import { ChangeDesk } from "./changes/ChangeDesk.ts";
import { CalendarLinks } from "./duty/CalendarLinks.ts";
import { EventHub } from "./events/EventHub.ts";
import { ConsoleServer } from "./http/ConsoleServer.ts";
import { LiveDesk } from "./live/LiveDesk.ts";
import { PhoneDesk } from "./prompts/PhoneDesk.ts";
import { PromptVersions } from "./prompts/PromptVersions.ts";
import { LineSocket } from "./rehearsal/LineSocket.ts";
import { OwnRooms } from "./rehearsal/OwnRooms.ts";
import type { RehearsalRooms } from "./rehearsal/RehearsalRooms.ts";
import { allRoutes } from "./routes/allRoutes.ts";
import { guestRoutes } from "./routes/guest.ts";
import { openConsoleStore } from "./store/ConsoleStore.ts";
import { keepRoom } from "./store/keepRoom.ts";
import type { CertificateBook } from "./tls/CertificateBook.ts";

export interface ConsoleOptions {
  readonly directory: string;
  /** The clinic file. */
  readonly config: string;
  /** What keeps the certificate. Undefined: in the clear, for a rehearsal on this machine's loopback. */
  readonly certificate: ((db: Layer) => CertificateBook) | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Names by which browsers may ask for us, with the port where it is not 443; may grow while it runs. */
  readonly hosts: () => readonly string[];
  /** By default as the box keeps it. */
  readonly key?: () => DatabaseKey | undefined;
  readonly checkAnswers?: boolean;
  /** What browsers are given, where several consoles share it; by default read and stripped at the start. */
  readonly assets?: AssetBook;
  /** Root's hand; by default where a box has it. */
  readonly changeSocket?: string | undefined;
  /** Where rehearsals are held; by default here, in folders of their own. */
  readonly rehearsals?: RehearsalRooms;
  /** Who comes with this code is signed in without a password: for a rehearsal on this machine. */
  readonly guest?: { readonly code: string; readonly user: string };
}

/** In a minute nobody uses up half of what is kept free. */
const ROOM_EVERY = Minutes(1);

/** The console's process, put together; `device/cli/console.ts` gives it sockets, a test an address. */
export class Console {
  readonly box: ConsoleBox;
  readonly server: ConsoleServer;
  readonly #db: Layer;
  readonly #lost = Promise.withResolvers<void>();
  readonly #line: LineSocket;
  #room: Timer | undefined;

  constructor(options: ConsoleOptions) {
    const { clock, config, directory, log } = options;
    const key = options.key ?? (() => findKey(directory));
    this.#db = openConsoleStore(directory, key() ?? readDatabaseKey(directory));
    const users = new Users(this.#db);
    const sessions = new SessionBook(this.#db, clock);
    const audit = new AccessAudit(this.#db, clock);
    const clinic = new ClinicBook(config);
    const [devices, factor] = [new Devices(this.#db, clock), new SecondFactor(this.#db, clock)];
    const [tokens, settings] = [new Tokens(this.#db, clock), new Settings(this.#db)];
    const certificate = options.certificate?.(this.#db);
    const daemon = new DaemonLink(directory, clock, () => certificate?.validUntil);
    const hosts = () => [...options.hosts(), ...(certificate?.hosts ?? [])];
    const ownNames = () => [clinic.known?.clinic.name ?? ""];
    const events = new EventHub({ clinic, clock, daemon, whoNow: (who) => whoNow(who, this.box) });
    const store = new StoreAccess(directory, key);
    this.box = {
      ...{ clock, directory, log, users, sessions, audit, clinic, daemon, devices, factor, tokens, settings },
      ...{ certificate, hosts, store, events },
      changes: new ChangeDesk({ clock, events, link: new ChangeLink(clock, options.changeSocket) }),
      live: new LiveDesk({ clock, daemon, directory, store }),
      tests: new TestDesk({ clinic, clock, directory, events }),
      promptVersions: new PromptVersions(this.#db),
      phones: new PhoneDesk({ clock, directory, events, log, whoNow: (who) => whoNow(who, this.box) }),
      calendarLinks: new CalendarLinks(this.#db, clock),
      signIn: new SignIn({ users, sessions, devices, factor, audit, clock, ownNames }),
      rehearsals: options.rehearsals ?? new OwnRooms({ config, prompts: join(directory, "prompts"), clock, log }),
    };
    this.server = new ConsoleServer({
      ...{ secure: certificate !== undefined, hosts, log, clock },
      reachedAt: (end) => certificate?.reachedAt(end),
      routes: [...allRoutes(this.box, options.version), ...guestRoutes(this.box, options.guest)],
      assets: options.assets ?? new AssetBook(),
      means: {
        ...{ audit, log, checkAnswers: options.checkAnswers ?? false },
        who: (request) => authenticate(request, this.box),
        before: () => this.#before(),
        after: () => this.#after(),
      },
    });
    this.#line = new LineSocket({
      rooms: this.box.rehearsals,
      clock,
      isOurs: (request) => this.server.isOurs(request),
      who: (request) => authenticate(request, this.box),
    });
    this.server.server.on("upgrade", (request, socket, head) => this.#line.upgrade(request, socket, head));
  }

  async start(): Promise<void> {
    const { certificate, clinic } = this.box;
    certificate?.onChange((pair) => this.server.useCertificate(pair));
    await Promise.all([clinic.refresh(), certificate?.start()]);
    // It starts anew with another clinic file: open pages hear of that, whoever put it in place.
    this.box.daemon.listen(({ kind }) => void (kind === "there" && clinic.refresh()));
    this.box.daemon.start();
    this.#keepRoom();
    await this.server.ready();
  }

  /** The database was exchanged (a restore, another key): whoever runs us starts us anew. */
  get lost(): Promise<void> {
    return this.#lost.promise;
  }

  #keepRoom(): void {
    keepRoom(this.#db);
    this.#room = this.box.clock.after("console: room in its database", ROOM_EVERY, () => this.#keepRoom());
  }

  async #before(): Promise<void> {
    try {
      this.#db.demandStillThere();
    } catch (cause) {
      this.#lost.resolve();
      throw new ApiError(503, "STARTING_ANEW", "The console starts anew: its data was exchanged.", {
        cure: "Try again in some seconds.",
        retryAfterS: 5,
        cause,
      });
    }
    await this.box.clinic.refresh();
  }

  #after(): void {
    this.box.events.review();
    this.#line.review();
    this.box.phones.review();
  }

  async stop(): Promise<void> {
    this.#room?.cancel();
    this.box.daemon.stop();
    this.#line.close();
    await this.box.rehearsals.stop();
    this.box.tests.stop();
    this.box.phones.stop();
    this.box.events.stop();
    this.box.certificate?.stop();
    await this.server.close();
    this.box.store.close();
    this.#db.close();
  }
}
