import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type * as z from "zod";
import type { AuditKind } from "../api/audit.ts";
import type { Right } from "../auth/roles.ts";
import type { Who } from "../auth/Who.ts";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** What a handler is given. */
export interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Undefined only where the route is for anybody. */
  readonly who: Who;
  readonly headers: IncomingHttpHeaders;
  /** The peer's address, for rationing and the audit. */
  readonly from: string;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** An answer that is not JSON: a recording, a CSV file, a stream of events; or JSON with headers of its own. */
export class RawAnswer {
  readonly body: Uint8Array | string | Readable;
  readonly type: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of Set-Cookie, each a header of its own. */
  readonly cookies: readonly string[];

  constructor(
    type: string,
    body: Uint8Array | string | Readable,
    {
      cookies = [],
      headers = {},
      status = 200,
    }: { status?: number; headers?: Readonly<Record<string, string>>; cookies?: readonly string[] } = {},
  ) {
    this.cookies = cookies;
    this.type = type;
    this.body = body;
    this.status = status;
    this.headers = headers;
  }
}

/** One row of the access audit: who saw, heard or did what. */
export interface Seen {
  readonly kind: AuditKind;
  readonly ref?: string;
  readonly detail?: string;
  /** Looking at the same again within some minutes is one row: a list that is asked for every few seconds is one look. */
  readonly once?: boolean;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

interface RouteSpec<P, Q, B, A> {
  readonly method: Method;
  /** Below /api/v1, with `:name` for parameters: `/messages/:ref`. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** A right, or what stands for none: whoever is signed in, or anybody at all. */
  readonly may: Right | "signedIn" | "anybody";
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Of the JSON answer; `sends` says the type of another. */
  readonly answer?: A;
  readonly sends?: string;
  /** Tokens of the API may not use it: what is a person's own. */
  readonly personsOnly?: boolean;
  /** Not below /api/v1, where other programs look for it: `/metrics`. */
  readonly atRoot?: boolean;
  /** Larger bodies than 64 KiB: bytes. */
  readonly bodyLimit?: number;
  /** Bodies of these types come as a Buffer, unparsed: recordings. */
  readonly takes?: readonly string[];
  /** Written when it was done, before it is answered. */
  readonly audit?: (
    asked: Asked<Parsed<P>, Parsed<Q>, Parsed<B>>,
    answer: A extends z.ZodType ? z.input<A> : RawAnswer,
  ) => Seen | undefined;
  readonly handle: (asked: Asked<Parsed<P>, Parsed<Q>, Parsed<B>>) => Answered<A> | Promise<Answered<A>>;
}

type Answered<A> = A extends z.ZodType ? z.input<A> | RawAnswer : RawAnswer;

/** A route with its types forgotten: what the server registers and the documentation is made of. */
export interface Route {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly may: Right | "signedIn" | "anybody";
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly answer: z.ZodType | undefined;
  readonly sends: string | undefined;
  readonly personsOnly: boolean;
  readonly atRoot: boolean;
  readonly bodyLimit: number | undefined;
  readonly takes: readonly string[];
  readonly audit: ((asked: Asked<unknown, unknown, unknown>, answer: unknown) => Seen | undefined) | undefined;
  readonly handle: (asked: Asked<unknown, unknown, unknown>) => unknown;
}

/** Gives the handler the types of its own schemas. */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  A extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<P, Q, B, A>): Route {
  return {
    ...spec,
    params: spec.params,
    query: spec.query,
    body: spec.body,
    answer: spec.answer,
    sends: spec.sends,
    personsOnly: spec.personsOnly ?? false,
    atRoot: spec.atRoot ?? false,
    bodyLimit: spec.bodyLimit,
    takes: spec.takes ?? [],
    audit: spec.audit as Route["audit"],
    handle: spec.handle as Route["handle"],
  };
}

/** Where it is found. */
export const addressOf = ({ atRoot, path }: Pick<Route, "atRoot" | "path">): string =>
  `${atRoot ? "" : "/api/v1"}${path}`;
