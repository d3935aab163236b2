import type { ErrorAnswer } from "../api/errors.ts";
import { language } from "./i18n.ts";

type Told = ErrorAnswer["error"];

/**
 * The box's refusals in Spanish, by their code; programs read them in English. Those that say more than their code (which field,
 * which person) stay as the box says them, and what it says in the asked language (acts on messages) comes so already.
 */
const SPANISH: Readonly<Record<string, Pick<Told, "message" | "cure">>> = {
  NOT_SIGNED_IN: { message: "No ha entrado.", cure: "Entre e inténtelo de nuevo." },
  NOT_ALLOWED: { message: "Su función no permite esto.", cure: "Un gerente puede darle otra, en la página Usuarios." },
  NOT_FOUND: { message: "No existe.", cure: "Puede que se haya borrado: mire en la lista." },
  WRONG_PASSWORD: {
    message: "Este nombre y esta contraseña no corresponden.",
    cure: "Mire si están puestas las mayúsculas. Un gerente puede darle un código para otra contraseña.",
  },
  SECOND_FACTOR: { message: "Además de la contraseña hace falta un código." },
  WRONG_CODE: { message: "Ese no es el código de ahora.", cure: "Espere al siguiente y escríbalo enseguida." },
  NO_TEXTS: { message: "A este usuario no se le envían códigos por SMS." },
  TOO_MANY_TEXTS: { message: "Hace un momento se envió un código.", cure: "Espere un minuto." },
  BUSY: { message: "Demasiadas personas entran ahora mismo.", cure: "Inténtelo de nuevo en unos segundos." },
  INVITATION_OVER: {
    message: "Este código ya se usó o es demasiado antiguo.",
    cure: "Pida otro a un gerente.",
  },
  NOT_NEAR: { message: "El primer gerente se crea en el propio equipo o por su cable USB." },
  NOT_FIRST: { message: "Ya hay un gerente.", cure: "Entre, o pídale un código." },
  PASSWORD_WEAK: {
    message: "Esa contraseña es demasiado corta o demasiado fácil.",
    cure: "Al menos 12 signos; cuatro palabras que no tengan nada que ver entre sí sirven bien.",
  },
  LAST_MANAGER: { message: "Nadie más podría gestionar usuarios.", cure: "Haga antes otro gerente." },
  USER_EXISTS: { message: "Ese nombre de usuario ya existe.", cure: "Elija otro." },
  NO_TELEPHONE: {
    message: "Su usuario no está vinculado a ninguna persona del archivo de la clínica.",
    cure: "Un gerente puede vincularlo.",
  },
  BOX_NOT_ANSWERING: {
    message: "El programa que atiende el teléfono no responde, así que no se puede cambiar nada.",
    cure: "Lo grabado se puede leer igualmente. Inténtelo en un minuto; después llame al técnico.",
  },
  NOT_YOUR_DUTY: {
    message: "Solo puede cambiar su propia guardia.",
    cure: "Pídaselo a un gerente, o a quien tiene la guardia.",
  },
  NOBODY_STANDS_IN: { message: "Elija quién sustituye: alguien distinto de quien tiene la guardia." },
  NOT_IN_TIME: {
    message: "Un cambio de guardia tiene que terminar después de empezar, y después de ahora.",
    cure: "Lo pasado queda como fue, para que conste.",
  },
  TOO_MANY_LINKS: { message: "Ya hay demasiadas direcciones.", cure: "Retire las que no usa nadie." },
  NO_CLINIC_FILE: {
    message: "El archivo de la clínica no se puede leer o tiene errores.",
    cure: "El técnico puede ver cuáles: firstring check.",
  },
  CHANGE_GOING_ON: {
    message: "Se está haciendo otro cambio.",
    cure: "Espere a que termine (unos minutos como mucho) e inténtelo de nuevo.",
  },
  CLINIC_FILE_OVERTAKEN: {
    message: "No cambió nada: otra persona ha cambiado entretanto el archivo de la clínica.",
    cure: "Mire lo que cambió y haga su cambio sobre eso.",
  },
  CLINIC_NEEDS_MANAGER: {
    message: "Solo un gerente puede cambiar esto: consola, personas, privacidad o MQTT en el archivo de la clínica.",
    cure: "Pídaselo a un gerente.",
  },
  SECRET_FROM_ENVIRONMENT: {
    message: "Un secreto no puede venir del entorno (env).",
    cure: `Guárdelo como credencial: \${credential:NOMBRE}.`,
  },
  CHANGES_NOT_POSSIBLE: {
    message: "Ahora no se puede cambiar nada desde aquí.",
    cure: "Todo se puede leer. En el equipo: systemctl start firstring-apply-console.socket",
  },
  EDIT_HAS_NO_PLACE: {
    message: "Este cambio no tiene sitio en el archivo tal como está.",
    cure: "Corríjalo como texto, o descarte los cambios y empiece de nuevo.",
  },
  STARTING_ANEW: { message: "La consola se está reiniciando.", cure: "Inténtelo en unos segundos." },
  RECORDING_TOO_LARGE: {
    message: "La grabación es demasiado grande: 12 MB como mucho.",
    cure: "Guárdela en un canal (mono), o recórtela hasta la frase.",
  },
  RECORDING_OTHER_FORMAT: {
    message: "El archivo no es WAV.",
    cure: "Guárdelo como WAV (en casi todos los programas: Exportar).",
  },
  RECORDING_UNREADABLE: {
    message: "El archivo no se puede leer como WAV.",
    cure: "Guárdelo como WAV: PCM de 8, 16, 24 o 32 bits, o de coma flotante de 32.",
  },
  RECORDING_CUT_OFF: {
    message: "El archivo termina antes que su sonido.",
    cure: "Cópielo o grábelo de nuevo: este está cortado.",
  },
  RECORDING_EMPTY: { message: "El archivo no tiene sonido.", cure: "Grábelo de nuevo." },
  RECORDING_SILENT: {
    message: "Apenas se oye nada.",
    cure: "¿Está elegido el micrófono correcto, y encendido?",
  },
  RECORDING_TOO_SOFT: {
    message: "La voz es demasiado débil: más alta, se oiría igual la habitación.",
    cure: "Acérquese al micrófono, o súbalo, y grabe de nuevo.",
  },
  RECORDING_NO_SPEECH: {
    message: "Suena igual de principio a fin: no hay voz, o hay tanto ruido como voz.",
    cure: "Grabe donde haya silencio, cerca del micrófono.",
  },
  RECORDING_TOO_SHORT: {
    message: "Sin el silencio de alrededor, es más corto que cualquier palabra.",
    cure: "Hable solo cuando esté grabando, y pare después de la última palabra.",
  },
  RECORDING_TOO_LONG: {
    message: "Dura más de 60 s, y quien llama espera todo ese tiempo.",
    cure: "Dígalo con menos palabras.",
  },
  RECORDING_DISTORTED: {
    message: "La grabación está distorsionada: el micrófono, o el programa, estaba demasiado alto.",
    cure: "Baje el micrófono, o hable desde más lejos, y grabe de nuevo.",
  },
  NO_VOICE: { message: "Este equipo no tiene programa de voz.", cure: "Grabe la frase, o súbala." },
  VOICE_BROKEN: { message: "El programa de voz no pudo decirla.", cure: "Grabe la frase, o súbala." },
  DRAFT_GONE: {
    message: "La grabación nueva ya no está, o es otra.",
    cure: "Vuelva a cargar la página, escúchela e inténtelo de nuevo.",
  },
  VERSION_GONE: { message: "Esa grabación anterior ya no se guarda.", cure: "Elija otra." },
  NOTHING_INSTEAD: {
    message: "FirstRing no trae nada para esta frase: quien llama oiría silencio.",
    cure: "Grabe otra en su lugar.",
  },
  OUR_MISTAKE: {
    message: "La consola ha fallado: un error nuestro.",
    cure: "Inténtelo de nuevo. Si se repite, el técnico encuentra más en el diario.",
  },
};

/** A refusal in the language of the page. */
export function inTheirWords(told: Told): Told {
  const known = language.peek() === "es" && Object.hasOwn(SPANISH, told.code) ? SPANISH[told.code] : undefined;
  if (known === undefined) return told;
  const { cure: _english, ...rest } = told;
  return { ...rest, ...known };
}
