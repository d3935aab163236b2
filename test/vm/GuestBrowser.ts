import type { Machine } from "./Machine.ts";

/** An emulated processor hashes a password and makes a TLS session in seconds, not in milliseconds. */
const ANSWERS_WITHIN_S = 120;

export interface Told {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what an assertion looks into.
  readonly json: any;
}

export interface GuestBrowserOptions {
  readonly machine: Machine;
  /** `https://` and the address that is asked for. */
  readonly origin: string;
  /** The network namespace that it is in; the box itself when not said. */
  readonly at?: string;
  /** curl's `--resolve`: what a name server of the clinic would say. */
  readonly resolve?: string;
}

/** The file that a computer of the clinic trusts; in the guest. */
export const AUTHORITY = "/run/vm-authority.crt";

let made = 0;

/** A browser in the guest, by curl: it trusts the box's authority and nothing else, keeps its cookies, and says where it comes from. */
export class GuestBrowser {
  readonly #options: GuestBrowserOptions;
  readonly #jar = `/run/vm-cookies-${++made}`;

  constructor(options: GuestBrowserOptions) {
    this.#options = options;
  }

  /** How curl ended (curl(1), EXIT CODES): 0 the console's answer came, 7 refused, 22 turned away, 28 not within so long, 60 not trusted. */
  async reaches(withinS = ANSWERS_WITHIN_S): Promise<number> {
    const { code } = await this.#options.machine.tries(
      `${this.#curl(withinS)} -f -o /dev/null ${this.#options.origin}/api/v1/session`,
      (withinS + 60) * 1_000,
    );
    return code;
  }

  /** @throws when no answer comes */
  async ask(path: string, body?: unknown): Promise<Told> {
    const { origin } = this.#options;
    const sent = body === undefined ? "" : Buffer.from(JSON.stringify(body)).toString("base64");
    const posts = body === undefined ? "" : "-H 'content-type: application/json' --data-binary @/run/vm-body";
    const said = await this.#options.machine.run(
      `
      base64 -d > /run/vm-body <<'BODY'
${(sent.match(/.{1,800}/g) ?? []).join("\n")}
BODY
      ${this.#curl(ANSWERS_WITHIN_S)} -b ${this.#jar} -c ${this.#jar} -H 'origin: ${origin}' -H 'sec-fetch-site: same-origin' \\
        ${posts} -w '\\n%{http_code}' ${origin}/api/v1${path}`,
      (ANSWERS_WITHIN_S + 60) * 1_000,
    );
    const end = said.trimEnd().lastIndexOf("\n");
    const text = said.slice(0, end).trim();
    return { status: Number(said.slice(end)), json: text.startsWith("{") ? JSON.parse(text) : undefined };
  }

  #curl(withinS: number): string {
    const { at, resolve } = this.#options;
    const where = at === undefined ? "" : `ip netns exec ${at} `;
    return `${where}curl -sS --cacert ${AUTHORITY} --max-time ${withinS}${resolve === undefined ? "" : ` --resolve ${resolve}`}`;
  }
}
