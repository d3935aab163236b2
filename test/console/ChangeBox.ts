import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Seconds } from "../../firmware/time/Duration.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { refused } from "../../provisioning/change/Plan.ts";
import { ApplyServer } from "../../provisioning/change/server/ApplyServer.ts";
import type { Owner } from "../../provisioning/trust/Owner.ts";
import { EngineBench } from "../change/EngineBench.ts";

/** The real change engine behind the console's socket, over files of its own; the service is the bench's, and so is time. */
export class ChangeBox implements AsyncDisposable {
  readonly engine: EngineBench<RealDisk>;
  readonly socket: string;
  readonly #folder: string;
  #server: ApplyServer | undefined;
  /** While somebody looks at what is going on, the engine's time stands still. */
  holdsTime = false;
  #turning = true;

  private constructor(clinicText: string) {
    this.#folder = mkdtempSync(join(tmpdir(), "firstring-change-"));
    this.socket = join(this.#folder, "apply-console.sock");
    this.engine = new EngineBench(new RealDisk(), this.#folder);
    const { clinicFile, data, state } = this.engine.places;
    for (const folder of [dirname(clinicFile), data, state]) mkdirSync(folder, { recursive: true });
    writeFileSync(clinicFile, clinicText);
    this.engine.service.reads = clinicText;
    void this.#turn();
  }

  static async start(clinicText: string): Promise<ChangeBox> {
    const box = new ChangeBox(clinicText);
    const nobody = { status: () => assert.fail("the console asks for no owner") } as unknown as Owner;
    box.#server = await ApplyServer.listen(
      {
        ...{ engine: box.engine.engine, owner: nobody, sessions: { use: () => undefined, close: () => {} } },
        applyBundle: async () => refused({ code: "NONE", what: "there is none", cure: "" }),
        invite: () => assert.fail("the console asks for no invitation"),
      },
      {
        listen: { path: join(box.#folder, "apply.sock") },
        console: { path: box.socket },
        onError: (error) => assert.fail(String(error)),
      },
    );
    return box;
  }

  get clinicFile(): string {
    return this.engine.places.clinicFile;
  }

  get clinicText(): string {
    return readFileSync(this.clinicFile, "utf8");
  }

  /** The engine's time goes by for as long as there is a change that waits for it. */
  async #turn(): Promise<void> {
    while (this.#turning) {
      if (!this.holdsTime && this.engine.engine.status().busy !== undefined)
        await this.engine.clock.advanceGently(Seconds(1));
      // While somebody is on the telephone it goes by slowly: the quarter of an hour that a change waits for them would be over
      // before a browser on a busy machine has looked once.
      const speaks = this.engine.service.atWork.calls > 0;
      await new Promise((resolve) => (speaks ? setTimeout(resolve, 250) : setImmediate(resolve)));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#turning = false;
    await this.#server?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
