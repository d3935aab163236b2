import type { ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { OnCallOptions } from "../../firmware/oncall/onCall.ts";
import type { EpochMs, MonotonicMs } from "../../firmware/time/Clock.ts";
import { AlertDesk } from "../alert/AlertDesk.ts";
import type { Act, ActResult } from "../alert/AlertHands.ts";
import type { CallerNews } from "../alert/CallerNews.ts";
import type { CallChannel } from "../channel/CallChannel.ts";
import type { MqttChannel } from "../channel/MqttChannel.ts";
import { type DeliveryReport, SmsChannel } from "../channel/SmsChannel.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import type { Store } from "../storage/StoreClient.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";
import type { CellularModems } from "./CellularModems.ts";
import { type Part, Parts } from "./Part.ts";

export interface PagingOptions extends ApplianceOptions {
  readonly store: Store;
  readonly feed: LiveFeed;
  readonly modems: CellularModems;
  readonly news: CallerNews;
  /** Absent where nobody can be called. */
  readonly calls: CallChannel | undefined;
  readonly onCall: () => OnCallOptions;
  readonly fault: ReportFault;
  /** The broker's channel is there: what was known before is told to it. */
  readonly hasBroker: () => void;
  /** A reply to a page that was only tried; it is of no alert. */
  readonly takesTest: (reply: ReceivedReply) => boolean;
  /** The network reported on a text: it may be one. */
  readonly reportedTest: (report: DeliveryReport) => void;
  /** The service centre told the time, by a report on a text of ours. */
  readonly centreTime: (civil: EpochMs, atMs: MonotonicMs) => void;
}

/** Answered to whoever asks before the alerts are read. */
export const STARTING: ActResult = {
  done: false,
  text: "FirstRing is still starting",
  outcome: { kind: "unknownCode" },
};

/** The alert desk with its ways out: short messages, calls, the broker. */
export class Paging implements Part {
  readonly #options: PagingOptions;
  readonly #parts: Parts;
  #desk: AlertDesk | undefined;
  #mqtt: MqttChannel | undefined;

  constructor(options: PagingOptions) {
    this.#options = options;
    this.#parts = new Parts((error) => options.log.error({ error: String(error) }, "stopping"));
  }

  /** Undefined until the start has come so far. */
  get desk(): AlertDesk | undefined {
    return this.#desk;
  }

  get mqtt(): MqttChannel | undefined {
    return this.#mqtt;
  }

  /** What somebody at the box does with an alert; written to the audit by whom and that it was here. */
  async act(act: Act, ref: string, person: string): Promise<ActResult> {
    if (this.#desk === undefined) return STARTING;
    const { clock, store } = this.#options;
    await store.audit({ at: clock.now(), kind: `${act}-at-the-box`, ref, person });
    return this.#desk.command(act, ref, person);
  }

  async start(): Promise<void> {
    const { calls, clinic, clock, fault, feed, modems, news, onCall, store } = this.#options;
    const sms = this.#makeSms(() => desk);
    const mqtt = await this.#makeMqtt(() => desk);
    const desk = new AlertDesk({
      ...{ clinic, clock, store, feed, onCall, fault },
      channels: [sms, calls, mqtt].filter((channel) => channel !== undefined),
      changed: (alert) => news.alertChanged(alert),
      publish: (topic, payload, retain) => mqtt?.publish(topic, payload, retain),
    });
    this.#desk = desk;
    this.#parts.stopLater(() => desk.stop());
    if (mqtt !== undefined) this.#options.hasBroker();
    await desk.resume(Promise.all([modems.start(), mqtt?.start()]));
  }

  stop(): Promise<void> {
    return this.#parts.stopAll();
  }

  #makeSms(desk: () => AlertDesk): SmsChannel | undefined {
    const { centreTime, clock, fault, reportedTest, takesTest, modems, store } = this.#options;
    const { carrier, count } = modems;
    if (carrier === undefined) {
      fault("SMS_MODEM_GONE", "", detail.noCellularLine());
      return undefined;
    }
    const channel = new SmsChannel({
      ...{ modem: carrier, lanes: count, store, clock },
      onFault: (code, detail, cleared) => fault(code, carrier.id, detail, cleared),
      onReply: (reply) => (takesTest(reply) ? undefined : desk().reply(reply)),
      onDeliveryReport: (report) => {
        reportedTest(report);
        desk().deliveryReport(report);
      },
      onCentreTime: centreTime,
    });
    this.#parts.stopLater(async () => {
      channel.stop();
      await modems.stop();
    });
    return channel;
  }

  /** Loaded only where it is used: the MQTT library is a good part of the memory. */
  async #makeMqtt(desk: () => AlertDesk): Promise<MqttChannel | undefined> {
    const { clinic, clock, fault, store } = this.#options;
    if (clinic.mqtt === undefined) return undefined;
    const { MqttChannel } = await import("../channel/MqttChannel.ts");
    const mqtt = new MqttChannel({
      ...{ config: clinic.mqtt, store, clock },
      onAcknowledge: (ref, person) => desk().acknowledge(ref, person),
      onFault: (code, detail, cleared) => fault(code, "mqtt", detail, cleared),
    });
    this.#mqtt = mqtt;
    this.#parts.stopLater(() => mqtt.stop());
    return mqtt;
  }
}
