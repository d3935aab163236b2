import type { Box } from "../../device/assembly/Box.ts";
import { ControlServer } from "../../device/control/ControlServer.ts";
import { handleControl } from "../../device/control/handleControl.ts";
import { LiveFeed } from "../../device/control/LiveFeed.ts";
import { socketPath } from "../../device/control/socketPath.ts";
import { openStore, type Store } from "../../device/storage/StoreClient.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { AlertBench } from "../harness/AlertBench.ts";
import type { VirtualClock } from "../harness/VirtualClock.ts";

/**
 * What of the daemon the console speaks to: the control socket with its real requests, the real store in its thread, the real
 * alert desk; only telephone lines and modems are not there.
 */
export class DeskDaemon implements AsyncDisposable {
  readonly store: Store;
  readonly feed: LiveFeed;
  readonly desk: AlertBench;
  /** `person: text` of what was sent by SMS beside the pages. */
  readonly told: string[] = [];
  readonly #control: ControlServer;

  private constructor(store: Store, feed: LiveFeed, desk: AlertBench, control: ControlServer, told: string[]) {
    this.store = store;
    this.feed = feed;
    this.desk = desk;
    this.#control = control;
    this.told = told;
  }

  static async start(options: {
    readonly directory: string;
    readonly key: Uint8Array;
    readonly clinic: Clinic;
    readonly clock: VirtualClock;
  }): Promise<DeskDaemon> {
    const { clinic, clock, directory, key } = options;
    const feed = new LiveFeed(clock);
    const told: string[] = [];
    const store = await openStore({
      ...{ directory, key, onFault: () => {}, now: () => clock.now() },
      onChanged: (messages) => {
        for (const { isNew, ref } of messages) feed.tell("message-changed", "", { ref, figures: { isNew } });
      },
    });
    const settled = async (): Promise<void> => {
      // What was asked for before is written; what follows from that is asked for.
      for (let turn = 0; turn < 3; turn += 1) await store.probe();
    };
    const desk = new AlertBench({ clinic, clock, store, settled, ways: ["sms"] });
    const box = {
      ...{ clinic, store, feed, startedAt: clock.now() },
      act: (act: Parameters<Box["act"]>[0], ref: string, person: string) => desk.desk.command(act, ref, person),
      tellPerson: (person: string, text: string) => told.push(`${person}: ${text}`),
      alerts: { notify: async (person: string, text: string) => told.push(`${person}: ${text}`) > 0 },
    } as unknown as Box;
    const control = await ControlServer.listen(socketPath(directory, "control"), (request, talk) =>
      request.do === "subscribe"
        ? talk.onEnd(feed.listen((live) => talk.send({ live })))
        : handleControl(box, request, talk),
    );
    return new DeskDaemon(store, feed, desk, control, told);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#control.close();
    await this.desk.desk.stop();
    await this.store.close();
  }
}
