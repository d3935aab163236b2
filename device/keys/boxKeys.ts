import { existsSync } from "node:fs";
import { CredentialKeyPlace } from "./CredentialKeyPlace.ts";
import { Credentials } from "./Credentials.ts";
import { FileKeyPlace } from "./FileKeyPlace.ts";
import type { KeyPlace, KeySource } from "./KeyPlace.ts";
import { OtpKeyPlace, readOtpKey, SALT_FILE } from "./OtpKeyPlace.ts";

/** Where a box's key may be, in the order of what it is worth. */
export interface KeyPlaces {
  readonly otp: OtpKeyPlace | undefined;
  readonly credential: CredentialKeyPlace;
  readonly file: FileKeyPlace;
}

export interface KeyPlaceOptions {
  readonly directory: string;
  readonly credentials?: Credentials;
  readonly saltFile?: string;
  readonly otp?: Uint8Array | undefined;
  readonly credentialsChanged?: () => void;
}

export function keyPlaces(options: KeyPlaceOptions): KeyPlaces {
  const otp = "otp" in options ? options.otp : readOtpKey();
  return {
    otp: otp === undefined ? undefined : new OtpKeyPlace(otp, options.saltFile ?? SALT_FILE),
    credential: new CredentialKeyPlace(options.credentials ?? new Credentials(), options.credentialsChanged),
    file: new FileKeyPlace(options.directory),
  };
}

/** The place whose key is in use: that of the salt or the credential, else the file. Undefined: no key has been made yet. */
export function placeInUse(places: KeyPlaces): KeyPlace | undefined {
  return [places.otp, places.credential, places.file].find((place) => place?.current() !== undefined);
}

/** Where a new key belongs on this machine. */
export function bestPlace(places: KeyPlaces, onBox: boolean): KeyPlace {
  return places.otp ?? (onBox ? places.credential : places.file);
}

export const placeOf = (places: KeyPlaces, source: KeySource): KeyPlace | undefined => places[source];

/** The salt of a Pi whose key does not answer: the card is in another Pi, or the key was read-protected since. */
export const isSaltWithoutOtp = (places: KeyPlaces, saltFile = SALT_FILE): boolean =>
  places.otp === undefined && existsSync(saltFile);
