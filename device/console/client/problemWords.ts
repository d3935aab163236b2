import type { ErrorAnswer } from "../api/errors.ts";
import type { UnfitReason } from "../api/network.ts";
import type { ProblemCode } from "../api/problemCodes.ts";
import { language } from "./i18n.ts";

type Told = ErrorAnswer["error"];
type Words = Pick<Told, "message" | "cure">;
/** What the box says in the asked language already. */
const AS_TOLD = (told: Told): Words => told;
const number = (told: Told, name: string): number => Number(told.details?.[name] ?? 0);
const fieldsOf = (told: Told): string => (told.fields ?? []).map(({ message }) => message).join("; ");
const list = (told: Told, name: string): string => [told.details?.[name] ?? []].flat().join(", ");
const CERTIFICATE: Readonly<Record<UnfitReason, string>> = {
  notPem: "El certificado no está en PEM: empieza por -----BEGIN CERTIFICATE-----.",
  otherKey: "La clave no es la del certificado: no se hicieron juntos.",
  keyUnreadable: "La clave no está en PEM, o tiene contraseña: dela sin ella.",
  authority: "Es el certificado de una autoridad: dé el que ella hizo para este equipo.",
  noName: "El certificado no nombra ningún equipo (subjectAltName), y los navegadores lo exigen.",
  over: "El certificado ya venció.",
  notYet: "El certificado aún no es válido.",
};

/** The box's refusals in Spanish, by their code; programs read them in English. One that is missing does not pass the type check. */
const SPANISH: Readonly<Record<ProblemCode, Words | ((told: Told) => Words)>> = {
  NOT_SIGNED_IN: { message: "No ha entrado.", cure: "Entre e inténtelo de nuevo." },
  NOT_ALLOWED: { message: "Su función no permite esto.", cure: "Un gerente puede darle otra, en la página Usuarios." },
  NOT_FOUND: { message: "No existe.", cure: "Puede que se haya borrado: mire en la lista." },
  NOT_UNDERSTOOD: (told) => ({
    message: `Algo no está bien escrito: ${fieldsOf(told)}`,
    cure: "No cambió nada. Corríjalo e inténtelo de nuevo.",
  }),
  NOT_OURS: {
    message: "Esta página se abrió por otra dirección que la del equipo.",
    cure: "Abra la dirección que está en la página Red.",
  },
  DISK_FULL: {
    message: "El disco del equipo está lleno, así que esto no se pudo anotar.",
    cure: "Llame enseguida al técnico: los mensajes nuevos solo se guardan en la memoria, y un corte de luz se los llevaría.",
  },
  NO_SUCH_METHOD: { message: "Eso no se puede hacer aquí." },
  NO_SUCH_RANGE: { message: "La grabación es más corta.", cure: "Vuelva a cargar la página." },
  BAD_REQUEST: (told) => ({ message: `El equipo no aceptó lo enviado (${told.message}).` }),
  TOO_MANY_REQUESTS: { message: "Demasiadas peticiones desde esta dirección.", cure: "Espere un momento." },
  PERSONS_ONLY: { message: "Un programa no puede hacerlo: es para una persona que ha entrado." },
  TOO_MANY_TRIES: (told) => {
    const seconds = number(told, "waitS");
    const long = seconds <= 60 ? `${seconds} segundos` : `${Math.ceil(seconds / 60)} minutos`;
    return {
      message: `Demasiados intentos fallidos: espere ${long}.`,
      cure: "En un navegador en el que ya entró antes no hay que esperar. Un gerente puede darle un código para otra contraseña.",
    };
  },
  NO_SUCH_PERSON: (told) => ({
    message: "Un usuario médico va vinculado a una persona del archivo de la clínica.",
    cure: `El archivo conoce a: ${list(told, "people") || "nadie"}.`,
  }),
  TOKEN_OVER: { message: "Esta clave no es de este equipo, se retiró o venció.", cure: "Pida otra a un gerente." },
  TOKEN_STOPPED: {
    message: "Esta clave está parada: quien la hizo ya no puede entrar.",
    cure: "Pida otra a un gerente.",
  },
  NO_TLS: { message: "Es un ensayo en esta misma computadora, sin certificado." },
  CERTIFICATE_UNFIT: (told) => ({
    message: CERTIFICATE[told.details?.["reason"] as UnfitReason] ?? told.message,
    cure: "No cambió nada. Quien lo hizo para la clínica tiene los archivos correctos.",
  }),
  STORE_UNREADABLE: {
    message: "Los mensajes no se pueden leer.",
    cure: "Inténtelo en un minuto; después llame al técnico, que encuentra más en la página En vivo.",
  },
  STORE_EMPTY: { message: "Todavía no hay mensajes guardados.", cure: "Compruebe que el equipo está en marcha." },
  STORE_KEY_MISSING: { message: "Falta la clave de los mensajes.", cure: "Llame al técnico." },
  STORE_KEY_UNREADABLE: { message: "La clave de los mensajes no se puede leer.", cure: "Llame al técnico." },
  REFUSED: (told) => {
    const { cure, message } = (told.details?.["es"] ?? {}) as Partial<Words>;
    return {
      message:
        message === undefined ? `No se hizo. El equipo dice, en inglés: «${told.message}»` : `No se hizo: ${message}.`,
      cure: cure ?? told.cure,
    };
  },
  NOT_PAGED: AS_TOLD,
  NO_ARCHIVE: {
    message: "No se pudo hacer el archivo para el soporte.",
    cure: "Inténtelo otra vez en unos minutos; si sigue igual, desenchufe el equipo diez segundos.",
  },
  SPAN: { message: "El periodo tiene que terminar después de empezar, y no ser tan largo." },
  TEST_UNDER_WAY: { message: "Ya se espera una llamada de prueba.", cure: "Termínela antes, o siga mirando." },
  TEST_TOO_SOON: {
    message: "Esta persona recibió un aviso de prueba hace un momento.",
    cure: "Espere dos minutos: quien se despierta por pruebas no contesta cuando va en serio.",
  },
  TOO_MANY_TESTS: { message: "Hubo diez avisos de prueba en una hora.", cure: "Inténtelo más tarde." },
  REHEARSAL_RUNNING: { message: "Ya hay un ensayo en marcha: solo cabe uno.", cure: "Participe en él, o termínelo." },
  REHEARSAL_OF_TERMINAL: { message: "Este ensayo se termina donde se empezó: pulse allí Ctrl-C." },
  CHANGE_BROKE_OFF: {
    message: "El programa que cambia el equipo se cortó a medias.",
    cure: "Lo que hacía se termina o se deshace por sí solo. Mire de nuevo en un minuto.",
  },
  CHANGES_NOT_UNDERSTOOD: {
    message: "El programa que cambia el equipo no entendió a la consola.",
    cure: "Tienen que ser de la misma versión: desenchufe el equipo diez segundos.",
  },
  NOT_WAITING: { message: "No hay ningún cambio en espera.", cure: "Mire de nuevo: puede que ya haya terminado." },
  WRONG_PASSWORD: {
    message: "El nombre y la contraseña no coinciden.",
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
    cure: "Al menos 12 caracteres; cuatro palabras que no tengan nada que ver entre sí sirven bien.",
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
    cure: "Un gerente o el técnico ve los errores en la página Archivo de la clínica, Como texto; si no se abre, llame al técnico.",
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
  SECRET_OF_OTHERS: {
    message: "El PIN de una SIM no puede estar en el secreto de otra cosa.",
    cure: `Nombre el de un PIN de SIM: \${credential:sim-pin}, o uno que empiece por sim-pin. Un gerente puede nombrar otros.`,
  },
  CHANGES_NOT_ANSWERING: {
    message: "El programa que cambia el equipo no responde.",
    cure: "Todo se puede leer. Inténtelo en un minuto; si sigue igual, desenchufe el equipo diez segundos.",
  },
  CHANGE_SILENT: {
    message: "El programa que cambia el equipo lleva veinte minutos sin decir nada.",
    cure: "Mire otra vez: puede haber terminado. Si no, desenchufe el equipo diez segundos: lo que esté a medias se deshace solo.",
  },
  ARCHIVE_UNDER_WAY: {
    message: "El archivo de soporte se está haciendo ahora mismo.",
    cure: "Tarda dos minutos como mucho. Uno cada vez: el equipo también atiende llamadas.",
  },
  ARCHIVE_TOO_OFTEN: {
    message: "El archivo de soporte se ha hecho demasiadas veces en una hora.",
    cure: "Use el último, o inténtelo dentro de una hora.",
  },
  OTHER_TYPE: {
    message: "Lo enviado es de un tipo que aquí no se acepta.",
    cure: "JSON como application/json, una grabación como audio/wav.",
  },
  CHANGES_NOT_POSSIBLE: {
    message: "Ahora no se puede cambiar nada desde aquí.",
    cure: "Todo se puede leer. Desenchufe el equipo diez segundos, cuando no haya ninguna llamada.",
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
  DRAFT_OTHER: { message: "Entretanto alguien ha hecho otra grabación.", cure: "Escúchela antes de borrarla." },
  VERSION_GONE: { message: "Esa grabación anterior ya no se guarda.", cure: "Elija otra." },
  NOTHING_INSTEAD: {
    message: "FirstRing no trae nada para esta frase: quien llama oiría silencio.",
    cure: "Grabe otra en su lugar.",
  },
  OUR_MISTAKE: {
    message: "La consola ha fallado: un error nuestro.",
    cure: "Inténtelo de nuevo. Si sigue igual, haga el archivo para el soporte (página Estado del equipo).",
  },
};

/** A refusal in the language of the page. What another part refused, with a code of its own, is as it was told. */
export function inTheirWords(told: Told): Told {
  if (told.code === "NOT_UNDERSTOOD" && told.fields !== undefined && language.peek() === "en")
    return {
      ...told,
      message: `Something is not written as it has to be: ${fieldsOf(told)}`,
      cure: "Nothing was changed. Correct it, and try again.",
    };
  if (language.peek() !== "es") return told;
  if (!Object.hasOwn(SPANISH, told.code) || told.code === "REFUSED") return refusedInSpanish(told) ?? known(told);
  return known(told);
}

function known(told: Told): Told {
  if (!Object.hasOwn(SPANISH, told.code)) return told;
  const inSpanish = SPANISH[told.code as ProblemCode];
  const { cure: _english, ...rest } = told;
  return { ...rest, ...(typeof inSpanish === "function" ? inSpanish(told) : inSpanish) };
}

/** Of a change that came to nothing: each refusal has its Spanish beside it where the box knows it. */
function refusedInSpanish(told: Told): Told | undefined {
  const refusals = (told.details?.["refusals"] ?? []) as readonly { readonly es?: { what: string; cure: string } }[];
  const said = refusals.flatMap(({ es }) => es ?? []);
  if (said.length === 0 || said.length < refusals.length) return undefined;
  return {
    ...told,
    message: `No cambió nada: ${said.map(({ what }) => what).join("; ")}.`,
    cure: said.map(({ cure }) => cure).join(" "),
  };
}
