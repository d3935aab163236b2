import { bundleApplier } from "../bundle/applyBundle.ts";
import type { ApplyClient, Who } from "../change/ApplyClient.ts";
import { InstalledBox } from "../change/installedBox.ts";
import { uninterrupted } from "../change/uninterrupted.ts";

/** Root's hand of whoever is root already: in this process, without session, and present by being at the box's own keyboard. */
export function rootClient(): ApplyClient {
  const box = new InstalledBox({ present: true });
  const { engine, owner, sessions } = box;
  const bundle = bundleApplier(box);
  return {
    plan: async (changes) => engine.plan(changes),
    apply: (changes, options) => uninterrupted((signal) => engine.apply(changes, { ...options, signal }), process),
    applyBundle: (place, options) => uninterrupted((signal) => bundle(place, { ...options, signal }), process),
    confirm: async (id) => engine.confirm(id),
    status: async () => engine.status(),
    owner: async () => owner.status(),
    claim: (asked) => owner.claim(asked),
    enter: (asked) => owner.enter(asked),
    changePassphrase: (asked: { old?: string; passphrase: string; who: Who }) => owner.changePassphrase(asked),
    leave: async (session) => sessions.close(session),
    invite: async (asked) => box.invite(asked),
  };
}
