import { readFileSync } from "node:fs";
import mqtt, { type ErrorWithReasonCode, type IClientOptions, type MqttClient } from "mqtt";
import { ackTopic, statePayload, stateTopic } from "../../firmware/channel/mqttTopics.ts";
import type { MqttConfig } from "../../firmware/config/Clinic.ts";
import type { Lamps } from "../../firmware/health/lamp.ts";
import { classifyFailure, type MqttFailure } from "./mqttFailure.ts";

/** Until CONNACK: TCP, TLS and the broker's own thinking. */
const CONNECT_BOUND_MS = 15_000;
const KEEPALIVE_SECONDS = 30;
/** The broker keeps our subscription, and what came for it, so long after we are gone. */
const SESSION_SECONDS = 7 * 24 * 3600;
/** Unanswered QoS 1 publications that the broker may have towards us: commands are small and rare. */
const RECEIVE_MAXIMUM = 16;
/** MQTT 5 §3.1.2.11.4: a broker must not send us more in one packet. */
const LARGEST_PACKET_BYTES = 64 * 1024;

export interface ConnectionListeners {
  connected(): void;
  /** Once for each connection, whether it ever stood or not. */
  closed(failure: MqttFailure, stood: boolean): void;
  command(payload: string): void;
}

/** One attempt to be connected, and the connection that comes of it. A new one is made for the next attempt. */
export class MqttConnection {
  readonly #client: MqttClient;
  readonly #config: MqttConfig;
  /** Publications that the broker has not acknowledged: they fail with the connection. */
  readonly #pending = new Set<(error: Error) => void>();
  #stood = false;
  #over = false;

  /** @throws of the file system, when a certificate cannot be read. */
  constructor(config: MqttConfig, version: 4 | 5, listeners: ConnectionListeners) {
    this.#config = config;
    let socketStood = false;
    let last: { reason?: number; code?: string; message: string } = { message: "" };
    this.#client = mqtt.connect(config.url, optionsFor(config, version));
    this.#client.stream.once("connect", () => {
      socketStood = true;
    });
    this.#client.on("connect", () => {
      this.#stood = true;
      this.#client.subscribe(ackTopic(config), { qos: 1 }, () => undefined);
      listeners.connected();
    });
    this.#client.on("message", (topic, payload, packet) => {
      // What was retained is of another day.
      if (topic === ackTopic(config) && !packet.retain) listeners.command(payload.toString("utf8"));
    });
    this.#client.on("disconnect", (packet) => {
      last = {
        message: "the broker ended the connection",
        ...(packet.reasonCode === undefined ? {} : { reason: packet.reasonCode }),
      };
    });
    this.#client.on("error", (error) => {
      last = factsOf(error);
    });
    this.#client.on("close", () => {
      for (const reject of [...this.#pending]) reject(new Error("the connection went before the broker had it"));
      if (this.#over) return;
      this.#over = true;
      const hungUp = socketStood && !this.#stood && (last.code === undefined || last.code === "ECONNRESET");
      this.#client.end(true);
      listeners.closed(classifyFailure({ ...last, hungUp, version }), this.#stood);
    });
  }

  get connected(): boolean {
    return this.#client.connected && !this.#over;
  }

  /** Resolves at PUBACK: undefined, or the broker's reason code. Rejects when the connection goes first. */
  publish(topic: string, payload: string, retain: boolean): Promise<number | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    this.#pending.add(reject);
    this.#client.publish(topic, payload, { qos: 1, retain }, (error) => {
      const reason = error ? factsOf(error).reason : undefined;
      if (!error) resolve(undefined);
      else if (reason !== undefined && reason >= 0x80) resolve(reason);
      else reject(error);
    });
    return promise.finally(() => this.#pending.delete(reject));
  }

  publishState(state: "online" | "offline", since: number, lamps?: Lamps): Promise<unknown> {
    return this.publish(stateTopic(this.#config), statePayload(state, since, lamps), true);
  }

  /** Polite when asked to be: a DISCONNECT keeps the last will from being published. */
  async end(options: { readonly politely: boolean }): Promise<void> {
    this.#over = true;
    for (const reject of [...this.#pending]) if (!options.politely) reject(new Error("the connection is being closed"));
    await this.#client.endAsync(!options.politely).catch(() => undefined);
  }
}

function optionsFor(config: MqttConfig, version: 4 | 5): IClientOptions {
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file));
  const tls = { ca: read(config.caFile), cert: read(config.certFile), key: read(config.keyFile) };
  const given = Object.entries({ ...tls, username: config.username, password: config.password }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    ...Object.fromEntries(given),
    protocolVersion: version,
    clientId: `firstring-${config.site}`,
    clean: false,
    keepalive: KEEPALIVE_SECONDS,
    connectTimeout: CONNECT_BOUND_MS,
    reconnectPeriod: 0,
    queueQoSZero: false,
    will: { topic: stateTopic(config), payload: Buffer.from(statePayload("lost")), qos: 1, retain: true },
    ...(version === 5
      ? {
          properties: {
            sessionExpiryInterval: SESSION_SECONDS,
            receiveMaximum: RECEIVE_MAXIMUM,
            maximumPacketSize: LARGEST_PACKET_BYTES,
          },
        }
      : {}),
  };
}

/** An `AggregateError` of a name with several addresses has its code in the first. */
function factsOf(error: Error | ErrorWithReasonCode): { reason?: number; code?: string; message: string } {
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  const code = (first as { code?: unknown }).code;
  return {
    message: first.message,
    ...(typeof code === "number" ? { reason: code } : {}),
    ...(typeof code === "string" ? { code } : {}),
  };
}
