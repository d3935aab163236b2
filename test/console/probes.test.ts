import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect as connectH2 } from "node:http2";
import { after, before, test } from "node:test";
import { connect, type TLSSocket } from "node:tls";
import { Minutes } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench, PASSWORD } from "./ConsoleBench.ts";

// What somebody would try who means harm, as the baseline of OWASP ZAP and the Mozilla Observatory try it.

const clock = new VirtualClock();
let it: ConsoleBench;
before(async () => {
  it = await ConsoleBench.start({ clock });
  await it.signIn("manager");
});
after(() => it[Symbol.asyncDispose]());

const port = () => Number(new URL(it.origin).port);
const cookies = () => [...it.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

test("headers: no inline code, nothing from elsewhere, no frame, no guessing of types, nothing kept, nothing told to others", async () => {
  for (const path of ["/", "/api/v1/session", "/api/v1/users", "/no.such", "/api/v1/no-such", "/metrics"]) {
    const { headers } = await it.ask(path);
    const csp = String(headers["content-security-policy"]);
    assert.match(csp, /default-src 'none'/, path);
    assert.doesNotMatch(csp, /unsafe-inline|unsafe-eval|data:|\*|http:/, path);
    for (const directive of ["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"])
      assert.ok(csp.includes(directive), `${path} ${directive}`);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["x-frame-options"], "DENY");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
    assert.match(String(headers["cache-control"]), /no-store|no-cache/, path);
    for (const teller of ["server", "x-powered-by", "access-control-allow-origin"])
      assert.equal(headers[teller], undefined, `${path} ${teller}`);
  }
});

test("cookies are for this host, over TLS, for no script, for no other site", async () => {
  const { headers } = await it.enter("manager");
  const set = [headers["set-cookie"] ?? []].flat();
  assert.equal(set.length, 2);
  for (const cookie of set) assert.match(cookie, /^__Host-[^;]+; Path=\/; Secure; HttpOnly; SameSite=Strict/);
});

test("cross-site requests: another origin, another site, none at all, a plain form", async () => {
  const post = (headers: Record<string, string>) =>
    it.raw("/api/v1/users", { method: "POST", body: { id: "evil" }, headers: { cookie: cookies(), ...headers } });
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site", origin: it.origin },
    { "sec-fetch-site": "same-site" },
    { origin: it.origin.replace("https", "http") },
    {},
  ])
    assert.equal((await post(headers as Record<string, string>)).json.error.code, "NOT_OURS", JSON.stringify(headers));
  const form = await it.raw("/api/v1/session", {
    method: "POST",
    body: Buffer.from("user=manager&password=x"),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: it.origin,
      "sec-fetch-site": "same-origin",
    },
  });
  assert.equal(form.status, 415);
  const text = await it.ask("/api/v1/session", {
    method: "POST",
    body: Buffer.from("{}"),
    headers: { "content-type": "text/plain" },
  });
  assert.notEqual(text.status, 200);
});

test("a foreign name that leads to us is turned away (DNS rebinding), whatever the forwarding headers say", async () => {
  for (const headers of [
    { host: "evil.example" },
    { host: `127.0.0.1:${port()}.evil.example` },
    { host: "evil.example", "x-forwarded-host": `127.0.0.1:${port()}` },
  ])
    assert.ok([400, 421].includes((await it.raw("/", { headers })).status), JSON.stringify(headers));
});

test("the address that somebody has reached it at is no foreign name, and the next certificate has it", async () => {
  const elsewhere = await it.console.server.listen({ port: 0, host: "127.0.0.2" });
  const asked = (host: string) =>
    new Promise<number>((resolve, reject) => {
      const session = connectH2(`https://127.0.0.2:${elsewhere}`, { rejectUnauthorized: false }).once("error", reject);
      session
        .request({ ":path": "/api/v1/session", ":authority": host })
        .once("response", ({ ":status": status }) => {
          session.destroy();
          resolve(status ?? 0);
        })
        .end();
    });
  assert.equal(await asked(`127.0.0.2:${elsewhere}`), 200);
  assert.equal(await asked(`127.0.0.3:${elsewhere}`), 421);
  const certificate = it.console.box.certificate ?? assert.fail("no certificate");
  const renewed = new Promise<string>((resolve) => certificate.onChange(({ cert }) => resolve(cert)));
  certificate.reachedAt({ localAddress: "::ffff:192.168.77.1" });
  assert.ok(new X509Certificate(await renewed).checkIP("192.168.77.1"));
});

test("paths that lead out of the folder, encoded or not, find nothing", async () => {
  const found = [];
  for (const path of [
    ...["/assets/x/../../../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd"],
    ...[
      "/%00",
      "/assets/x/%00.js",
      "/....//....//etc/passwd",
      "//etc/passwd",
      "/api/v1/../../etc/passwd",
      "/.git/config",
    ],
    ...["/device/console/Console.ts", "/console.db", "/assets/x/device/console/Console.ts", "/%c0%ae%c0%ae/etc/passwd"],
  ]) {
    const { status, text } = await it.ask(path);
    if ((status < 400 && !text.startsWith("<!doctype html>")) || /root:|sqlite|import /i.test(text))
      found.push(`${path} ${status}`);
  }
  assert.deepEqual(found, []);
});

test("what is typed into fields is data: SQL, markup, templates, very long text, control signs", async () => {
  for (const evil of [
    ...[
      "' OR 1=1 --",
      "'; DROP TABLE users; --",
      "<script>alert(1)</script>",
      "{{7*7}}",
      ["$", "{7*7}"].join(""),
      "../../x",
      "\u0000",
      "a\r\nSet-Cookie: x=y",
    ],
    ...["%s%s%n", "x".repeat(65), "\u202e", "admin'/*"],
  ]) {
    const id = encodeURIComponent(evil);
    for (const answer of [
      await it.ask("/api/v1/session", {
        body: { user: evil, password: evil.slice(0, 200) || "x" },
        headers: { cookie: "" },
      }),
      await it.ask(`/api/v1/audit?who=${id}&kind=${id}&ref=${id}`),
      await it.ask(`/api/v1/users/${id}`, { method: "PATCH", body: { name: evil } }),
    ])
      assert.ok(answer.status < 500, `${evil}: ${answer.status} ${answer.text}`);
  }
  assert.equal((await it.ask("/api/v1/users")).json.users.length, 1, "all users are still there, and no new one");
  assert.equal((await it.ask("/api/v1/audit/verify")).json.ok, true);
});

test("bodies that are no JSON, too large, or poisonous", async () => {
  const send = (body: Buffer) => it.ask("/api/v1/users", { method: "POST", body });
  assert.equal((await send(Buffer.from("{"))).status, 400);
  assert.equal((await send(Buffer.from('{"__proto__":{"rights":["users.manage"]},"id":"a"}'))).status, 400);
  assert.equal((await send(Buffer.from('{"constructor":{"prototype":{"x":1}}}'))).status, 400);
  assert.equal((await send(Buffer.from(`"${"x".repeat(70_000)}"`))).status, 413);
  assert.equal((await send(Buffer.from("[".repeat(60_000)))).status, 400);
  assert.equal(({} as Record<string, unknown>)["rights"], undefined);
});

test("methods: what a route does not do it does not do under another name", async () => {
  const other = await it.ask("/api/v1/session", { method: "PUT", body: {} });
  assert.deepEqual([other.status, other.headers["allow"]], [405, "GET, POST, DELETE, PATCH"]);
  const disguised = await it.ask("/api/v1/users", { headers: { "x-http-method-override": "DELETE" } });
  assert.equal(disguised.status, 200);
  assert.equal((await it.ask("/api/v1/session?_method=DELETE")).json.user.id, "manager");
  for (const method of ["TRACE", "OPTIONS", "PROPFIND"])
    assert.ok((await it.raw("/api/v1/session", { method })).status >= 400, method);
});

test("sessions and tokens that somebody has made up, or changed by a letter, are nobody's", async () => {
  const [name = "", value = ""] = [...it.cookies].find(([each]) => each.includes("console")) ?? [];
  const changed = `${value.slice(0, -1)}${value.endsWith("A") ? "B" : "A"}`;
  for (const cookie of [
    `${name}=${changed}`,
    `${name}=`,
    `${name}=${"A".repeat(32)}`,
    `${name}=' OR 1=1`,
    `x${name}=${value}`,
  ])
    assert.equal((await it.raw("/api/v1/users", { headers: { cookie } })).status, 401, cookie);
  for (const token of [`frt_${"A".repeat(32)}`, value, "", "null"])
    assert.equal((await it.raw("/api/v1/users", { headers: { authorization: `Bearer ${token}` } })).status, 401, token);
  const planted = `${name}=${"B".repeat(32)}`;
  const { headers } = await it.raw("/api/v1/session", {
    method: "POST",
    body: { user: "manager", password: PASSWORD },
    headers: { cookie: planted, origin: it.origin, "sec-fetch-site": "same-origin" },
  });
  assert.ok(![headers["set-cookie"] ?? []].flat().some((set) => set.startsWith(planted)), "a sign-in makes a new one");
});

test("whoever is not signed in sees nothing but the door", async () => {
  const { json } = await it.raw("/api/v1/openapi.json");
  const open = [];
  for (const [path, methods] of Object.entries(json.paths as Record<string, Record<string, { security?: unknown[] }>>))
    for (const [method, { security }] of Object.entries(methods)) {
      const address = path.replace(/\{\w+\}/g, "1");
      const asked = { method: method.toUpperCase(), headers: { origin: it.origin, "sec-fetch-site": "same-origin" } };
      const { status } = await it.raw(address, method === "get" ? asked : { ...asked, body: {} });
      if (security?.length === 0) open.push(`${method} ${path}`);
      else assert.equal(status, 401, `${method} ${address}`);
    }
  assert.deepEqual(open.sort(), [
    "get /api/v1/duty/calendar/{key}",
    "get /api/v1/health",
    "get /api/v1/network/authority.crt",
    "get /api/v1/session",
    "post /api/v1/session",
    "post /api/v1/session/first",
    "post /api/v1/session/text",
    "post /api/v1/session/welcome",
    "post /api/v1/session/welcome/text",
  ]);
});

test("smuggled and broken requests end the connection and nobody else's", async () => {
  const raw = async (text: string): Promise<string> => {
    const socket = connect({ port: port(), host: "127.0.0.1", rejectUnauthorized: false });
    await once(socket, "secureConnect");
    let heard = "";
    socket.on("data", (bytes: Buffer) => {
      heard += bytes.toString();
    });
    socket.on("error", () => {});
    socket.write(text);
    await once(socket, "close");
    return heard;
  };
  const head = `Host: 127.0.0.1:${port()}\r\n`;
  const both = await raw(
    `POST / HTTP/1.1\r\n${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
  );
  assert.match(both, /^HTTP\/1\.1 400/);
  assert.match(await raw("\x16\x03garbage\r\n\r\n"), /^HTTP\/1\.1 400/);
  assert.match(await raw(`GET / HTTP/1.1\r\n${head}X-Long: ${"x".repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431/);
  assert.equal((await it.ask("/api/v1/session")).status, 200);
});

test("HTTP/2: many pages in one connection; TLS older than 1.2 is not spoken", async () => {
  const session = connectH2(it.origin, { rejectUnauthorized: false });
  const answers = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const stream = session.request({ ":path": "/api/v1/session", cookie: cookies() });
      const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
      stream.resume();
      return headers[":status"];
    }),
  );
  assert.deepEqual([...new Set(answers)], [200]);
  await new Promise<void>((done) => session.close(done));
  const old = connect({
    port: port(),
    host: "127.0.0.1",
    rejectUnauthorized: false,
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
  });
  await assert.rejects(once(old, "secureConnect"));
});

test("too many requests of one address are told to wait, and a moment later go on", async () => {
  const answers = await Promise.all(Array.from({ length: 700 }, () => it.raw("/api/v1/session")));
  assert.ok(answers.some(({ status }) => status === 429));
  assert.ok(answers.filter(({ status }) => status === 200).length > 100);
});

test("one address that opens many connections and says nothing on them keeps nobody of another connection out", async () => {
  // What the test before has used up is there again.
  clock.advance(Minutes(1));
  const sockets: TLSSocket[] = [];
  for (let n = 0; n < 80; n += 1) {
    const socket = connect({ port: port(), host: "127.0.0.1", rejectUnauthorized: false });
    socket.on("error", () => {});
    sockets.push(socket);
  }
  await Promise.all(
    sockets.map((socket) => new Promise((done) => socket.once("secureConnect", done).once("close", done))),
  );
  const open = sockets.filter((socket) => !socket.destroyed);
  assert.ok(open.length < 50, `${open.length} of 80 came in`);
  assert.equal((await it.ask("/api/v1/session")).status, 200, "who was in is served");
  for (const socket of sockets) socket.destroy();
});
