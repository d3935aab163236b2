/* @pure */

/** What a `+CMS ERROR` asks of the sender. */
export type CmsAction =
  /** Congestion, no network, a busy modem: the same again in seconds. */
  | "againSoon"
  /** SIM missing, locked or failed: a person's matter; again once the modem is ready. */
  | "repairSim"
  /** The store is full of committed messages: empty it, then again. */
  | "repairStorage"
  /** No service centre is set on this SIM. */
  | "repairCentre"
  /** The modem does not like the PDU: encode it as plainly as can be, then again. */
  | "repairPdu"
  /** This number will never take it: the next contact at once. */
  | "permanent"
  /** Not in any list: one more try. */
  | "onceMore";

/** 3GPP TS 24.011 Annex E (below 128), 23.040 §9.2.3.22 (128 to 255: the centre's TP-FCS), 27.005 §3.2.5 (300 and up); the grouping is ours. */
const ACTIONS: ReadonlyMap<number, CmsAction> = new Map<number, CmsAction>([
  [1, "permanent"], // unassigned number
  [8, "permanent"], // operator determined barring
  [10, "permanent"], // call barred
  [21, "permanent"], // short message transfer rejected
  [27, "againSoon"], // destination out of service
  [28, "permanent"], // unidentified subscriber
  [30, "permanent"], // unknown subscriber
  [38, "againSoon"], // network out of order
  [41, "againSoon"], // temporary failure
  [42, "againSoon"], // congestion
  [47, "againSoon"], // resources unavailable
  [50, "permanent"], // requested facility not subscribed
  [69, "permanent"], // requested facility not implemented
  [95, "permanent"], // semantically incorrect message
  [96, "permanent"], // invalid mandatory information
  [97, "permanent"], // message type not implemented
  [98, "permanent"], // message not compatible with protocol state
  [99, "permanent"], // information element not implemented
  [111, "permanent"], // protocol error
  [192, "againSoon"], // service centre busy
  [194, "againSoon"], // service centre system failure
  [195, "permanent"], // invalid address of the receiver
  [196, "permanent"], // the receiver is barred
  [198, "repairPdu"], // TP-VPF not supported: without its validity period
  [199, "repairPdu"], // TP-VP not supported
  [300, "againSoon"], // mobile equipment failure
  [301, "againSoon"], // SMS service of the modem reserved
  [304, "repairPdu"], // invalid PDU mode parameter
  [310, "repairSim"], // SIM not inserted
  [311, "repairSim"], // SIM PIN required
  [312, "repairSim"], // PIN of the phone-to-SIM lock required
  [313, "repairSim"], // SIM failure
  [314, "againSoon"], // SIM busy
  [315, "repairSim"], // SIM wrong
  [316, "repairSim"], // SIM PUK required
  [317, "repairSim"], // SIM PIN2 required
  [318, "repairSim"], // SIM PUK2 required
  [322, "repairStorage"], // memory full
  [330, "repairCentre"], // service centre address unknown
  [331, "againSoon"], // no network service
  [332, "againSoon"], // network timeout
  [500, "againSoon"], // unknown error
]);

/** Codes from here on are the vendor's own; most are passing conditions of the radio. */
const VENDOR = 512;

/** `code` is undefined for a bare ERROR. */
export const cmsAction = (code: number | undefined): CmsAction =>
  code === undefined ? "onceMore" : (ACTIONS.get(code) ?? (code >= VENDOR ? "againSoon" : "onceMore"));
