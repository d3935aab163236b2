import type { ReleaseShelf } from "../change/ReleaseShelf.ts";
import type { Releases } from "./Releases.ts";
import { unpackRelease } from "./unpackRelease.ts";

/** Waiting for the end of calls, the exchange and the look at its health are over in far less. */
const TRIAL_SECONDS = 3600;
/** The box's releases as the change engine sees them. */
export class Shelf implements ReleaseShelf {
  readonly #releases: Releases;

  constructor(releases: Releases) {
    this.#releases = releases;
  }

  async put(file: string, version: string): Promise<{ readonly link: string; readonly to: string }> {
    const there = this.#releases.list().some((release) => release.version === version && !release.packaged);
    if (!there) await unpackRelease(this.#releases, file);
    this.#releases.allowTrial(version, TRIAL_SECONDS);
    return { link: this.#releases.wantedLink, to: version };
  }

  async drop(version: string): Promise<void> {
    this.#releases.endTrial();
    const found = this.#releases.list().find((release) => release.version === version);
    if (found !== undefined && !found.packaged && !found.inUse) this.#releases.drop(version);
  }

  async kept(version: string): Promise<void> {
    this.#releases.keep(version);
    // One way back is kept beside it; more would only fill the card (180 MB each).
    const previous = this.#releases.previous?.version;
    for (const it of this.#releases.list())
      if (!it.packaged && !it.inUse && it.version !== previous) this.#releases.drop(it.version);
  }
}
