/* @pure */
import type { OtherFileSystem } from "../../firmware/panel/otherFileSystems.ts";
import type { RequestedChange } from "./Change.ts";
import type { Outcome, Plan, Progress, Refusal } from "./Plan.ts";

/** Who did it, for the record: by which face, and a name where there is one. */
export interface Who {
  readonly by: "web" | "serial" | "stick" | "command-line" | "appliance" | "console";
  readonly name?: string;
}

export interface ApplyOptions {
  readonly who: Who;
  /** From `claim` or `enter`. Without one nothing is applied, but to a box that nobody owns yet while presence is shown. */
  readonly session?: string;
  /** The clinic file that was looked at (`clinicFileHash`): refused when another one is in force by now. */
  readonly base?: string;
  readonly onProgress?: (progress: Progress) => void;
  /** Gives up while nothing is changed yet and a call is waited for. */
  readonly signal?: AbortSignal;
}

/** What comes of showing a code or a passphrase. */
export type Entry =
  | { readonly kind: "in"; readonly session: string }
  | { readonly kind: "wrong"; readonly triesLeft: number }
  /** Too many wrong ones: not looked at before so many milliseconds are over, power cycles included. */
  | { readonly kind: "locked"; readonly forMs: number }
  /** The button must be held first (or the file put on the card). */
  | { readonly kind: "needs-presence" }
  | { readonly kind: "refused"; readonly what: string; readonly cure: string };

export interface OwnerStatus {
  readonly serial: string;
  /** Somebody has set a passphrase; the code on the label is used up. */
  readonly claimed: boolean;
  /** A label was made (`firstring label`), so there is a code to ask for. */
  readonly hasCode: boolean;
  /** Somebody is at the box: for so many milliseconds yet. */
  readonly presentForMs: number;
  readonly lockedForMs: number;
}

export interface ApplyStatus {
  readonly version: string;
  /** What is going on just now. */
  readonly busy?: { readonly id: string; readonly who: Who; readonly progress: Progress };
  /** Waits for `confirm`, for so many milliseconds yet. */
  readonly unconfirmed?: { readonly id: string; readonly forMs: number };
  readonly last?: { readonly id: string; readonly at: string; readonly words: string };
}

/**
 * Root's hand as a program without rights sees it (`SocketApplyClient`), and as the command line has it in its own process.
 * Calls reject with an `ApplianceError` only when root's hand cannot be reached or breaks off; everything else is an answer.
 */
export interface ApplyClient {
  plan(changes: readonly RequestedChange[], session?: string): Promise<Plan>;
  apply(changes: readonly RequestedChange[], options: ApplyOptions): Promise<Outcome>;
  /** The bundle that lies in the fixed place of its way in. Its signature is what is asked for; no session is needed. */
  applyBundle(place: BundlePlace, options: ApplyOptions): Promise<Outcome>;
  /** The technician's session is still there: keep the change that waits for it. */
  confirm(id: string, session?: string): Promise<boolean>;
  status(): Promise<ApplyStatus>;
  owner(): Promise<OwnerStatus>;
  /** Makes the box somebody's: code from the label, physical presence, and the passphrase for from now on. */
  claim(asked: { readonly code: string; readonly passphrase: string; readonly who: Who }): Promise<Entry>;
  enter(asked: { readonly passphrase: string; readonly who: Who }): Promise<Entry>;
  /** With presence a forgotten passphrase is replaced without the old one. */
  changePassphrase(asked: { readonly old?: string; readonly passphrase: string; readonly who: Who }): Promise<Entry>;
  leave(session: string): Promise<void>;
  /** A one-time code for a manager of the console who cannot sign in. Refused unless somebody is at the box. */
  invite(asked: InviteRequest & { readonly session?: string }): Promise<Invitation>;
}

export interface InviteRequest {
  /** What they type to sign in; empty: the only one. */
  readonly manager: string;
  /** Their second factor is lost, too. */
  readonly lostFactor: boolean;
  readonly who: Who;
}

export type Invitation =
  | {
      readonly kind: "made";
      readonly user: string;
      readonly name: string;
      readonly code: string;
      readonly expiresAt: number;
    }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Where a bundle may lie: what the stick reader copied (`sda1`), or what the wizard uploaded. Never a path. */
export type BundlePlace =
  | { readonly from: "stick"; readonly device: string }
  /** A stick that nobody could look at: it is refused, and that is written down. */
  | { readonly from: "other-stick"; readonly fileSystem: OtherFileSystem }
  | { readonly from: "setup" };

/** Where the wizard puts an uploaded bundle for `{ from: "setup" }`. */
export const UPLOADED_BUNDLE = "/var/lib/firstring-setup/upload.bun";
/** The console's own way to root's hand: fewer kinds of change, and no session (`server/consoleProtocol.ts`). */
export const APPLY_CONSOLE_SOCKET = "/run/firstring-apply-console.sock";
export const APPLY_SOCKET = "/run/firstring-apply.sock";
