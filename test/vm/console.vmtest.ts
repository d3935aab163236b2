/** The console under a real systemd: who reaches it, what it may change by root's hand, and that the answering service never notices it. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { urgentCaller } from "../e2e/House.ts";
import { until } from "../e2e/until.ts";
import { clinicFile, FRONT, portOf } from "./clinicFile.ts";
import { assertConsoleOnly, LISTENING } from "./documentedPorts.ts";
import { AUTHORITY, GuestBrowser, type Told } from "./GuestBrowser.ts";
import { figure } from "./tell.ts";
import { VmClinic } from "./VmClinic.ts";

/** Looked at, waited, stopped, exchanged, started, watched. */
const CHANGED_WITHIN_MS = 900_000;
const BACK_WITHIN_MS = 300_000;
/** Dropped packets are told by nothing but silence. */
const SILENT_S = 20;
const [REFUSED, SILENT] = [7, 28];
const PASSWORD = "a door of green glass";
const OPEN = "console: { network: clinic }\n";

/** Networks of the machine's own, each with one computer on it: the technician's cable, the clinic's network, the internet. */
const NETWORKS = { cable: "10.55.0", desk: "192.168.77", outside: "198.51.100" } as const;
type Network = keyof typeof NETWORKS;
const BOX = (network: Network): string => `${NETWORKS[network]}.1`;
const layOut = (Object.keys(NETWORKS) as Network[])
  .map(
    (it) => `
  ip netns add ${it}
  ip link add ${it}0 type veth peer name pc0 netns ${it}
  ip addr add ${BOX(it)}/29 dev ${it}0
  ip link set ${it}0 up
  ip -n ${it} addr add ${NETWORKS[it]}.2/29 dev pc0
  ip -n ${it} link set pc0 up
  ip netns exec ${it} busybox ping -c 1 -w 30 ${BOX(it)} >/dev/null`,
  )
  .join("");

interface Recording {
  readonly part: string;
  readonly ms: number;
}

suite("the console in a machine", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  before(
    async () => {
      clinic = await VmClinic.start({ isSetUp: true });
      await clinic.ready();
      await clinic.machine.run(`set -e${layOut}`, 240_000);
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  const browserAt = (at: Network, origin: string, resolve?: string): GuestBrowser =>
    new GuestBrowser({ machine: clinic.machine, at, origin, ...(resolve === undefined ? {} : { resolve }) });
  const byName = (at: Network): GuestBrowser =>
    browserAt(at, "https://firstring.local", `firstring.local:443:${BOX(at)}`);
  const byAddress = (at: Network): GuestBrowser => browserAt(at, `https://${BOX(at)}`);
  let cable: GuestBrowser;

  const explained = async <T>(work: Promise<T>): Promise<T> =>
    work.catch(async (error: unknown) => {
      const story = await clinic.machine.tries(
        "systemctl --no-pager status 'firstring-console*' 'firstring-apply*'; ss -Htln; journalctl -b --no-pager -n 80 -u 'firstring-console*' -u 'firstring-apply*' -u firstring",
        120_000,
      );
      throw new Error(`${String(error)}\n${story.output}`);
    });
  const done = (told: Told): Told["json"] => {
    assert.ok(told.status < 300, `${told.status}: ${JSON.stringify(told.json)}`);
    return told.json;
  };
  /** The box's changes, newest first; undefined while the console is just opening its sockets anew. */
  const log = (): Promise<{ outcome: string; words: string }[] | undefined> =>
    cable.ask("/changes/log").then(
      ({ json }) => json?.changes,
      () => undefined,
    );
  /** Puts a text in force as the console's page does; how it ended. */
  const apply = async (text: string, meanwhile: () => Promise<void> = async () => {}) => {
    const { hash } = done(await cable.ask("/clinic"));
    const before = (await log()) ?? assert.fail("no log");
    done(await cable.ask("/clinic/apply", { text, base: hash }));
    await meanwhile();
    return explained(
      until(
        "the end of the change",
        async () => {
          const now = await log();
          return now !== undefined && now.length > before.length ? now[0] : undefined;
        },
        { withinMs: CHANGED_WITHIN_MS },
      ),
    );
  };
  /** Of the daemon: another one, or started anew, has other figures. */
  const daemon = (): Promise<string> =>
    clinic.machine.run("systemctl show firstring.service -P MainPID -P NRestarts -P ExecMainStartTimestampMonotonic");
  const consolePid = async (): Promise<string> => clinic.property("MainPID", "firstring-console.service");
  const speaksForLong = () => {
    const speaking = clinic.voice.next("callerSpeaks");
    return { speaking, call: clinic.call(urgentCaller({ speaksMs: 45_000 })) };
  };

  test("systemd listens on this machine and on the cable, and the first who asks wakes the console", async () => {
    const { machine } = clinic;
    await machine.run("systemctl stop firstring-console.service", 120_000);
    assertConsoleOnly(await machine.run(LISTENING));
    const began = performance.now();
    await explained(
      machine.run(
        `curl -sSk --max-time 300 -o ${AUTHORITY} https://localhost/api/v1/network/authority.crt && grep -q BEGIN ${AUTHORITY}`,
        360_000,
      ),
    );
    figure("console: first request → answer, with its start", `${((performance.now() - began) / 1000).toFixed(1)} s`);
    assert.equal(await clinic.property("ActiveState", "firstring-console.service"), "active");
    const memory = Number(await clinic.property("MemoryCurrent", "firstring-console.service")) / 1e6;
    figure("console: memory in its cgroup", `${memory.toFixed(0)} MB`);
  });

  test("https answers with the box's own certificate, which is the one that its journal names; http only leads there", async () => {
    const { machine } = clinic;
    cable = browserAt("cable", `https://${BOX("cable")}:8443`);
    assert.equal(await explained(cable.reaches()), 0, "by the authority's word, at the cable's address");
    const shown = await machine.run(
      // Held open: a handshake takes longer here than the end of the input.
      "(echo; sleep 20) | openssl s_client -connect 127.0.0.1:443 -servername localhost 2>&1 | openssl x509 -noout -fingerprint -sha256",
      120_000,
    );
    const fingerprint = /=([0-9A-F:]{95})/.exec(shown)?.[1] ?? assert.fail(shown);
    const journal = await machine.run("journalctl -b -u firstring-console.service -o cat --no-pager");
    assert.ok(journal.includes(fingerprint), `${fingerprint} is not in\n${journal}`);
    const leads = await machine.run(
      "curl -sS --max-time 60 -o /dev/null -w '%{http_code} %{redirect_url}' http://localhost/",
      120_000,
    );
    assert.match(leads, /^308 https:\/\/localhost\//);
  });

  test("nobody in the clinic's network, and nobody beyond it, finds it", async () => {
    for (const network of ["desk", "outside"] as const)
      assert.equal(await byAddress(network).reaches(SILENT_S), REFUSED, network);
  });

  test("the first manager is made over the cable, and sees the message that was just taken", async () => {
    const { outcome } = await clinic.call();
    assert.equal(outcome, "answered");
    const ref = await clinic.page();
    const first = { user: "lopez", name: "Maria Lopez", password: PASSWORD };
    assert.equal(done(await explained(cable.ask("/session/first", first))).user.role, "manager");
    const { messages } = done(await cable.ask("/messages"));
    assert.deepEqual(
      messages.map((message: { ref: string }) => message.ref),
      [ref],
    );
    assert.equal((await cable.ask("/session/first", { ...first, user: "other" })).status, 409);
  });

  test("root's hand is the console's to ask, and not the answering service's", async () => {
    const asks = (groups: string) =>
      clinic.machine.tries(
        `setpriv --reuid=firstring --regid=firstring ${groups} curl -s --max-time ${SILENT_S} --unix-socket /run/firstring-apply-console.sock http://box/`,
        180_000,
      );
    assert.equal((await asks("--clear-groups")).code, REFUSED);
    assert.notEqual((await asks("--groups=firstring-change")).code, REFUSED);
    const groups = await clinic.property("SupplementaryGroups", "firstring.service");
    assert.doesNotMatch(groups, /firstring-change/);
  });

  test("exposure of what belongs to it, as systemd has it loaded: at most 1.5", async () => {
    for (const unit of ["firstring-console.service", "firstring-console-reopen.service", "firstring-apply.service"]) {
      const { code, output } = await clinic.machine.tries(
        `SYSTEMD_COLORS=0 SYSTEMD_URLIFY=0 systemd-analyze security --no-pager --threshold=15 ${unit}`,
        180_000,
      );
      assert.equal(code, 0, output);
      figure(`exposure of ${unit}`, /: ([\d.]+)/.exec(output.trim().split("\n").at(-1) ?? "")?.[1] ?? output);
    }
  });

  test("opened by a manager while somebody speaks: after the call, exactly 443 and 80, for the clinic's network alone", async () => {
    const before = clinic.pages.length;
    const { call, speaking } = speaksForLong();
    await speaking;
    const change = await apply(`${clinicFile()}${OPEN}`, async () => {
      // Staging takes its time on an emulated processor.
      await until("the change waits for the call", async () => {
        const { going } = done(await cable.ask("/changes"));
        return going?.steps.at(-1)?.phase === "wait-for-quiet" || undefined;
      });
      assert.equal((await call).outcome, "answered");
      const ref = await clinic.page(before);
      const { recordings } = done(await cable.ask(`/messages/${ref}`));
      assert.ok(
        recordings.some(({ ms, part }: Recording) => part === "reason" && ms > 20_000),
        JSON.stringify(recordings),
      );
    });
    assert.equal(change.outcome, "kept", change.words);
    await explained(
      clinic.machine.until("the sockets are opened anew", "ss -Htln | awk '{ print $4 }' | grep -q ':80$'", 120_000),
    );
    const open = (await clinic.machine.run(LISTENING)).trim().split("\n");
    assert.deepEqual(open, ["tcp *:443", "tcp *:80", "tcp 10.55.0.1:8443"]);
    assert.equal(await explained(byName("desk").reaches()), 0, "by its name");
    assert.equal(await byName("outside").reaches(SILENT_S), SILENT, "the internet hears nothing");
    const leads = await clinic.machine.run(
      `ip netns exec desk curl -sS --max-time 60 -o /dev/null -w '%{http_code} %{redirect_url}' http://${BOX("desk")}/`,
      120_000,
    );
    assert.match(leads, new RegExp(`^308 https://${BOX("desk").replaceAll(".", "\\.")}/`));
    assert.equal(done(await cable.ask("/session")).user.id, "lopez", "whoever was signed in still is");
  });

  test("at the box's address in the clinic's network, too, with a certificate that has it; signed in by a password there", async () => {
    const desk = byAddress("desk");
    await explained(
      until("a certificate with the address", async () => (await desk.reaches()) === 0 || undefined, {
        withinMs: 180_000,
      }),
    );
    assert.equal(done(await desk.ask("/session", { user: "lopez", password: PASSWORD })).user.name, "Maria Lopez");
    assert.equal(done(await desk.ask("/network")).open, true);
  });

  test("a clinic file whose line does not work is taken back by itself, and callers are answered as before", async () => {
    const wrong = `${clinicFile()}${OPEN}`.replace(portOf(FRONT), portOf("NOWHERE"));
    const change = await apply(wrong);
    assert.equal(change.outcome, "rolled-back", change.words);
    assert.match(change.words, /Everything is as it was before/);
    figure("console: a clinic file that makes a line fail", change.words);
    assert.doesNotMatch(await clinic.machine.run("cat /etc/firstring/clinic.yaml"), /NOWHERE/);
    const before = clinic.pages.length;
    await clinic.answersAgain();
    await clinic.page(before);
    assert.equal(await explained(byName("desk").reaches()), 0, "still open");
  });

  test("killed in the middle of a call: it is back, who was signed in still is, and the daemon has noticed nothing", async () => {
    const [was, pid, before] = [await daemon(), await consolePid(), clinic.pages.length];
    const { call, speaking } = speaksForLong();
    await speaking;
    await clinic.machine.run("systemctl kill -s KILL firstring-console.service");
    const began = performance.now();
    await explained(
      clinic.machine.until(
        "another console",
        `test "$(systemctl is-active firstring-console)" = active && test "$(systemctl show firstring-console -P MainPID)" != "${pid}"`,
        BACK_WITHIN_MS,
      ),
    );
    figure("console killed → ready again", `${((performance.now() - began) / 1000).toFixed(1)} s`);
    assert.equal((await call).outcome, "answered");
    const ref = await clinic.page(before);
    assert.equal(await daemon(), was);
    const message = done(await explained(cable.ask(`/messages/${ref}`)));
    assert.ok(
      message.recordings.some(({ part }: Recording) => part === "reason"),
      JSON.stringify(message),
    );
  });

  test("closed again: as it was, for everybody", async () => {
    const change = await apply(clinicFile());
    assert.equal(change.outcome, "kept", change.words);
    await explained(
      clinic.machine.until("the sockets are closed", "! ss -Htln | awk '{ print $4 }' | grep -q '^\\*:'", 120_000),
    );
    assertConsoleOnly(await clinic.machine.run(LISTENING));
    assert.equal(await byName("desk").reaches(SILENT_S), REFUSED);
    const left = await clinic.machine.run("find /etc/systemd/system -path '*/firstring-console*/60-clinic-file.conf'");
    assert.equal(left.trim(), "");
    assert.equal(await explained(cable.reaches()), 0, "the cable still leads to it");
  });
});
