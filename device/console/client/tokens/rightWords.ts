import type { Right } from "../../auth/roles.ts";
import { language } from "../i18n.ts";

/** The rights in Spanish; the box says them in English. */
const SPANISH: Readonly<Record<Right, string>> = {
  "messages.read": "ver mensajes: quién llamó, el número, qué fue de ellos",
  "messages.listen": "escuchar grabaciones",
  "messages.act": "marcar como devuelta, anotar, asignar, entregar, tomar, cerrar",
  "messages.export": "exportar mensajes y grabaciones",
  "live.read": "ver el equipo: llamadas, líneas, módems, fallos, quién está de guardia",
  "duty.read": "ver las guardias",
  "duty.change": "cambiar y cubrir guardias",
  "clinic.read": "ver el archivo de la clínica: guion, horario, personas, reglas",
  "clinic.change": "cambiar el archivo de la clínica",
  "prompts.change": "grabar y cambiar lo que oyen los llamantes",
  "box.test": "hacer una llamada y un aviso de prueba",
  rehearse: "llamar al guion de la clínica en el teléfono de ensayo",
  "users.manage": "añadir, cambiar y desactivar usuarios",
  "tokens.manage": "hacer y retirar claves de la API",
  "audit.read": "ver quién vio, escuchó e hizo qué",
  "network.change": "abrir la consola a la red de la clínica; su certificado",
  "metrics.read": "cifras para un programa de vigilancia, sin datos de pacientes",
};

export const rightInWords = (right: string, english: string): string =>
  language.value === "es" && Object.hasOwn(SPANISH, right) ? SPANISH[right as Right] : english;
