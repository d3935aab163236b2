import type { VNode } from "preact";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { type Bound, ChooseIn, OneIn, SomeIn, TextIn } from "./fields.ts";

const says = words({
  en: {
    practice: "The practice",
    name: "Name",
    nameHelp: "As callers hear it.",
    shortName: "Short name",
    shortHelp: "Begins every SMS.",
    emergency: "Emergency number",
    emergencyHelp: "What a patient in danger is told to dial.",
    zone: "Time zone",
    zoneHelp: "All times are read on its wall clock: America/Chicago.",
    languages: "Languages for callers",
    names: { en: "English", es: "Spanish" },
    privacy: "Privacy",
    sms: "What an SMS to a doctor carries",
    smsHelp: "An SMS is readable for the carrier and for everybody who sees the phone.",
    code: "Time and reference only",
    callback: "Also the patient's number",
    audio: "Recordings are erased after so many days",
    record: "Records are erased after so many days",
    patientText: "An SMS to the patient once a doctor has taken the message",
    off: "No",
    whenTaken: "Yes, to their confirmed mobile number",
    again: "A patient who calls again hears what became of the message",
    againHelp: "Everybody with that telephone hears it.",
    on: "Yes",
    managers: "Only a manager can change this.",
    country: "Country",
    countryHelp: "Two letters, such as US: telephone numbers are read as there.",
  },
  es: {
    practice: "La clínica",
    name: "Nombre",
    nameHelp: "Como lo oyen los que llaman.",
    shortName: "Nombre corto",
    shortHelp: "Encabeza cada SMS.",
    emergency: "Número de emergencias",
    emergencyHelp: "El que se le dice a un paciente en peligro.",
    zone: "Zona horaria",
    zoneHelp: "Todas las horas se leen en su reloj: America/Chicago.",
    languages: "Idiomas para los que llaman",
    names: { en: "Inglés", es: "Español" },
    privacy: "Privacidad",
    sms: "Lo que lleva un SMS a un médico",
    smsHelp: "Un SMS lo puede leer la operadora y cualquiera que vea el teléfono.",
    code: "Solo hora y referencia",
    callback: "También el número del paciente",
    audio: "Las grabaciones se borran a los … días",
    record: "Los registros se borran a los … días",
    patientText: "Un SMS al paciente cuando un médico ha tomado el mensaje",
    off: "No",
    whenTaken: "Sí, a su celular confirmado",
    again: "Un paciente que vuelve a llamar oye qué fue del mensaje",
    againHelp: "Lo oye cualquiera con ese teléfono.",
    on: "Sí",
    managers: "Solo un gerente puede cambiar esto.",
    country: "País",
    countryHelp: "Dos letras, como US: los números de teléfono se leen como allí.",
  },
});

/** Who the clinic is, and what it lets out. */
export function Practice(bound: Bound): VNode {
  // As the box judges it when a change is applied.
  const guarded = { ...bound, locked: !may("users.manage") };
  const yes = [
    { value: "on", text: says().on },
    { value: "off", text: says().off },
  ];
  return html`<section><h2>${says().practice}</h2>
      <${TextIn} ...${bound} path=${["clinic", "name"]} label=${says().name} help=${says().nameHelp} />
      <${TextIn} ...${bound} path=${["clinic", "shortName"]} label=${says().shortName} help=${says().shortHelp} optional />
      <${TextIn} ...${bound} path=${["clinic", "emergencyNumber"]} label=${says().emergency} help=${says().emergencyHelp} />
      <${TextIn} ...${bound} path=${["clinic", "country"]} label=${says().country} help=${says().countryHelp} />
      <${TextIn} ...${bound} path=${["clinic", "timezone"]} label=${says().zone} help=${says().zoneHelp} />
      <${SomeIn} ...${bound} path=${["clinic", "languages"]} label=${says().languages} usual=${["en"]} choices=${Object.entries(says().names).map(([value, text]) => ({ value, text }))} />
    </section>
    <section><h2>${says().privacy}</h2>${guarded.locked && html`<p class="help">${says().managers}</p>`}
      <${OneIn} ...${guarded} path=${["privacy", "smsDetail"]} label=${says().sms} help=${says().smsHelp} usual="code" choices=${[
        { value: "code", text: says().code },
        { value: "callback", text: says().callback },
      ]} />
      <${TextIn} ...${guarded} path=${["privacy", "retention", "audioDays"]} label=${says().audio} usual="90" numeric />
      <${TextIn} ...${guarded} path=${["privacy", "retention", "recordDays"]} label=${says().record} usual="2190" numeric />
      <${OneIn} ...${guarded} path=${["privacy", "patientText"]} label=${says().patientText} usual="off" choices=${[
        { value: "off", text: says().off },
        { value: "when-taken", text: says().whenTaken },
      ]} />
      <${ChooseIn} ...${guarded} path=${["privacy", "tellCallerAgain"]} label=${says().again} help=${says().againHelp} usual="on" choices=${yes} />
    </section>`;
}
