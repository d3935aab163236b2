/* @pure */
import { decodePdu } from "../../../line/gsm/pdu/Pdu.ts";
import { splitArguments } from "../CommandLine.ts";
import type { CommandTable, Handler, ModemContext } from "../ModemContext.ts";
import { canSendSms, type MemoryName } from "../ModemState.ts";
import { CMS, cms, error, ok, type Prompt, type Reply } from "../Reply.ts";
import type { StoredSms } from "../SmsStorage.ts";
import { smsTrouble } from "./simCard.ts";
import { textHead, textOfStored, textSubmit } from "./smsText.ts";
import { fixed, phoneType, taken } from "./values.ts";

/** Wraps a command that needs the SIM open. */
const needsSim =
  (handler: Handler): Handler =>
  (modem, command) =>
    (command.form === "test" ? undefined : smsTrouble(modem)) ?? handler(modem, command);

const MEMORIES: readonly MemoryName[] = ["SM", "ME", "SR"];
/** MT is "any of them" (27.005 §3.1): received messages of this modem lie in ME then. */
const memoryCalled = (name: string): MemoryName | undefined =>
  name === "MT" ? "ME" : MEMORIES.find((memory) => memory === name.toUpperCase());

const memoryUse = (modem: ModemContext, named: boolean): string =>
  modem.settings.memories
    .map((name) => {
      const { used, capacity } = modem.inbox.memory(name);
      return `${named ? `"${name}",` : ""}${used},${capacity}`;
    })
    .join(",");

const memories: Handler = (modem, { form, value }) => {
  if (form === "test") return ok('+CPMS: ("SM","ME","MT","SR"),("SM","ME","MT"),("SM","ME","MT")');
  if (form === "read") return ok(`+CPMS: ${memoryUse(modem, true)}`);
  const wanted = splitArguments(value).map(memoryCalled);
  if (wanted.length === 0 || wanted.length > 3 || wanted.includes(undefined)) return cms(302);
  const current = modem.settings.memories;
  modem.settings.memories = [wanted[0]!, wanted[1] ?? current[1], wanted[2] ?? current[2]];
  return ok(`+CPMS: ${memoryUse(modem, false)}`);
};

const indications: Handler = (modem, { form, value }) => {
  const { settings, family } = modem;
  if (form === "test") return ok("+CNMI: (0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)");
  if (form === "read") return ok(`+CNMI: ${settings.indications.join(",")}`);
  const wanted = splitArguments(value).map(Number);
  const most = [2, 3, 3, 2, 1];
  if (wanted.length === 0 || wanted.length > 5 || wanted.some((n, i) => !(n >= 0 && n <= most[i]!)))
    return cms(CMS.badParameter);
  const next = settings.indications.map((n, i) => wanted[i] ?? n) as typeof settings.indications;
  if (family.strictIndications && next[0] !== 1 && (next[1] === 3 || next[3] === 1)) return error;
  settings.indications = next;
  return { kind: "ok", lines: [], onFinished: () => modem.network.pump() };
};

/** `AT+CMGF=0` and a PDU, or `AT+CMGF=1` and a text: either way what is to be sent, as a PDU. */
function entryAsPdu(modem: ModemContext, value: string, entry: string): string | undefined {
  if (modem.settings.textMode) return textSubmit(splitArguments(value)[0] ?? "", entry, modem.settings.charset);
  const hex = entry.replace(/\s/g, "");
  const centreOctets = Number.parseInt(hex.slice(0, 2), 16) + 1;
  const tpduOctets = hex.length / 2 - centreOctets;
  return tpduOctets === Number(splitArguments(value)[0]) ? hex : undefined;
}

/** Sends a SUBMIT and answers with what the network said. */
async function submit(
  modem: ModemContext,
  hex: string,
  name: "+CMGS" | "+CMSS",
  onAccepted = () => {},
): Promise<Reply> {
  const pdu = decodePdu(hex, "toNetwork");
  const { part, total } = pdu.kind === "submit" && pdu.concat ? pdu.concat : { part: 1, total: 1 };
  modem.emit({ event: "pduReceived", to: pdu.kind === "submit" ? pdu.to : "", part, total, hex });
  if (pdu.kind !== "submit") return cms(CMS.badPdu);
  const refuse = (code: number): Reply => {
    modem.emit({ event: "refused", to: pdu.to, code });
    return cms(code);
  };
  if (pdu.serviceCentre === undefined && modem.serviceCentre === "") return refuse(CMS.noCentre);
  if (!canSendSms(modem.registration)) return refuse(CMS.noNetwork);
  const outcome = await modem.network.submit(pdu);
  if ("code" in outcome) return refuse(outcome.code);
  onAccepted();
  const { reference } = outcome;
  return {
    kind: "ok",
    lines: [`${name}: ${reference}`],
    onWritten: () => modem.emit({ event: "submitted", to: pdu.to, reference, part, total }),
    onFinished: () => modem.network.forward(pdu, reference),
  };
}

const prompt = (modem: ModemContext, entered: Prompt["entered"]): Prompt => ({
  kind: "prompt",
  everyLine: modem.settings.textMode,
  entered,
});

const send: Handler = (modem, { form, value }) => {
  if (form === "test") return ok();
  if (form !== "set" || value === "") return cms(CMS.badParameter);
  return prompt(modem, (entry) => {
    const hex = entryAsPdu(modem, value, entry);
    return hex === undefined ? cms(CMS.badPdu) : submit(modem, hex, "+CMGS");
  });
};

const write: Handler = (modem, { form, value }) => {
  if (form === "test") return ok();
  return prompt(modem, (entry) => {
    const hex = entryAsPdu(modem, value, entry);
    if (hex === undefined) return cms(CMS.badPdu);
    const received = Number(splitArguments(value)[1]) < 2;
    const index = modem.inbox.memory(modem.settings.memories[1]).add(hex, received ? 1 : 2);
    return index === undefined ? cms(CMS.full) : ok(`+CMGW: ${index}`);
  });
};

const sendStored: Handler = (modem, { value }) => {
  const memory = modem.inbox.memory(modem.settings.memories[1]);
  const stored = memory.get(Number(splitArguments(value)[0]));
  if (!stored) return cms(CMS.badIndex);
  return submit(modem, stored.hex, "+CMSS", () => memory.markSent(stored.index));
};

const tpduOctets = ({ hex }: StoredSms): number => hex.length / 2 - 1 - Number.parseInt(hex.slice(0, 2), 16);

const read: Handler = (modem, { form, value }) => {
  if (form === "test") return ok();
  const memory = modem.inbox.memory(modem.settings.memories[0]);
  const stored = memory.get(Number(splitArguments(value)[0]));
  if (!stored) return cms(CMS.badIndex);
  memory.markRead(stored.index);
  if (!modem.settings.textMode) return ok(`+CMGR: ${stored.status},,${tpduOctets(stored)}`, stored.hex);
  return ok(`+CMGR: ${textHead(stored)}`, textOfStored(stored, modem.settings.charset));
};

const TEXT_STATUS: Readonly<Record<string, number>> = {
  "REC UNREAD": 0,
  "REC READ": 1,
  "STO UNSENT": 2,
  "STO SENT": 3,
  ALL: 4,
};

const list: Handler = (modem, { form, value }) => {
  const { textMode, charset } = modem.settings;
  if (form === "test")
    return ok(textMode ? '+CMGL: ("REC UNREAD","REC READ","STO UNSENT","STO SENT","ALL")' : "+CMGL: (0-4)");
  const asked = splitArguments(value)[0] ?? "";
  const wanted = form === "run" ? 0 : textMode ? (TEXT_STATUS[asked.toUpperCase()] ?? Number.NaN) : Number(asked);
  if (!(wanted >= 0 && wanted <= 4)) return cms(CMS.badParameter);
  const memory = modem.inbox.memory(modem.settings.memories[0]);
  const lines = memory
    .all()
    .filter(({ status }) => wanted === 4 || status === wanted)
    .flatMap((stored) => {
      memory.markRead(stored.index);
      if (!textMode) return [`+CMGL: ${stored.index},${stored.status},,${tpduOctets(stored)}`, stored.hex];
      return [`+CMGL: ${stored.index},${textHead(stored)}`, textOfStored(stored, charset)];
    });
  return ok(...lines);
};

const remove: Handler = (modem, { form, value }) => {
  const memory = modem.inbox.memory(modem.settings.memories[0]);
  if (form === "test")
    return ok(
      `+CMGD: (${memory
        .all()
        .map(({ index }) => index)
        .join(",")}),(0-4)`,
    );
  const [index = Number.NaN, flag = 0] = splitArguments(value).map(Number);
  if (flag > 0) memory.removeByFlag(flag);
  else if (!(index >= 1 && index <= memory.capacity)) return cms(CMS.badIndex);
  else memory.remove(index);
  return { kind: "ok", lines: [], onFinished: () => modem.inbox.roomMade() };
};

const centre: Handler = (modem, { form, value }) => {
  if (form === "test") return ok();
  if (form === "read") return ok(`+CSCA: "${modem.serviceCentre}",${phoneType(modem.serviceCentre)}`);
  modem.serviceCentre = splitArguments(value)[0] ?? "";
  return ok();
};

const acknowledge: Handler = ({ inbox, network, settings }, { form }) => {
  if (form === "test") return ok("+CNMA: (0-2)");
  if (settings.service !== 1 || !inbox.acknowledge()) return cms(CMS.notExpectingAck);
  return { kind: "ok", lines: [], onFinished: () => network.pump() };
};

const format: Handler = ({ settings }, { form, value }) => {
  if (form === "read") return ok(`+CMGF: ${settings.textMode ? 1 : 0}`);
  if (form === "test") return ok("+CMGF: (0,1)");
  if (value !== "0" && value !== "1") return cms(CMS.badParameter);
  settings.textMode = value === "1";
  return ok();
};

const service: Handler = ({ settings }, { form, value }) => {
  if (form === "read") return ok(`+CSMS: ${settings.service},1,1,1`);
  if (form === "test") return ok("+CSMS: (0,1)");
  if (value !== "0" && value !== "1") return cms(CMS.badParameter);
  settings.service = Number(value);
  return ok("+CSMS: 1,1,1");
};

const moreMessages: Handler = ({ family }, { form }) => {
  if (!family.moreMessages) return error;
  if (form === "test") return ok("+CMMS: (0-2)");
  return form === "read" ? ok("+CMMS: 0") : ok();
};

/** 3GPP TS 27.005. */
export const SMS: CommandTable = {
  "+CMGF": format,
  "+CSMS": service,
  "+CPMS": needsSim(memories),
  "+CNMI": needsSim(indications),
  "+CSCA": needsSim(centre),
  "+CMGS": needsSim(send),
  "+CMGW": needsSim(write),
  "+CMSS": needsSim(sendStored),
  "+CMGR": needsSim(read),
  "+CMGL": needsSim(list),
  "+CMGD": needsSim(remove),
  "+CNMA": acknowledge,
  "+CMMS": moreMessages,
  "+CSMP": (_modem, { form }) => (form === "read" ? ok("+CSMP: 17,167,0,0") : ok()),
  "+CSDH": (_modem, { form }) => (form === "read" ? ok("+CSDH: 0") : ok()),
  "+CSCB": taken,
  "+CSAS": taken,
  "+CRES": taken,
  "+CGSMS": fixed("+CGSMS: 3"),
};
