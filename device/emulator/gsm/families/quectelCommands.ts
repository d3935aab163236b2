/* @pure */
import { splitArguments } from "../CommandLine.ts";
import { sendKeys } from "../commands/calls.ts";
import { civilText } from "../commands/general.ts";
import { needsSimCard } from "../commands/simCard.ts";
import { taken } from "../commands/values.ts";
import type { CommandTable, Handler, ModemContext } from "../ModemContext.ts";
import { canSendSms, PUK_TRIES, type VoiceSettings } from "../ModemState.ts";
import { CME, cme, error, ok } from "../Reply.ts";

/** `AT+QPCMV=1,0`: sound on the port of the position texts; `=1,2`: on the USB sound card; `=0`: off. */
const sound: Handler = (modem, { form, value }) => {
  const { audio, family, kept } = modem;
  if (form === "test") return ok("+QPCMV: (0,1),(0-2)");
  const way = family.sound === "usb" ? 2 : 0;
  if (form === "read") return ok(audio.on ? `+QPCMV: 1,${way}` : "+QPCMV: 0");
  const [mode, port = "0"] = splitArguments(value);
  if (mode === "0") {
    audio.switchOff();
    return ok();
  }
  if (mode !== "1" || !["0", "2"].includes(port)) return error;
  if (port === "2" && family.sound !== "usb" && !kept.soundCard) return error;
  if (!audio.traits().refusesSound)
    audio.switchOn(8000, { flowControl: port === "0", elsewhere: Number(port) !== way });
  return ok();
};

/** `AT+QINDCFG`: which lines come of themselves; the third field keeps it over a power cycle. */
const INDICATIONS: Readonly<Record<string, keyof VoiceSettings>> = {
  ccinfo: "callInfo",
  csq: "signalReports",
  act: "modeReports",
  smsfull: "smsFullReports",
};
const indications: Handler = ({ settings: { voice }, kept }, { form, value }) => {
  if (form !== "set") return form === "test" ? ok('+QINDCFG: "all",(0,1),(0,1)') : error;
  const [name = "", on, save] = splitArguments(value);
  if (["all", "ring", "smsincoming"].includes(name)) return on === undefined ? ok(`+QINDCFG: "${name}",1`) : ok();
  if (!Object.hasOwn(INDICATIONS, name)) return error;
  const key = INDICATIONS[name] as "callInfo";
  if (on === undefined) return ok(`+QINDCFG: "${name}",${voice[key]}`);
  voice[key] = on === "1" ? 1 : 0;
  if (save === "1") kept.indications = { ...kept.indications, [key]: voice[key] };
  return ok();
};

const stateReports: Handler = ({ settings: { voice } }, { form, value }) => {
  if (form === "read") return ok(`^DSCI: ${voice.dsci}`);
  if (form === "test") return ok("^DSCI: (0,1)");
  voice.dsci = value === "1" ? 1 : 0;
  return ok();
};

/** Not kept over a reboot (EC25 manual 12.13). */
const keyReports: Handler = ({ settings: { voice } }, { form, value }) => {
  if (form === "read") return ok(`+QTONEDET: ${voice.keyReports}`);
  if (form === "test") return ok("+QTONEDET: (0,1)");
  if (value !== "0" && value !== "1") return error;
  voice.keyReports = Number(value);
  return ok();
};

const position: Handler = ({ kept }, { form, value }) => {
  if (form !== "set") return form === "test" ? ok('+QGPSCFG: "outport",("none","usbnmea","uartnmea")') : error;
  const [name, port] = splitArguments(value);
  if (name !== "outport") return ok();
  if (port === undefined) return ok(`+QGPSCFG: "outport","${kept.positionPort}"`);
  if (!["none", "usbnmea", "uartnmea"].includes(port)) return error;
  kept.positionPort = port;
  return ok();
};

const urcPort: Handler = ({ kept }, { form, value }) => {
  if (form !== "set") return form === "test" ? ok('+QURCCFG: "urcport",("usbat","usbmodem","uart1")') : error;
  const [name, port] = splitArguments(value);
  if (name !== "urcport") return error;
  if (port === undefined) return ok(`+QURCCFG: "urcport","${kept.urcPort}"`);
  kept.urcPort = port;
  return ok();
};

const audioMode: Handler = ({ kept }, { form, value }) => {
  if (form === "read") return ok(`+QAUDMOD: ${kept.audioMode}`);
  if (form === "test") return ok("+QAUDMOD: (0-3)");
  if (!/^[0-3]$/.test(value)) return error;
  kept.audioMode = Number(value);
  return ok();
};

/** The last field of USBCFG is the sound card; it is there after the next start. */
const configuration: Handler = ({ kept }, { form, value }) => {
  if (form !== "set") return form === "test" ? ok('+QCFG: "ims",(0-2)') : error;
  const [name = "", ...rest] = splitArguments(value);
  switch (name.toLowerCase()) {
    case "usbcfg":
      if (rest.length === 0) return ok(`+QCFG: "USBCFG",0x2C7C,0x0125,1,1,1,1,1,0,${kept.soundCard ? 1 : 0}`);
      kept.soundCard = rest.at(-1) === "1";
      return ok();
    case "ims":
      if (rest.length === 0) return ok(`+QCFG: "ims",${kept.ims},${kept.ims === 1 ? 1 : 0}`);
      kept.ims = Number(rest[0]);
      return ok();
    default:
      return error;
  }
};

const tries: Handler = needsSimCard(({ sim }, { form, value }) => {
  const lines = { SC: `+QPINC: "SC",${sim.pinTries},${sim.pukTries}`, P2: `+QPINC: "P2",3,${PUK_TRIES}` };
  if (form === "test") return ok('+QPINC: ("SC","P2")');
  if (form === "read" || value === "") return ok(lines.SC, lines.P2);
  const name = splitArguments(value)[0];
  return name === "SC" || name === "P2" ? ok(lines[name]) : error;
});

/** `AT+QLTS`: the time of the last word of the network; `=1`: now, in UTC; `=2`: now, local. Empty before the first word. */
const networkTime: Handler = ({ wallClock }, { form, value }) => {
  if (form === "test") return ok("+QLTS: (0-2)");
  if (!wallClock.fromNetwork) return ok('+QLTS: ""');
  const time = wallClock.time();
  return ok(`+QLTS: "${civilText(value === "1" ? wallClock.utc() : time, true)},0"`);
};

const registered = ({ registration }: ModemContext): boolean => canSendSms(registration);

const hangUp: Handler = ({ calls }, { form }) =>
  form === "test" ? ok() : { kind: "ok", lines: [], onFinished: () => calls.hangUp() };

export const QUECTEL_COMMANDS: CommandTable = {
  "+QPCMV": sound,
  "+QINDCFG": indications,
  "^DSCI": stateReports,
  "+QTONEDET": keyReports,
  "+QGPSCFG": position,
  "+QURCCFG": urcPort,
  "+QAUDMOD": audioMode,
  "+QCFG": configuration,
  "+QPINC": tries,
  "+QLTS": networkTime,
  "+QCCID": needsSimCard(({ sim }) => ok(`+QCCID: ${sim.iccid}`)),
  "+QNWINFO": (modem) =>
    ok(registered(modem) ? '+QNWINFO: "FDD LTE","00101","LTE BAND 3",1300' : "+QNWINFO: No Service"),
  "+QCSQ": (modem) => ok(registered(modem) ? '+QCSQ: "LTE",-60,-90,150,-12' : '+QCSQ: "NOSERVICE"'),
  "+QSPN": (modem) =>
    registered(modem) ? ok('+QSPN: "Test Mobile Network","TestNet","",0,"00101"') : cme(CME.noNetwork),
  "+QINISTAT": ({ sim }) => ok(`+QINISTAT: ${sim.unlocked ? 7 : 1}`),
  "+QSIMSTAT": ({ sim }, { form }) => (form === "read" ? ok(`+QSIMSTAT: 0,${sim.present ? 1 : 0}`) : ok()),
  "+QHUP": hangUp,
  "+QVTS": sendKeys,
  "+QGPS": taken,
  "+QGPSEND": taken,
  "+QSCLK": taken,
};
