import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { connect } from "node:tls";
import { type ConsoleFigures, metricsText } from "../../device/console/metrics.ts";
import { issue, ownAuthority } from "../../device/console/tls/ownAuthority.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { ConsoleBench } from "./ConsoleBench.ts";

let it: ConsoleBench;
before(async () => {
  // Certificates are made by openssl, which has no clock but the machine's.
  it = await ConsoleBench.start({ clock: new SystemClock() });
  await it.signIn("manager");
});
after(() => it[Symbol.asyncDispose]());

test("whether somebody has to look says health to anybody; figures are for a token with that right", async () => {
  assert.equal((await it.raw("/api/v1/health")).json.status, "down", "no answering service runs here");
  assert.equal((await it.raw("/metrics")).status, 401);
  const { json } = await it.ask("/api/v1/tokens", { body: { name: "Prometheus", rights: ["metrics.read"] } });
  const { headers, text } = await it.raw("/metrics", { headers: { authorization: `Bearer ${json.secret}` } });
  assert.match(String(headers["content-type"]), /^text\/plain; version=0\.0\.4/);
  assert.match(text, /^firstring_up 0$/m);
  assert.match(text, /^firstring_console_users 1$/m);
  assert.deepEqual(troubles(text), []);
});

test("of a box that runs: its lines, modems and faults, each once, in Prometheus' own format, and nothing of a person", () => {
  const figures = {
    ...{ version: "1.0", sessions: 2, users: 3, memoryBytes: 1e8, now: 2_000_000, certificateUntil: undefined },
    status: {
      ...{
        clinic: "Rosewood",
        timezone: "UTC",
        now: 1,
        pid: 1,
        startedAt: 1_000_000,
        mqtt: "connected",
        openAlerts: 1,
      },
      lines: [
        { id: "front", state: 'ready (a "strange\\" modem)' },
        { id: "mobile", state: "not in service (LINE_GONE)" },
      ],
      modems: [{ id: "mobile", ready: true, registered: true, signalDbm: -87 }],
      ...{
        store: { waiting: 0 },
        onCall: { people: ["Dr. Chen"], because: [] },
        atWork: { calls: 1, untakenUrgent: 0 },
      },
      ...{ lamps: {}, pastFaults: [], memory: { rssMb: 90 }, sms: null },
      faults: [{ code: "LINE_GONE", severity: "urgent", where: "mobile", detail: "+1 312 555 0142" }],
    },
  } as unknown as ConsoleFigures;
  const text = metricsText(figures);
  assert.deepEqual(troubles(text), []);
  for (const row of [
    'firstring_line_ready{line="front"} 1',
    'firstring_line_ready{line="mobile"} 0',
    'firstring_modem_signal_dbm{modem="mobile"} -87',
    'firstring_fault{code="LINE_GONE",severity="urgent"} 1',
    "firstring_uptime_seconds 1000",
  ])
    assert.ok(text.split("\n").includes(row), row);
  assert.doesNotMatch(text, /Chen|Rosewood|0142/);
});

/** As promtool checks it: https://prometheus.io/docs/instrumenting/exposition_formats, and its rules for names. */
function troubles(text: string): readonly string[] {
  const found: string[] = [];
  const [types, seen] = [new Set<string>(), new Set<string>()];
  if (!text.endsWith("\n")) found.push("the last line has no end");
  for (const line of text.trimEnd().split("\n")) {
    const [, comment, name = ""] = /^# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) \S/.exec(line) ?? [];
    if (comment === "TYPE") {
      if (types.has(name)) found.push(`${name} comes twice`);
      types.add(name);
    }
    if (comment !== undefined) continue;
    const sample =
      /^([a-z_:][a-z0-9_:]*)(\{(?:[a-z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(
        line,
      );
    if (sample === null) found.push(`no sample: ${line}`);
    else if (!types.has(sample[1] ?? "")) found.push(`without its TYPE: ${line}`);
    else if (seen.has(`${sample[1]}${sample[2]}`)) found.push(`twice: ${line}`);
    else seen.add(`${sample[1]}${sample[2]}`);
  }
  return found;
}

const shown = async (): Promise<X509Certificate> => {
  const socket = connect({
    port: Number(new URL(it.origin).port),
    host: "127.0.0.1",
    servername: "localhost",
    rejectUnauthorized: false,
  });
  await once(socket, "secureConnect");
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  return new X509Certificate(raw);
};

test("whoever trusts the box's authority gets no warning; it vouches for nothing but boxes like this one", async () => {
  const { text: ca } = await it.raw("/api/v1/network/authority.crt");
  const socket = connect({
    port: Number(new URL(it.origin).port),
    host: "127.0.0.1",
    servername: "localhost",
    ca: [ca],
  });
  await once(socket, "secureConnect");
  assert.equal(socket.authorized, true);
  socket.destroy();
  const days = (Date.parse((await shown()).validTo) - Date.parse((await shown()).validFrom)) / 86_400_000;
  assert.ok(days <= 398, `${days} days`);
  const folder = `${it.directory}/console`;
  const evil = await issue(folder, await ownAuthority(folder, Date.now()), { names: ["bank.example"], addresses: [] });
  const { createServer } = await import("node:tls");
  const server = createServer({ key: evil.key, cert: evil.cert }).listen(0);
  const stranger = connect({ port: (server.address() as { port: number }).port, servername: "bank.example", ca: [ca] });
  await assert.rejects(once(stranger, "secureConnect"), /permitted subtree/i);
  server.close();
});

test("the clinic's own certificate takes its place without anybody being cut off, and goes again; a wrong one is refused", async () => {
  const before = (await shown()).fingerprint256;
  const folder = `${it.directory}/console`;
  const clinics = await issue(folder, await ownAuthority(folder, Date.now()), {
    names: ["console.lan"],
    addresses: [],
  });
  const other = await issue(folder, await ownAuthority(folder, Date.now()), { names: ["other.lan"], addresses: [] });
  const put = (body: object) => it.ask("/api/v1/network/certificate", { method: "PUT", body });
  assert.match((await put({ cert: clinics.cert, key: other.key })).json.error.message, /not made together/);
  assert.match((await put({ cert: "x", key: clinics.key })).json.error.message, /not in PEM/);
  assert.equal((await shown()).fingerprint256, before);
  const set = await put(clinics);
  assert.deepEqual([set.json.whose, set.json.names], ["clinic", ["console.lan"]], set.text);
  assert.notEqual((await shown()).fingerprint256, before);
  const port = new URL(it.origin).port;
  assert.equal((await it.raw("/", { headers: { host: `console.lan:${port}` } })).status, 200, "its name is ours now");
  assert.equal((await it.ask("/api/v1/network/certificate", { method: "DELETE" })).json.whose, "box");
  assert.equal((await shown()).fingerprint256, before);
});
