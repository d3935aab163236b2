import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import mqtt, { type MqttClient } from "mqtt";
import { alertPayload, alertTopic } from "../../firmware/channel/mqttTopics.ts";
import type { MqttConfig } from "../../firmware/config/Clinic.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import { debianProgramsOrSkip } from "../../test/programs/debianPrograms.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import type { Store } from "../storage/StoreClient.ts";
import { bench } from "../storage/testStore.ts";
import { MqttChannel } from "./MqttChannel.ts";

const LONGEST_WAIT_MS = 15_000;
const LOOK_EVERY_MS = 10;

/** Until it is so; looks again and again, because broker, socket and store are other processes and threads. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + LONGEST_WAIT_MS;
  while (!(await holds())) {
    assert(Date.now() < end, `${what}: not within ${LONGEST_WAIT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

const closed = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await closed(server);
  return port;
}

interface Broker {
  readonly port: number;
  start(): Promise<void>;
  kill(): Promise<void>;
}

/** A mosquitto of its own on a free port; `lines` are added to its configuration. Gone at the end of the test. */
async function mosquitto(
  t: TestContext,
  lines: readonly string[] = ["allow_anonymous true"],
): Promise<Broker | undefined> {
  const programs = await debianProgramsOrSkip(t, "mosquitto");
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "firstring-mqtt-"));
  const port = await freePort();
  const file = join(folder, "mosquitto.conf");
  // As root mosquitto would become its own user, who may not read our folder.
  const user = process.getuid?.() === 0 ? ["user root"] : [];
  const basics = [
    ...user,
    `listener ${port} 127.0.0.1`,
    "persistence true",
    `persistence_location ${folder}/`,
    "autosave_on_changes true",
    "autosave_interval 1",
  ];
  writeFileSync(join(folder, "passwords"), "");
  writeFileSync(file, `${[...basics, ...lines].map((line) => line.replace("FOLDER", folder)).join("\n")}\n`);
  let child: ChildProcess | undefined;
  const broker: Broker = {
    port,
    start: async () => {
      child = spawn(programs.mosquitto.path, ["-c", file], { env: programs.mosquitto.env, stdio: "ignore" });
      await until("mosquitto listens", () => canConnect(port));
    },
    kill: async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
  t.after(async () => {
    await broker.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return broker;
}

async function canConnect(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const outcome = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return outcome;
}

interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly retained: boolean;
}

/** Another program on the broker: hears everything below our topic. */
async function listener(
  t: TestContext,
  port: number,
): Promise<{ readonly heard: Heard[]; readonly client: MqttClient }> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
    clientId: "listener",
    clean: true,
    protocolVersion: 5,
  });
  const heard: Heard[] = [];
  client.on("error", () => undefined);
  client.on("message", (topic, payload, { retain }) =>
    heard.push({ topic, text: payload.toString(), retained: retain }),
  );
  await client.subscribeAsync("firstring/#", { qos: 1 });
  t.after(() => client.endAsync(true));
  return { heard, client };
}

const configFor = (port: number, more: Partial<MqttConfig> = {}): MqttConfig => ({
  url: `mqtt://127.0.0.1:${port}`,
  topic: "firstring",
  site: "rosewood",
  ...more,
});

function channelFor(
  t: TestContext,
  store: Store,
  config: MqttConfig,
  onAcknowledge?: (ref: string, person: string) => void,
): { readonly channel: MqttChannel; readonly faults: string[] } {
  const faults: string[] = [];
  const channel = new MqttChannel({
    config,
    store,
    clock: new SystemClock(),
    ...(onAcknowledge === undefined ? {} : { onAcknowledge }),
    onFault: (code, _detail, cleared) => faults.push(`${code}${cleared ? " cleared" : ""}`),
  });
  t.after(() => channel.stop());
  return { channel, faults };
}

const page = (config: MqttConfig, ref: string): Dispatch => ({
  id: `${ref}.0.0.chen.mqtt`,
  ref,
  person: "chen",
  way: "mqtt",
  address: alertTopic(config, ref),
  text: alertPayload({
    ref,
    urgency: "urgent",
    state: "open",
    raisedAt: 1_700_000_000_000,
    policy: "urgent",
    step: 1,
    paged: ["chen"],
  }),
  state: "queued",
  attempts: 1,
  createdAt: 0,
  updatedAt: 0,
});

const storeOf = async (t: TestContext) => {
  const folder = bench();
  t.after(() => folder[Symbol.asyncDispose]());
  return { folder, store: await folder.open() };
};

test("an alert is on the broker, and the box says that it is there, until it says goodbye", async (t) => {
  const broker = await mosquitto(t);
  if (broker === undefined) return;
  await broker.start();
  const { store } = await storeOf(t);
  const { heard } = await listener(t, broker.port);
  const config = configFor(broker.port);
  const { channel, faults } = channelFor(t, store, config);
  await channel.start();
  const outcome = await channel.send(page(config, "7Q4K"));
  assert.equal(outcome.kind, "sent");
  await until("the alert is heard", () => heard.some(({ topic }) => topic === "firstring/rosewood/alert/7Q4K"));
  const alert = JSON.parse(heard.find(({ topic }) => topic.endsWith("7Q4K"))!.text) as Record<string, unknown>;
  assert.deepEqual(alert, {
    version: 1,
    ref: "7Q4K",
    urgency: "urgent",
    state: "open",
    raisedAt: "2023-11-14T22:13:20Z",
    policy: "urgent",
    step: 1,
    paged: ["chen"],
  });
  assert.equal(channel.protocolVersion, 5);
  await channel.health({
    code: "SMS_NOT_REGISTERED",
    where: "mobile",
    active: true,
    since: Date.now(),
    detail: "no network",
    places: ["mobile"],
  });
  await until("the fault is heard", () =>
    heard.some(
      ({ topic, text }) => topic.endsWith("/health/SMS_NOT_REGISTERED") && text.includes("No cellular network"),
    ),
  );
  await channel.stop();
  const states = () =>
    heard
      .filter(({ topic }) => topic === "firstring/rosewood/state")
      .map(({ text }) => (JSON.parse(text) as { state: string }).state);
  await until("the farewell is heard", () => states().includes("offline"));
  assert.deepEqual(states(), ["online", "offline"]);
  assert.deepEqual(faults, []);
});

test("a box that dies without a word is told as lost by the broker, also to who looks later", async (t) => {
  const broker = await mosquitto(t);
  if (broker === undefined) return;
  await broker.start();
  const { store } = await storeOf(t);
  const cut = await proxy(t, broker.port, () => "pass");
  const { channel } = channelFor(t, store, configFor(cut.port));
  await channel.start();
  await until("connected", () => channel.connected);
  await cut.stop();
  await until("the last will is kept", async () => {
    const { heard } = await listener(t, broker.port);
    await until("something is retained", () => heard.length > 0);
    return heard.some(({ text, retained }) => retained && text === '{"version":1,"state":"lost"}');
  });
});

test("a broker that is away for days costs nothing but disk: everything comes in order when it is back, also after a restart of the box", async (t) => {
  const broker = await mosquitto(t);
  if (broker === undefined) return;
  const { folder, store } = await storeOf(t);
  const config = configFor(broker.port);
  const before = channelFor(t, store, config);
  await before.channel.start();
  for (let i = 0; i < 60; i += 1) await before.channel.publish(`firstring/rosewood/test/${i % 3}`, `{"n":${i}}`, false);
  await until("it is told once", () => before.faults.length > 0);
  assert.equal((await before.channel.send(page(config, "7Q4K"))).kind, "failedTemporarily");
  assert.deepEqual(before.faults, ["MQTT_UNREACHABLE"]);
  await before.channel.stop();
  await store.close();

  const reopened = await folder.open();
  await broker.start();
  const { heard } = await listener(t, broker.port);
  const after = channelFor(t, reopened, config);
  await after.channel.start();
  await until("all are heard", () => heard.filter(({ topic }) => topic !== "firstring/rosewood/state").length >= 61);
  const numbers = heard
    .filter(({ topic }) => topic.includes("/test/"))
    .map(({ text }) => (JSON.parse(text) as { n: number }).n);
  assert.deepEqual(
    numbers,
    Array.from({ length: 60 }, (_, i) => i),
  );
  assert(
    heard.some(({ topic }) => topic === "firstring/rosewood/alert/7Q4K"),
    "the page that found no broker",
  );
  await until("the outbox is empty", async () => (await reopened.nextPublications(1)).length === 0);
});

test("a broker that is restarted is found again, and the fault is over", async (t) => {
  const broker = await mosquitto(t);
  if (broker === undefined) return;
  await broker.start();
  const { store } = await storeOf(t);
  const config = configFor(broker.port);
  const { channel, faults } = channelFor(t, store, config);
  await channel.start();
  await until("connected", () => channel.connected);
  await broker.kill();
  await until("the fault is told", () => faults.length > 0);
  await channel.publish("firstring/rosewood/test/meanwhile", "{}", false);
  await broker.start();
  const { heard } = await listener(t, broker.port);
  await until("it is heard", () => heard.some(({ topic }) => topic.endsWith("meanwhile")));
  assert.deepEqual(faults, ["MQTT_UNREACHABLE", "MQTT_UNREACHABLE cleared"]);
});

test("a colleague's system takes an alert by command; garbage and retained commands take nothing", async (t) => {
  const broker = await mosquitto(t);
  if (broker === undefined) return;
  await broker.start();
  const { store } = await storeOf(t);
  const { client } = await listener(t, broker.port);
  const topic = "firstring/rosewood/command/ack";
  await client.publishAsync(topic, '{"ref":"2222A","person":"yesterday"}', { qos: 1, retain: true });
  const acks: string[] = [];
  const { channel } = channelFor(t, store, configFor(broker.port), (ref, person) => acks.push(`${ref} ${person}`));
  await channel.start();
  await until("connected", () => channel.connected);
  await until("the subscription stands", async () => {
    await client.publishAsync(topic, '{"ref":"7q4k","person":"chen"}', { qos: 1 });
    return acks.length > 0;
  });
  const garbage = [
    "",
    "{",
    "null",
    "[]",
    '{"ref":7,"person":"chen"}',
    '{"ref":"7Q4K"}',
    '{"ref":"7Q4K","person":"../x"}',
    "x".repeat(5000),
    '{"ref":"7Q4K; DROP","person":"chen"}',
  ];
  for (const text of garbage) await client.publishAsync(topic, text, { qos: 1 });
  await client.publishAsync(topic, '{"ref":"8Q4K","person":"patel"}', { qos: 1 });
  await until("the last is heard", () => acks.includes("8Q4K patel"));
  assert.deepEqual([...new Set(acks)], ["7Q4K chen", "8Q4K patel"]);
});

test("a command that was given while the box was away comes when it is back: the session is kept", async (t) => {
  const broker = await mosquitto(t);
  if (broker === undefined) return;
  await broker.start();
  const { store } = await storeOf(t);
  const first = channelFor(t, store, configFor(broker.port));
  await first.channel.start();
  assert.equal((await first.channel.send(page(configFor(broker.port), "7Q4K"))).kind, "sent");
  await first.channel.stop();
  const { client } = await listener(t, broker.port);
  await client.publishAsync("firstring/rosewood/command/ack", '{"ref":"7Q4K","person":"chen"}', { qos: 1 });
  const acks: string[] = [];
  const second = channelFor(t, store, configFor(broker.port), (ref) => acks.push(ref));
  await second.channel.start();
  await until("the command comes", () => acks.includes("7Q4K"));
});

interface Proxy {
  readonly port: number;
  stop(): Promise<void>;
}

/** Stands between us and the broker. `judge` sees the protocol level of a CONNECT (MQTT §3.1.2.2). */
async function proxy(
  t: TestContext,
  target: number,
  judge: (level: number) => "pass" | "refuse" | "hang up",
): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    client.once("data", (first: Buffer) => {
      // Fixed header 2 bytes, then the name with its length: 00 04 "MQTT".
      const verdict = judge(first[8] ?? 0);
      if (verdict === "hang up") return void client.destroy();
      // CONNACK of MQTT 3.1.1 with return code 1: unacceptable protocol version.
      if (verdict === "refuse") return void client.end(Buffer.from([0x20, 0x02, 0x00, 0x01]));
      const upstream = keep(connect(target, "127.0.0.1"));
      upstream.write(first);
      client.pipe(upstream).pipe(client);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await closed(server);
  };
  t.after(stop);
  return { port: (server.address() as AddressInfo).port, stop };
}

for (const verdict of ["refuse", "hang up"] as const) {
  test(`a broker that knows only MQTT 3.1.1 and will ${verdict} at version 5 is spoken to in 3.1.1`, async (t) => {
    const broker = await mosquitto(t);
    if (broker === undefined) return;
    await broker.start();
    const old = await proxy(t, broker.port, (level) => (level === 5 ? verdict : "pass"));
    const { store } = await storeOf(t);
    const { heard } = await listener(t, broker.port);
    const config = configFor(old.port);
    const { channel, faults } = channelFor(t, store, config);
    await channel.start();
    assert.equal((await channel.send(page(config, "7Q4K"))).kind, "sent");
    await until("the alert is heard", () => heard.some(({ topic }) => topic.endsWith("/alert/7Q4K")));
    assert.equal(channel.protocolVersion, 4);
    assert.deepEqual(faults, []);
  });
}

test("a wrong password is told once as refused, not as a network fault, and the page is kept", async (t) => {
  const broker = await mosquitto(t, ["allow_anonymous false", "password_file FOLDER/passwords"]);
  if (broker === undefined) return;
  const { store } = await storeOf(t);
  const config = configFor(broker.port, { username: "firstring", password: "wrong" });
  await broker.start();
  const { channel, faults } = channelFor(t, store, config);
  await channel.start();
  await until("it is told", () => faults.length > 0);
  assert.equal((await channel.send(page(config, "7Q4K"))).kind, "failedTemporarily");
  assert.deepEqual(faults, ["MQTT_REFUSED"]);
  assert.equal((await store.nextPublications(5)).length, 1);
});

test("over TLS the broker has to prove who it is", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-tls-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const certificate = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost,IP:127.0.0.1",
    "-keyout",
    join(folder, "key.pem"),
    "-out",
    join(folder, "cert.pem"),
  ];
  try {
    await promisify(execFile)("openssl", certificate);
  } catch {
    return t.skip("there is no program openssl to make a certificate with");
  }
  const broker = await mosquitto(t, [
    "allow_anonymous true",
    `certfile ${join(folder, "cert.pem")}`,
    `keyfile ${join(folder, "key.pem")}`,
  ]);
  if (broker === undefined) return;
  await broker.start();
  const { store } = await storeOf(t);
  const url = `mqtts://127.0.0.1:${broker.port}`;
  const stranger = channelFor(t, store, configFor(broker.port, { url }));
  await stranger.channel.start();
  await until("the unknown certificate is refused", () => stranger.faults.length > 0);
  assert.deepEqual(stranger.faults, ["MQTT_REFUSED"]);
  await stranger.channel.stop();
  const config = configFor(broker.port, { url, caFile: join(folder, "cert.pem") });
  const known = channelFor(t, store, config);
  await known.channel.start();
  assert.equal((await known.channel.send(page(config, "7Q4K"))).kind, "sent");
});
