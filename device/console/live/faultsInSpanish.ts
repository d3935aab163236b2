/* @pure */
import type { FaultDeclaration } from "../../../firmware/health/faults.ts";

type Words = Pick<FaultDeclaration, "title" | "means" | "cure">;

const LINE_DEAD = "No se atienden las llamadas de esta línea.";
const MODEM_DEAD = "Este módem no avisa a nadie ni atiende llamadas; otro lo sustituye, si lo hay.";
const ONLY_SMS = "Los avisos salen solo por SMS; todo se guarda para el servidor.";
const REPLUG = "Desenchufe el módem diez segundos y vuelva a enchufarlo.";

/** What firmware/health/faults/ declares in English, for whoever reads the console in Spanish. A test holds the two together. */
export const FAULTS_IN_SPANISH: Readonly<Record<string, Words>> = {
  LINE_PORT_GONE: {
    title: "El módem del teléfono no está",
    means: LINE_DEAD,
    cure: "Compruebe el conector USB del módem; FirstRing vuelve a usarlo por sí solo.",
  },
  LINE_MODEM_UNKNOWN: {
    title: "No se pudo identificar el módem del teléfono",
    means: LINE_DEAD,
    cure: "Use un módem de la lista del README, o indique su modelo en el archivo de la clínica.",
  },
  LINE_MODEM_NO_VOICE: {
    title: "El módem del teléfono no sirve para voz",
    means: LINE_DEAD,
    cure: "Un USR5637 necesita el firmware 1.2.23 o posterior; si no, use otro módem.",
  },
  LINE_MODEM_SILENT: { title: "El módem del teléfono no responde", means: LINE_DEAD, cure: REPLUG },
  LINE_NOT_OFF_HOOK: {
    title: "El módem dijo que había descolgado, pero la línea siguió sonando",
    means: "No se atendió al último llamante.",
    cure: "Compruebe el cable de teléfono entre el módem y la pared.",
  },
  LINE_STUCK_OFF_HOOK: {
    title: "El módem no confirmó que había colgado",
    means: "Los llamantes pueden encontrar la línea ocupada.",
    cure: REPLUG,
  },
  LINE_NOT_ANSWERED: {
    title: "El módem no tomó una llamada",
    means: "Se le ordenó descolgar y no lo confirmó: puede que no se atendiera al último llamante.",
    cure: `${REPLUG} Si se repite, use otro módem.`,
  },
  LINE_NO_VOICE_SERVICE: {
    title: "La red celular no ofrece llamadas de voz",
    means: "No se atienden las llamadas al número de la SIM, porque la red no las pasa.",
    cure: "Pida al proveedor de la SIM llamadas de voz (VoLTE) para este módem, o mueva la antena.",
  },
  LINE_SMS_ONLY: {
    title: "Este módem celular no puede hacer llamadas de voz",
    means: "Envía y recibe SMS; no se atienden las llamadas a su número.",
    cure: "Para llamadas use un módem celular de la lista del README; si no, quite `audio` de esta línea en el archivo de la clínica.",
  },
  LINE_NO_AUDIO: {
    title: "Se atendió una llamada sin sonido",
    means: "El llamante no oyó nada ni se le oyó; la llamada se guarda como urgente.",
    cure: "Haga una llamada de prueba. Si sigue muda, desenchufe el módem celular diez segundos; si no ayuda, use otro módem.",
  },
  LINE_AUDIO_BAD: {
    title: "El sonido de una llamada fue malo",
    means: "Una grabación puede tener huecos o ruido.",
    cure: "Compruebe la alimentación del módem y su cable USB; haga una llamada de prueba y escuche la grabación.",
  },
  SMS_MODEM_GONE: {
    title: "El módem celular no está",
    means: MODEM_DEAD,
    cure: "Compruebe el conector USB del módem; FirstRing vuelve a usarlo por sí solo.",
  },
  SMS_MODEM_SILENT: {
    title: "El módem celular no responde",
    means: MODEM_DEAD,
    cure: "FirstRing lo reinicia por sí solo; si sigue así, desenchúfelo diez segundos y compruebe su alimentación.",
  },
  SMS_SIM_MISSING: {
    title: "No hay tarjeta SIM",
    means: MODEM_DEAD,
    cure: "Ponga la tarjeta SIM y compruebe sus contactos.",
  },
  SMS_SIM_PIN: {
    title: "La tarjeta SIM pide su PIN",
    means: MODEM_DEAD,
    cure: "Ponga el PIN correcto en el archivo de la clínica (simPin). Si se probó uno equivocado, meta antes la SIM en un teléfono y escriba una vez el correcto, o quite allí el PIN.",
  },
  SMS_SIM_PUK: {
    title: "La tarjeta SIM está bloqueada y pide su PUK",
    means: MODEM_DEAD,
    cure: "Meta la SIM en un teléfono, desbloquéela con el PUK de su proveedor y devuélvala a su sitio.",
  },
  SMS_SIM_SWAPPED: {
    title: "Hay otra tarjeta SIM en el módem",
    means:
      "Los avisos llegan desde otro número: puede que los médicos no lo conozcan, y las llamadas desviadas al antiguo no llegan.",
    cure: "Si la cambió usted, dé el número nuevo a los médicos y cambie el desvío de llamadas; si no, vuelva a poner la antigua.",
  },
  SMS_NOT_REGISTERED: {
    title: "No hay red celular",
    means: MODEM_DEAD,
    cure: "Compruebe la antena y si el contrato de la SIM está vigente.",
  },
  SMS_BARRED: {
    title: "La red rechaza esta tarjeta SIM",
    means: MODEM_DEAD,
    cure: "Llame al proveedor de la SIM: el contrato ha terminado, no está pagado o no permite este módem.",
  },
  SMS_ROAMING: {
    title: "La tarjeta SIM usa la red de otro proveedor",
    means: "Los avisos salen, pero pueden tardar y costar más.",
    cure: "Lejos de una frontera no debería durar: compruebe la antena y pregunte al proveedor por la cobertura.",
  },
  SMS_WEAK_SIGNAL: {
    title: "La señal celular es débil o desconocida",
    means: "Los avisos pueden tardar o fallar.",
    cure: "Ponga la antena junto a una ventana, lejos de metal y del equipo, y mire la señal en esta página.",
  },
  SMS_STORAGE_FULL: {
    title: "La memoria de mensajes del módem está llena",
    means: "No pueden llegar respuestas de los médicos, así que un aviso ya aceptado pasa al siguiente médico.",
    cure: "FirstRing borra lo que ha leído. Si sigue así, meta la SIM en un teléfono y borre sus mensajes.",
  },
  SMS_REFUSED: {
    title: "La red rechazó un aviso",
    means: "No se llegó a un médico por SMS; se da el paso siguiente del aviso.",
    cure: "Compruebe el número del médico en el archivo de la clínica.",
  },
  SMS_NOT_ACCEPTED: {
    title: "Un aviso no consigue salir",
    means: "Ahora no se llega a un médico por SMS; FirstRing lo sigue intentando y se da el paso siguiente del aviso.",
    cure: "Compruebe la señal, la SIM y el contrato; llame por teléfono al médico de guardia.",
  },
  MODEM_NOT_RECOVERED: {
    title: "FirstRing no pudo recuperar el módem",
    means: "Se probaron todas las formas de reiniciarlo; lo que hace este módem (llamadas o avisos) no funciona.",
    cure: "Desenchufe el módem, compruebe su alimentación y su cable, espere diez segundos y enchúfelo; si no, use otro.",
  },
  MODEM_RESET_LIMIT: {
    title: "El módem se ha reiniciado demasiadas veces hoy",
    means: "FirstRing no lo reinicia más hasta mañana; si vuelve a fallar, tiene que venir una persona.",
    cure: "Compruebe la alimentación, el cable y la antena del módem; piense en cambiarlo.",
  },
  STORE_UNREADABLE: {
    title: "No se puede abrir la base de datos de mensajes",
    means: "Se atiende y se avisa; los mensajes nuevos van a una base de datos de emergencia junto a ella.",
    cure: "No borre nada. Desenchufe el equipo diez segundos; si sigue igual, la página En vivo dice qué archivo y por qué.",
  },
  STORE_FULL: {
    title: "El disco está lleno",
    means: "Se atiende y se avisa de lo urgente, pero no se pueden guardar mensajes.",
    cure: "Libere espacio en el disco de datos.",
  },
  STORE_FAILED: {
    title: "La base de datos de mensajes no admite escrituras",
    means: "Se atiende y se avisa de lo urgente, pero puede que no se guarden mensajes.",
    cure: "Desenchufe el equipo diez segundos; si sigue igual, la tarjeta SD está gastada: cámbiela, con la última copia de seguridad.",
  },
  MQTT_UNREACHABLE: {
    title: "No se llega al servidor MQTT",
    means: ONLY_SMS,
    cure: "Compruebe la red y la dirección del servidor en el archivo de la clínica.",
  },
  MQTT_REFUSED: {
    title: "El servidor MQTT nos rechaza",
    means: ONLY_SMS,
    cure: "Compruebe el nombre de usuario, la contraseña y el certificado.",
  },
  PROMPT_MISSING: {
    title: "Falta una frase o está dañada",
    means: "Los llamantes no oyen una frase del guion; la llamada sigue.",
    cure: "Mire la página Frases: dice qué frase es, y allí se graba.",
  },
  ALERT_UNTAKEN: {
    title: "Nadie se ha encargado de una llamada urgente",
    means: "Se han dado todos los pasos del aviso y se siguen repitiendo.",
    cure: "Llame por teléfono al médico de guardia.",
  },
  ONCALL_GAP: {
    title: "No había nadie de guardia",
    means: "El plan de guardias no tenía a nadie para una llamada urgente; se avisó al sustituto.",
    cure: "Mire en la página Guardias quién está de guardia y por qué, y corrija los turnos en el archivo de la clínica.",
  },
  PERSON_STOPPED: {
    title: "Un médico respondió STOP a un aviso",
    means: "Sus avisos abiertos pasaron a la persona siguiente. Sigue de guardia: FirstRing le seguirá avisando.",
    cure: "Pregúntele; si no se le debe avisar, cambie el turno en el archivo de la clínica.",
  },
  PIN_LOCKED: {
    title: "El PIN de un médico se marcó mal seis veces por teléfono",
    means:
      "El menú telefónico queda bloqueado 30 minutos para esta persona. Los avisos siguen: por SMS como siempre, y las llamadas dicen solo la referencia.",
    cure: "Pregunte si fue esa persona. Si no, alguien está probando: dele un PIN nuevo en el archivo de la clínica.",
  },
  ALERT_STUCK: {
    title: "Los avisos de una llamada se habían parado",
    means: "Ya no se habría avisado a nadie más. FirstRing lo ha notado y sigue con ellos.",
    cure: "Ocúpese enseguida de la llamada: está entre los mensajes. Después comuníquelo, con el archivo de soporte (página Estado del equipo); no debe ocurrir.",
  },
  SECRET_MISSING: {
    title: "Un secreto del archivo de la clínica falta o no sirve",
    means:
      "FirstRing sigue sin él: un médico sin PIN no oye mensajes por teléfono, una SIM o un servidor pueden rechazarnos.",
    cure: "Póngalo de nuevo en las páginas de instalación (botón 3 s, cable USB): PIN de médicos y de la SIM, contraseña del servidor; después póngalo en vigor.",
  },
  CLOCK_UNTRUSTED: {
    title: "Nadie ha confirmado el reloj",
    means:
      "FirstRing se guía por él; si está mal, se puede avisar al médico equivocado, y las horas de los mensajes no valen.",
    cure: "Compare la hora de esta página con un reloj; conecte el equipo a la red o póngalo en hora en las páginas de instalación.",
  },
  CLOCK_WRONG: {
    title: "El reloj del equipo y el de la red celular no coinciden",
    means: "Se puede avisar al médico equivocado, y las horas de los mensajes no valen.",
    cure: "Compare la hora de esta página con un reloj y ponga el equipo en hora en las páginas de instalación (botón 3 s, cable USB).",
  },
  ONCALL_GAP_AHEAD: {
    title: "En algunas horas de la semana que viene no hay nadie de guardia",
    means: "Hasta que se corrija, en esas horas solo se avisa al sustituto.",
    cure: "La página Guardias marca los huecos; que alguien tome esas horas, o corrija el archivo de la clínica.",
  },
  CALENDAR_STALE: {
    title: "Un calendario de guardias no se pudo leer durante días",
    means: "FirstRing se guía por la copia que tiene; no se conoce lo que haya cambiado desde entonces.",
    cure: "Compruebe la red y la dirección del calendario en el archivo de la clínica.",
  },
  CALENDAR_BROKEN: {
    title: "Un calendario de guardias tiene entradas que no sirven",
    means: "Esas entradas no dan guardia a nadie; las demás, y el resto del calendario, valen.",
    cure: "Los nombres del calendario han de ser los de las personas del archivo de la clínica: corríjalos en uno o en otro.",
  },
  RETENTION_LATE: {
    title: "Hace una semana que no se borran las grabaciones antiguas",
    means: "Se guardan más tiempo del que dice el archivo de la clínica. No afecta a las llamadas ni a los avisos.",
    cure: "Compruebe que el reloj y el disco están bien en esta página: se borra solo cada noche.",
  },
  BACKUP_FAILED: {
    title: "La última copia de seguridad no se logró",
    means:
      "Los mensajes están a salvo en el equipo, pero lo llegado desde la última copia buena no existe en otro sitio.",
    cure: "Compruebe que el lugar de la sección backup del archivo de la clínica existe y tiene espacio (una memoria USB: FAT32, enchufada): se intenta otra vez cada noche.",
  },
  BACKUP_OLD: {
    title: "No hay ninguna copia de seguridad reciente",
    means: "Si se pierde el equipo o su tarjeta, se pierden los mensajes desde la última copia.",
    cure: "Enchufe la memoria USB o el disco de las copias: cada noche se hace una sola, si el archivo de la clínica tiene la sección backup.",
  },
  ON_BATTERY: {
    title: "El equipo no tiene corriente y funciona con su batería",
    means: "Se atiende y se avisa mientras dure la batería.",
    cure: "Mire el enchufe y el fusible del equipo; desvíe el teléfono si la corriente no vuelve.",
  },
  BATTERY_LOW: {
    title: "El equipo se apaga: su batería está casi vacía",
    means: "A partir de entonces no se atienden llamadas.",
    cure: "Desvíe el teléfono ahora; devuelva la corriente.",
  },
  BUTTON_STUCK: {
    title: "El botón del equipo está atascado",
    means: "No se puede abrir con él el modo de instalación; nada más se ve afectado.",
    cure: "Suelte el botón o revise su cable.",
  },
  PANEL_GONE: {
    title: "El programa de las luces y el botón no funciona",
    means: "Las luces muestran un fallo y no dicen la verdad; el botón no hace nada. Las llamadas se atienden.",
    cure: "Desenchufe el equipo diez segundos; si sigue igual, haga el archivo de soporte (página Estado del equipo).",
  },
  STICK_NOT_FAT: {
    title: "Se conectó una memoria USB que el equipo no lee",
    means: "No se miró nada de lo que contiene y no se cambió nada. En ella no cabe un informe; por eso se dice aquí.",
    cure: "Formatéela como FAT32 (se borra la memoria), copie de nuevo el paquete y vuelva a conectarla.",
  },
  SERVICE_STUCK: {
    title: "Una parte de FirstRing está atascada",
    means:
      "Tres reinicios en una hora no ayudaron, así que no hay otro: lo que hace esta parte no se hace, lo demás sigue.",
    cure: "Desenchufe el equipo diez segundos y vuelva a enchufarlo; si se repite, haga el archivo de soporte (página Estado del equipo).",
  },
  SERVICE_RESTARTS: {
    title: "FirstRing se reinicia una y otra vez",
    means:
      "Nadie lo ha pedido. Las llamadas que había en esos momentos se cortaron; lo dicho hasta entonces se guarda y se avisa.",
    cure: "La página Estado del equipo dice el motivo de cada vez; revise la alimentación y la tarjeta SD, y comuníquelo.",
  },
  CONSOLE_AWAY: {
    title: "La consola no está",
    means:
      "Se atiende y se avisa; las páginas de la clínica no se pueden abrir, así que nadie ve en ellas lo que llega.",
    cure: "Desenchufe el equipo diez segundos. Mientras tanto los médicos oyen los mensajes por teléfono (llamar, PIN, 2).",
  },
  CONSOLE_CERTIFICATE: {
    title: "El certificado de la consola está a punto de vencer",
    means: "Después de ese día los navegadores avisan, o no abren las páginas de la clínica.",
    cure: "Ponga otro en la página Red de la consola, o vuelva allí al del propio equipo, que se renueva solo.",
  },
};
