import { saysOf } from "../../language/sentenceBook.ts";
import { CARE_DETAILS } from "./careDetails.ts";
import { PAGING_DETAILS } from "./pagingDetails.ts";
import { STORE_DETAILS } from "./storeDetails.ts";

// What is said of a fault beside its declaration: of this very occurrence. What systems and other programs say: systemWords.ts.

const TIMES = {
  aDay: { en: "1 day", es: "1 día" },
  days: { en: "{n} days", es: "{n} días" },
  anHour: { en: "1 hour", es: "1 hora" },
  hours: { en: "{n} hours", es: "{n} horas" },
  aMinute: { en: "1 minute", es: "1 minuto" },
  minutes: { en: "{n} minutes", es: "{n} minutos" },
  aSecond: { en: "1 second", es: "1 segundo" },
  seconds: { en: "{n} seconds", es: "{n} segundos" },
} as const;

const BOX = {
  panelSilent: {
    en: "firstring-panel has said nothing for 20 s",
    es: "firstring-panel no dice nada desde hace 20 s",
  },
  buttonDown: { en: "it has been down for more than 30 s", es: "lleva más de 30 s pulsado" },
  stickFormat: { en: "it is formatted as {system}", es: "tiene el formato {system}" },
  batteryLasts: { en: "it goes on as long as the battery lasts", es: "sigue mientras dure la batería" },
  shutsDown: { en: "the box shuts down in {time}", es: "el equipo se apaga en {time}" },
  consoleAway: {
    en: "the console has not been there for five minutes",
    es: "la consola no está desde hace cinco minutos",
  },
  certificateEnds: { en: "the certificate is good for {n} days", es: "al certificado le quedan {n} días" },
  noBackup: { en: "there has been none", es: "no ha habido ninguna" },
  backupOld: { en: "the last one is {n} days old", es: "la última es de hace {n} días" },
  clockUnconfirmed: {
    en: "no time server, network or person has confirmed the box's clock",
    es: "ningún servidor de hora, red ni persona ha confirmado el reloj del equipo",
  },
  clockImpossible: {
    en: "the box's clock stands at a date that cannot be",
    es: "el reloj del equipo está en una fecha imposible",
  },
  clockBehind: {
    en: "the box's clock is {time} behind the network's",
    es: "el reloj del equipo va {time} por detrás del de la red",
  },
  clockAhead: {
    en: "the box's clock is {time} ahead of the network's",
    es: "el reloj del equipo va {time} por delante del de la red",
  },
} as const;

const SERVICE = {
  endedOften: { en: "{n} times in 24 hours; the last time {end}", es: "{n} veces en 24 horas; la última, {end}" },
  asked: { en: "it was asked to stop", es: "se le pidió que parara" },
  hung: {
    en: "it was restarted by the watchdog: the program hung",
    es: "lo reinició el vigilante: el programa se colgó",
  },
  watchdogWhy: { en: "it was restarted by the watchdog: {why}", es: "lo reinició el vigilante: {why}" },
  watchdog: { en: "it was restarted by the watchdog", es: "lo reinició el vigilante" },
  outOfMemory: { en: "it was killed because memory ran out", es: "se terminó porque faltó memoria" },
  crashedWhy: { en: "it crashed ({why})", es: "falló ({why})" },
  crashed: { en: "it crashed", es: "falló" },
  killedWhy: { en: "it was killed ({why})", es: "se terminó a la fuerza ({why})" },
  killed: { en: "it was killed", es: "se terminó a la fuerza" },
  computerHung: {
    en: "the computer hung, and the hardware watchdog restarted it",
    es: "la máquina se colgó, y su vigilante la reinició",
  },
  powerWent: {
    en: "the power went, or the computer was switched off without being shut down",
    es: "se fue la luz, o la máquina se apagó sin cerrarla",
  },
  notInTime: { en: "it did not start or stop in time", es: "no arrancó o no paró a tiempo" },
  exitCode: { en: "exit code {code}", es: "código de salida {code}" },
  signal: { en: "signal {name}", es: "señal {name}" },
  restartsDidNotHelp: { en: "{why}; restarts did not help", es: "{why}; reiniciar no ayudó" },
  storeSilent: {
    en: "the message store has not answered for {time}",
    es: "la base de datos de mensajes no contesta desde hace {time}",
  },
  engineSilent: {
    en: "the alerts have not been looked at for {time}",
    es: "nadie mira los avisos desde hace {time}",
  },
  modemSilent: {
    en: "the modem of line {line} has said nothing, and nothing was done about it for {time}",
    es: "el módem de la línea {line} no dice nada, y no se hizo nada, desde hace {time}",
  },
  lineSilent: {
    en: "line {line} has heard nothing from its modem, and nothing was done about it for {time}",
    es: "la línea {line} no oye nada de su módem, y no se hizo nada, desde hace {time}",
  },
  timerLate: { en: "the timer '{name}' is overdue by {time}", es: "el temporizador '{name}' lleva {time} de retraso" },
} as const;

const ALERTS = {
  untaken: { en: "all steps of the escalation have run", es: "ya se dieron todos los pasos del aviso" },
  handedOn: { en: "everybody has handed it on", es: "todos se lo han pasado a otro" },
  stopped: { en: "{person} answered STOP", es: "{person} contestó STOP" },
  notAccepted: { en: "not accepted yet", es: "aún no se aceptó" },
  pinLocked: { en: "six wrong PINs for {person}", es: "seis PIN equivocados de {person}" },
  noCellularLine: {
    en: "the clinic file has no line with driver gsm",
    es: "el archivo de la clínica no tiene ninguna línea con driver gsm",
  },
  linkedToClosed: {
    en: "it is linked to {ref}, which is not open",
    es: "está unido a {ref}, que no está abierto",
  },
  noStepAhead: { en: "no step lies ahead of it", es: "no le queda ningún paso" },
  stepLate: { en: "its next step is {n} minutes late", es: "su paso siguiente lleva {n} minutos de retraso" },
  notHeld: {
    en: "it is open in the store, and nobody pages for it",
    es: "está abierto en la base de datos, y nadie avisa por él",
  },
  takeMissed: {
    en: "it is taken in the store, and paged for all the same",
    es: "está tomado en la base de datos, y aun así se avisa",
  },
  closeMissed: {
    en: "it is not open in the store any more, and paged for all the same",
    es: "ya no está abierto en la base de datos, y aun así se avisa",
  },
  gapAhead: { en: "from {from} to {to} or longer: {because}", es: "del {from} al {to} o más: {because}" },
  anEntry: { en: "1 entry of calendar {id}", es: "1 entrada del calendario {id}" },
  entries: { en: "{n} entries of calendar {id}", es: "{n} entradas del calendario {id}" },
  calendarRead: { en: "calendar {id}: read; {since}", es: "calendario {id}: leído; {since}" },
  calendarFailed: { en: "calendar {id}: {why}; {since}", es: "calendario {id}: {why}; {since}" },
  noCopy: { en: "there is no copy of it", es: "no hay ninguna copia" },
  lastRead: { en: "last read {when}", es: "leído por última vez el {when}" },
} as const;

const LINES = {
  notRegistered: {
    en: "the modem is in service, but no network has taken it ({word})",
    es: "el módem funciona, pero ninguna red lo ha admitido ({word})",
  },
  simRefused: { en: "the network refuses this SIM card", es: "la red rechaza esta tarjeta SIM" },
  roaming: { en: "the SIM is in a foreign network", es: "la SIM está en una red ajena" },
  noCalls: {
    en: "the network gives this SIM messages, but no calls ({word})",
    es: "la red da a esta SIM mensajes, pero no llamadas ({word})",
  },
  signalUnknown: { en: "the modem does not know its signal", es: "el módem no conoce su señal" },
  signalOf: { en: "signal {n} of 31", es: "señal {n} de 31" },
  noAnswer: { en: "no answer to AT", es: "no responde a AT" },
  portGone: { en: "the port has gone", es: "el puerto ya no está" },
  modemAway: { en: "the modem's port is not there", es: "el puerto del módem no está" },
  modemMute: { en: "the modem does not answer", es: "el módem no responde" },
  modemSick: { en: "the modem answers, but does not work", es: "el módem responde, pero no funciona" },
  modemWorn: { en: "the modem needs a restart", es: "el módem necesita reiniciarse" },
  tried: { en: "{how}; tried: {rungs}", es: "{how}; se probó: {rungs}" },
  reinit: { en: "set up again", es: "configurarlo de nuevo" },
  reopen: { en: "port opened again", es: "abrir de nuevo el puerto" },
  radio: { en: "radio off and on", es: "apagar y encender la radio" },
  reset: { en: "reset command", es: "orden de reinicio" },
  usb: { en: "USB device off and on", es: "apagar y encender el USB" },
  power: { en: "power off and on", es: "apagar y encender la alimentación" },
  resets: { en: "{n} resets in 24 hours", es: "{n} reinicios en 24 horas" },
  checkPlug: {
    en: "Check the modem's USB plug, and the device's name in the clinic file.",
    es: "Compruebe el conector USB del módem y el nombre del dispositivo en el archivo de la clínica.",
  },
  addToDialout: {
    en: "Add the user that runs FirstRing to the group `dialout`, then log in anew.",
    es: "Añada al grupo `dialout` el usuario con el que funciona FirstRing y entre de nuevo.",
  },
  portHeld: {
    en: "Another program holds the port; stop it (often ModemManager: `systemctl mask --now ModemManager`).",
    es: "Otro programa tiene el puerto; párelo (a menudo ModemManager: `systemctl mask --now ModemManager`).",
  },
  notSerial: {
    en: "It is not a serial port; name the modem's device in the clinic file.",
    es: "No es un puerto serial; ponga el dispositivo del módem en el archivo de la clínica.",
  },
  replug: {
    en: "Unplug the modem for ten seconds and plug it in again.",
    es: "Desenchufe el módem diez segundos y vuelva a enchufarlo.",
  },
  knownModems: {
    en: "Use a modem from the list in the README, or name its model in the clinic file.",
    es: "Use un módem de la lista del README, o indique su modelo en el archivo de la clínica.",
  },
  updateModem: {
    en: "Update the modem's firmware, or use another modem.",
    es: "Actualice el firmware del módem, o use otro.",
  },
  checkPort: {
    en: "Check the modem's USB plug, and the port in the clinic file.",
    es: "Compruebe el conector USB del módem y el puerto en el archivo de la clínica.",
  },
  checkServer: {
    en: "Check that the modem's port server runs, and its address in the clinic file.",
    es: "Compruebe que el servidor de puertos del módem funciona, y su dirección en el archivo de la clínica.",
  },
  notReached: { en: "{port} cannot be reached: {why}", es: "no se llega a {port}: {why}" },
  notThere: { en: "{port} is not there", es: "{port} no está" },
  notOpening: { en: "{port} does not open within {seconds} s", es: "{port} no se abre en {seconds} s" },
  noOpening: { en: "{path} cannot be opened: {why}", es: "{path} no se puede abrir: {why}" },
  noAt: { en: "the modem does not answer AT", es: "el módem no responde a AT" },
  notAnswered: { en: "the modem did not answer {command}", es: "el módem no respondió a {command}" },
  notKnown: { en: "the modem is not known: {detail}", es: "no se conoce el módem: {detail}" },
  simSwapped: { en: "card …{now} instead of …{before}", es: "tarjeta …{now} en lugar de …{before}" },
  noKnownSound: { en: "{name} gives no sound that we know of", es: "de {name} no se conoce salida de sonido" },
  soundNotGiven: {
    en: "where its sound comes out is not given (audio)",
    es: "no se dice por dónde sale su sonido (audio)",
  },
  stillInCall: {
    en: "the modem still lists a call after three attempts to end it",
    es: "el módem sigue mostrando una llamada después de tres intentos de terminarla",
  },
  noSound: {
    en: "the sound is switched on, but nothing comes",
    es: "el sonido está conectado, pero no llega nada",
  },
  wideband: { en: "16 kHz instead of 8", es: "16 kHz en lugar de 8" },
  gaps: { en: "{n} gaps", es: "{n} huecos" },
  longestGap: { en: "the longest {n} ms", es: "el mayor de {n} ms" },
  soundLost: { en: "{n} ms of the caller's sound lost", es: "{n} ms del sonido de quien llama perdidos" },
  slips: { en: "{n} byte slips mended", es: "{n} desfases corregidos" },
  lineMute: { en: "the modem on {port} does not answer", es: "el módem de {port} no responde" },
  linePortGone: { en: "{port} has gone", es: "{port} ya no está" },
  ringWentOn: {
    en: "the modem confirmed off-hook, and RING went on",
    es: "el módem confirmó que descolgó, y siguió sonando",
  },
  hookUnanswered: {
    en: "neither AT+VLS=0 nor ATH0 nor ATZ was answered",
    es: "no respondió a AT+VLS=0, ni a ATH0, ni a ATZ",
  },
  silentOffHook: { en: "the modem fell silent while off-hook", es: "el módem enmudeció con la línea descolgada" },
  simPlaces: {
    en: "{name}: {used} of {total} places are taken by what FirstRing may not delete",
    es: "{name}: {used} de {total} lugares están ocupados por lo que FirstRing no puede borrar",
  },
  brokerHungUp: {
    en: "the broker hung up while we introduced ourselves: {text}",
    es: "el servidor MQTT colgó al presentarse el equipo: {text}",
  },
  noReason: { en: "no reason given", es: "sin decir por qué" },
  certificateUnread: {
    en: "a certificate file cannot be read: {text}",
    es: "no se puede leer un archivo de certificado: {text}",
  },
  brokerRefuses: {
    en: "the broker refuses {topic} (reason {code})",
    es: "el servidor MQTT rechaza {topic} (razón {code})",
  },
} as const;

export const DETAIL_BOOK = {
  ...TIMES,
  ...BOX,
  ...SERVICE,
  ...ALERTS,
  ...LINES,
  ...CARE_DETAILS,
  ...PAGING_DETAILS,
  ...STORE_DETAILS,
} as const;

export const detail = saysOf(DETAIL_BOOK);
