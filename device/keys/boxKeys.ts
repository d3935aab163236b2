import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { BOX } from "../runtime/installation.ts";
import { CredentialKeyPlace } from "./CredentialKeyPlace.ts";
import { Credentials } from "./Credentials.ts";
import { FileKeyPlace } from "./FileKeyPlace.ts";
import { readKeyChange } from "./KeyChange.ts";
import type { KeyPlace, KeySource } from "./KeyPlace.ts";
import { OtpKeyPlace, readOtpKey, SALT_FILE } from "./OtpKeyPlace.ts";

/** Where a box's key may be, in the order of what it is worth. */
export interface KeyPlaces {
  readonly otp: OtpKeyPlace | undefined;
  readonly credential: CredentialKeyPlace;
  readonly file: FileKeyPlace;
  /** What is known of a change that is under way (KeyChange). */
  readonly changeFile: string;
}

/** Of the box: systemd/firstring-key-change.service waits for it. */
export const CHANGE_FILE = "/etc/firstring/database-key.change";

export interface KeyPlaceOptions {
  readonly directory: string;
  readonly credentials?: Credentials;
  readonly saltFile?: string;
  readonly otp?: Uint8Array | undefined;
  readonly changeFile?: string;
  readonly credentialsChanged?: () => void;
}

export function keyPlaces(options: KeyPlaceOptions): KeyPlaces {
  const otp = "otp" in options ? options.otp : readOtpKey();
  return {
    otp: otp === undefined ? undefined : new OtpKeyPlace(otp, options.saltFile ?? SALT_FILE),
    credential: new CredentialKeyPlace(options.credentials ?? new Credentials(), options.credentialsChanged),
    file: new FileKeyPlace(options.directory),
    changeFile:
      options.changeFile ??
      (resolve(options.directory) === BOX.data ? CHANGE_FILE : join(options.directory, "database-key.change")),
  };
}

/**
 * The place whose key is in use: that of the salt or the credential, else the file; while it changes, the old one until everything
 * is under the new. Undefined: no key has been made yet.
 */
export function placeInUse(places: KeyPlaces): KeyPlace | undefined {
  const change = readKeyChange(places.changeFile);
  const counts = change && placeOf(places, change.phase === "settling" ? change.to : change.from);
  if (counts !== undefined) return counts;
  return [places.otp, places.credential, places.file].find((place) => place?.current() !== undefined);
}

/** The key in use first, then all others that there are, each once: the messages are under one of them, however a change was cut off. */
export function knownKeys(places: KeyPlaces): readonly Uint8Array[] {
  const inUse = placeInUse(places);
  const settled = readKeyChange(places.changeFile)?.phase === "settling" ? inUse?.next() : undefined;
  const all = [
    settled,
    ...[inUse, places.otp, places.credential, places.file].flatMap((it) => [it?.current(), it?.next()]),
  ];
  const seen = new Map(all.filter((key) => key !== undefined).map((key) => [Buffer.from(key).toString("hex"), key]));
  return [...seen.values()];
}

/** Where a new key belongs on this machine. */
export function bestPlace(places: KeyPlaces, onBox: boolean): KeyPlace {
  return places.otp ?? (onBox ? places.credential : places.file);
}

export const placeOf = (places: KeyPlaces, source: KeySource): KeyPlace | undefined => places[source];

/** The salt of a Pi whose key does not answer: the card is in another Pi, or the key was read-protected since. */
export const isSaltWithoutOtp = (places: KeyPlaces, saltFile = SALT_FILE): boolean =>
  places.otp === undefined && existsSync(saltFile);
