import { complaintsOf } from "../../language/Complaint.ts";

// What is said of who is paged when, and by which way.

export const say = complaintsOf({
  noEscalation: {
    en: [
      "escalation is missing, and there is more than one rotation",
      "say who is paged when, see provisioning/example/clinic.yaml",
    ],
    es: [
      "falta escalation, y hay más de un turno rotatorio",
      "diga a quién se avisa y cuándo, vea provisioning/example/clinic.yaml",
    ],
  },
  policyIsGiven: (name: string) => ({
    en: [`policies: ${name} is there already, beside policies`, "give this policy another name"],
    es: [`policies: ${name} ya existe, junto a policies`, "dé otro nombre a esta regla"],
  }),
  afterTooEarly: {
    en: [
      "after: is earlier than the step before it, or than its last repetition",
      "put the steps in order; after is counted from the alert",
    ],
    es: [
      "after: es antes que el paso anterior, o que su última repetición",
      "ponga los pasos en orden; after cuenta desde el aviso",
    ],
  },
  reachesNobody: (name: string) => ({
    en: [
      `${name}: no step of it reaches anybody, so only the fallback would be paged`,
      "name people in it, with a way that they have",
    ],
    es: [
      `${name}: ningún paso llega a nadie, así que solo se avisaría al sustituto`,
      "nombre en ella a personas, con una forma de aviso que tengan",
    ],
  }),
  mqttWakesNobody: (id: string | undefined) => ({
    en: [`notify: mqtt alone wakes nobody, so no step counts on ${id ?? "this person"}`, "add sms or call"],
    es: [
      `notify: mqtt solo no despierta a nadie, así que ningún paso cuenta con ${id ?? "esta persona"}`,
      "añada sms o call",
    ],
  }),
  repeatNotLast: {
    en: ["repeat: only the last step can repeat until-taken", "move it to the last step, or write repeat: 3"],
    es: ["repeat: solo el último paso puede repetirse con until-taken", "páselo al último paso, o escriba repeat: 3"],
  },
  everyWithoutRepeat: {
    en: ["every: has no effect without repeat", "add repeat: 3 or repeat: until-taken"],
    es: ["every: no sirve de nada sin repeat", "añada repeat: 3 o repeat: until-taken"],
  },
  everyTooShort: {
    en: ["every: a text takes seconds to arrive, and a call half a minute to be answered", "write 30s or more"],
    es: ["every: un SMS tarda segundos en llegar, y una llamada medio minuto en contestarse", "escriba 30s o más"],
  },
  lastStepEnds: {
    en: ["the last step does not repeat until-taken: after it only the fallback is paged", "add repeat: until-taken"],
    es: [
      "el último paso no se repite con until-taken: después solo se avisa al sustituto",
      "añada repeat: until-taken",
    ],
  },
  routeNotReached: {
    en: ["this route is never reached: the one before it fits every call", "put it first"],
    es: ["a esta línea no se llega nunca: la anterior vale para toda llamada", "póngala en primer lugar"],
  },
  policyNotUsed: (name: string) => ({
    en: [
      `${name}: no route leads to it, so it is never used`,
      `add { policy: ${name} } with what it is for under routes`,
    ],
    es: [
      `${name}: ninguna línea lleva a ella, así que no se usa nunca`,
      `añada en routes { policy: ${name} } con las llamadas para las que es`,
    ],
  }),
  digestWithoutHours: {
    en: ["digest: it is sent when the clinic opens, and there are no open hours", "add open: under hours"],
    es: ["digest: se envía cuando abre la clínica, y no hay horas de apertura", "añada open: en hours"],
  },
  notifyNobody: (notify: string, close: string | undefined) => ({
    en: [
      `notify: "${notify.slice(0, 40)}" is nobody`,
      close === undefined ? 'write "rotation:ID", "person:ID", "group:ID", on-call or everyone' : `write "${close}"`,
    ],
    es: [
      `notify: "${notify.slice(0, 40)}" no es nadie`,
      close === undefined ? 'escriba "rotation:ID", "person:ID", "group:ID", on-call o everyone' : `escriba "${close}"`,
    ],
  }),
  wayTwice: {
    en: ["by: names a way twice", "name each way once"],
    es: ["by: nombra dos veces una forma", "nombre cada forma una vez"],
  },
  mqttWithoutBroker: {
    en: ["by: mqtt, but there is no broker in this file", "add mqtt: { url: … }, or leave mqtt out"],
    es: ["by: mqtt, pero este archivo no tiene servidor MQTT", "añada mqtt: { url: … }, o quite mqtt"],
  },
  smsWithoutModem: {
    en: ["by: sms, but no line can send SMS", "add a line with driver: gsm"],
    es: ["by: sms, pero ninguna línea puede enviar SMS", "añada una línea con driver: gsm"],
  },
  wayNotTheirs: (ways: string, id: string | undefined, own: string) => ({
    en: [
      `by: ${ways} does not reach ${id ?? "a person"}, who has ${own}: the step passes over them`,
      "add a way here or below people",
    ],
    es: [
      `by: ${ways} no llega a ${id ?? "una persona"}, que tiene ${own}: el paso la salta`,
      "añada una forma aquí o en people",
    ],
  }),
});
