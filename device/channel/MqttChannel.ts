import type { AlertChannel, DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import { type HealthNews, healthPayload, healthTopic, readAckCommand } from "../../firmware/channel/mqttTopics.ts";
import type { MqttConfig } from "../../firmware/config/Clinic.ts";
import { detail as words } from "../../firmware/health/details/detailWords.ts";
import type { Lamps } from "../../firmware/health/lamp.ts";
import type { Dispatch, MessageStore, Publication } from "../../firmware/message/MessageStore.ts";
import type { Clock, EpochMs, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { type ConnectionListeners, MqttConnection } from "./MqttConnection.ts";
import { MqttOutbox } from "./MqttOutbox.ts";
import { backOffMs, classifyFailure, type MqttFailure } from "./mqttFailure.ts";

/** How long a dispatch waits for the broker before it counts as not sent. It stays in the outbox. */
const DISPATCH_BOUND: Duration = Seconds(10);
/** A connection that stood so long was a good one: the next failure starts the back-off from the beginning. */
const STEADY_AFTER: Duration = Seconds(30);
/** For a polite farewell at the end. */
const FAREWELL_BOUND: Duration = Seconds(2);

export interface MqttChannelOptions {
  readonly config: MqttConfig;
  readonly store: MessageStore;
  readonly clock: Clock;
  /** A command on `…/command/ack`. Whether its person exists and its alert is open is for the listener to say. */
  readonly onAcknowledge?: (ref: string, person: string) => void | Promise<void>;
  readonly onFault: (code: "MQTT_UNREACHABLE" | "MQTT_REFUSED", detail: string, cleared: boolean) => void;
}

interface Waiter {
  readonly topic: string;
  readonly payload: string;
  settle(outcome: DispatchOutcome): void;
}

/**
 * The clinic's broker. Everything to be said goes through the store's outbox and leaves it at the broker's PUBACK, so a
 * week without a broker costs disk, not memory, and loses nothing. MQTT 5, or 3.1.1 where the broker speaks only that.
 */
export class MqttChannel implements AlertChannel {
  readonly way = "mqtt";
  readonly #options: MqttChannelOptions;
  readonly #outbox: MqttOutbox;
  readonly #waiters = new Set<Waiter>();
  #connection: MqttConnection | undefined;
  #version: 4 | 5 = 5;
  #failures = 0;
  #fault: MqttFailure["fault"] | undefined;
  #retry: Timer | undefined;
  #steady: Timer | undefined;
  #running = false;
  #publishRefused = false;
  #lamps: Lamps | undefined;
  #onlineSince: EpochMs = 0;

  constructor(options: MqttChannelOptions) {
    this.#options = options;
    this.#outbox = new MqttOutbox(options.store, options.clock, {
      publish: (topic, payload, retain) =>
        this.#connection?.publish(topic, payload, retain) ?? Promise.reject(new Error("not connected")),
      done: (publication, tookMs) => this.#acknowledged(publication, tookMs),
      drained: () => this.#drained(),
      refused: (reason, topic) => this.#refused(reason, topic),
      stuck: () => void this.#connection?.end({ politely: false }).then(() => this.#lost(SILENT, true)),
    });
  }

  get connected(): boolean {
    return this.#connection?.connected === true;
  }

  /** The protocol that the last connection spoke, or the next attempt will. */
  get protocolVersion(): 4 | 5 {
    return this.#version;
  }

  /** Begins to connect and keeps at it; the box does not wait for a broker. */
  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#retry?.cancel();
    this.#steady?.cancel();
    this.#outbox.close();
    for (const waiter of [...this.#waiters]) waiter.settle(KEPT);
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection === undefined) return;
    await this.#bounded(this.#farewell(connection));
    await connection.end({ politely: false });
  }

  async #farewell(connection: MqttConnection): Promise<void> {
    if (!connection.connected) return;
    await connection.publishState("offline", this.#options.clock.now()).catch(() => undefined);
    await connection.end({ politely: true });
  }

  async #bounded(work: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after("mqtt.farewell", FAREWELL_BOUND, resolve);
    await Promise.race([work, promise]);
    timer.cancel();
  }

  /** Writes it to the outbox; it leaves when the broker is there. Never rejects. */
  async publish(topic: string, payload: string, retain: boolean): Promise<void> {
    await this.#options.store.enqueuePublication(topic, payload, retain).catch(() => undefined);
    this.#outbox.kick();
  }

  /** A fault that came, or is over. Retained, so that who looks later sees what is wrong now. Never rejects. */
  health(news: HealthNews): Promise<void> {
    const { config, clock } = this.#options;
    return this.publish(healthTopic(config, news.code), healthPayload(news, clock.now()), true);
  }

  /** What the lamps on the box show is a part of its state. Not kept for a broker that is away: it gets what is true then. */
  showLamps(lamps: Lamps): void {
    this.#lamps = lamps;
    if (this.connected) this.#tellOnline();
  }

  #tellOnline(): void {
    this.#connection?.publishState("online", this.#onlineSince, this.#lamps).catch(() => undefined);
  }

  /** `sent` at PUBACK. Without a broker `failedTemporarily` at once or in ten seconds, and it goes out when one is there. */
  async send(dispatch: Dispatch): Promise<DispatchOutcome> {
    const { promise, resolve } = Promise.withResolvers<DispatchOutcome>();
    const waiter: Waiter = {
      topic: dispatch.address,
      payload: dispatch.text,
      settle: (outcome) => {
        this.#waiters.delete(waiter);
        timer.cancel();
        resolve(outcome);
      },
    };
    const timer = this.#options.clock.after("mqtt.dispatch", DISPATCH_BOUND, () => waiter.settle(KEPT));
    this.#waiters.add(waiter);
    await this.publish(dispatch.address, dispatch.text, false);
    if (!this.#running || (this.#connection === undefined && this.#fault !== undefined)) waiter.settle(KEPT);
    return promise;
  }

  #refused(reason: number, topic: string): void {
    this.#publishRefused = true;
    this.#raise({
      fault: "MQTT_REFUSED",
      detail: words.brokerRefuses({ topic, code: reason }),
      otherVersion: false,
    });
  }

  #drained(): void {
    if (!this.#publishRefused) return;
    this.#publishRefused = false;
    this.#clear();
  }

  #acknowledged(publication: Publication, tookMs: number): void {
    const waiter = [...this.#waiters].find(
      ({ topic, payload }) => topic === publication.topic && payload === publication.payload,
    );
    waiter?.settle({
      kind: "sent",
      detail: "the broker has it",
      submittedAtMs: this.#options.clock.monotonic(),
      modemMs: tookMs,
    });
  }

  #connect(): void {
    if (!this.#running) return;
    const listeners: ConnectionListeners = {
      connected: () => this.#connected(),
      closed: (failure, stood) => this.#lost(failure, stood),
      command: (payload) => {
        const command = readAckCommand(payload);
        if (command !== undefined) void this.#options.onAcknowledge?.(command.ref, command.person);
      },
    };
    try {
      this.#connection = new MqttConnection(this.#options.config, this.#version, listeners);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.#lost(
        classifyFailure({ message, hungUp: false, version: this.#version, ...(code === undefined ? {} : { code }) }),
        false,
      );
    }
  }

  #connected(): void {
    const { clock } = this.#options;
    if (this.#fault === "MQTT_UNREACHABLE") this.#clear();
    this.#steady = clock.after("mqtt.steady", STEADY_AFTER, () => {
      this.#failures = 0;
      if (!this.#publishRefused) this.#clear();
    });
    this.#onlineSince = clock.now();
    this.#tellOnline();
    this.#outbox.open();
  }

  #lost(failure: MqttFailure, stood: boolean): void {
    if (this.#connection === undefined && this.#retry !== undefined) return;
    this.#connection = undefined;
    this.#outbox.close();
    this.#steady?.cancel();
    if (!this.#running) return;
    this.#failures += 1;
    const other = !stood && failure.otherVersion;
    if (other) this.#version = this.#version === 5 ? 4 : 5;
    const fallingBack = other && this.#version === 4;
    // A drop is mended in a second, and the other version is tried at once: only what stays is told, and what needs a
    // person (another box with our name throws us out each time we are in).
    const told = stood ? failure.fault === "MQTT_REFUSED" : !fallingBack;
    if (told) this.#raise(failure);
    if (!stood && !fallingBack) for (const waiter of [...this.#waiters]) waiter.settle(KEPT);
    const wait = fallingBack ? 0 : backOffMs(this.#failures, Math.random());
    this.#retry?.cancel();
    this.#retry = this.#options.clock.after("mqtt.reconnect", Milliseconds(wait), () => {
      this.#retry = undefined;
      this.#connect();
    });
  }

  /** Told once; another kind takes the place of the first. */
  #raise(failure: MqttFailure): void {
    if (this.#fault === failure.fault) return;
    this.#clear();
    this.#fault = failure.fault;
    this.#options.onFault(failure.fault, failure.detail, false);
  }

  #clear(): void {
    if (this.#fault === undefined) return;
    const fault = this.#fault;
    this.#fault = undefined;
    this.#options.onFault(fault, "", true);
  }
}

const KEPT: DispatchOutcome = {
  kind: "failedTemporarily",
  detail: "the broker is not reachable; it is kept and goes out when it is",
};
const SILENT: MqttFailure = {
  fault: "MQTT_UNREACHABLE",
  detail: "the broker does not acknowledge",
  otherVersion: false,
};
