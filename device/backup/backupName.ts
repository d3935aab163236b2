/* @pure */

const SUFFIX = ".frbackup";

/** `firstring-rosewood-2026-11-26T013000Z.frbackup`: the clinic, and the second in UTC. */
export const backupName = (clinic: string | undefined, now: number): string =>
  `firstring-${(clinic ?? "clinic").toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${new Date(now).toISOString().slice(0, 19).replace(/:/g, "")}Z${SUFFIX}`;

/** The same clinic's backups that go when only the newest `keep` stay. */
export function olderThanKept(names: readonly string[], newest: string, keep: number): readonly string[] {
  const prefix = newest.slice(0, -"2026-11-26T013000Z".length - SUFFIX.length);
  const ours = names.filter(
    (name) => name.startsWith(prefix) && /^[\d-]{10}T\d{6}Z\.frbackup$/.test(name.slice(prefix.length)),
  );
  return ours.sort().slice(0, Math.max(0, ours.length - keep));
}
