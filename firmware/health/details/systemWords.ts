import type { TwoTemplates } from "../../language/sentenceBook.ts";

// What other programs say of their most common errors, and how a person reads it in Spanish. The code stays: support asks for it.

/** `EIO: i/o error, read`, `EACCES: permission denied, open '/path'`: libuv's texts, with the call behind. */
const FILES = [
  ["ENOSPC", "no space left on device", "no queda espacio en el disco"],
  ["EIO", "i/o error", "el disco da un error de lectura o escritura"],
  ["EACCES", "permission denied", "falta el permiso"],
  ["EPERM", "operation not permitted", "falta el permiso"],
  ["EROFS", "read-only file system", "el disco es de solo lectura"],
  ["ENOENT", "no such file or directory", "no existe ese archivo o carpeta"],
  ["ENODEV", "no such device", "el dispositivo no está"],
  ["ENXIO", "no such device or address", "el dispositivo no está"],
  ["EBUSY", "resource busy or locked", "otro programa lo está usando"],
  ["EDQUOT", "disk quota exceeded", "la cuota del disco está agotada"],
  ["EMFILE", "too many open files", "hay demasiados archivos abiertos"],
  ["ENOMEM", "not enough memory", "falta memoria"],
  ["ENOTDIR", "not a directory", "no es una carpeta"],
  ["EISDIR", "illegal operation on a directory", "es una carpeta"],
  ["EEXIST", "file already exists", "el archivo ya existe"],
] as const;

/** Of the C library, as shell programs and serialport give them. */
const PLAIN = [
  ["No space left on device", "no queda espacio en el disco"],
  ["Disk full", "el disco está lleno"],
  ["Input/output error", "el disco da un error de lectura o escritura"],
  ["Permission denied", "falta el permiso"],
  ["Operation not permitted", "falta el permiso"],
  ["Read-only file system", "el disco es de solo lectura"],
  ["No such file or directory", "no existe ese archivo o carpeta"],
  ["No such device", "el dispositivo no está"],
  ["No such device or address", "el dispositivo no está"],
  ["Device or resource busy", "otro programa lo está usando"],
  ["Resource temporarily unavailable", "otro programa lo está usando"],
  ["Inappropriate ioctl for device", "no es un puerto serial"],
] as const;

/** Of a connection: `connect ECONNREFUSED 10.0.0.5:8883`. */
const NETWORK: readonly (readonly [string, string])[] = [
  ["connect ECONNREFUSED {where}", "{where} no acepta la conexión (ECONNREFUSED)"],
  ["connect ETIMEDOUT {where}", "{where} no responde (ETIMEDOUT)"],
  ["connect EHOSTUNREACH {where}", "no hay camino hasta {where} (EHOSTUNREACH)"],
  ["connect ENETUNREACH {where}", "sin red no se llega a {where} (ENETUNREACH)"],
  ["connect ENOENT {where}", "no existe {where} (ENOENT)"],
  ["connect EACCES {where}", "falta el permiso para {where} (EACCES)"],
  ["getaddrinfo ENOTFOUND {where}", "nadie conoce el nombre {where} (ENOTFOUND)"],
  ["getaddrinfo EAI_AGAIN {where}", "no se puede preguntar por el nombre {where}: no hay red o DNS (EAI_AGAIN)"],
  ["read ECONNRESET", "el otro lado cortó la conexión (ECONNRESET)"],
  ["write EPIPE", "el otro lado cerró la conexión (EPIPE)"],
  ["socket hang up", "el otro lado cortó la conexión"],
  ["connack timeout", "el servidor MQTT no contestó al saludo"],
  ["Keepalive timeout", "el servidor MQTT dejó de contestar"],
  [
    "Client network socket disconnected before secure TLS connection was established",
    "el otro lado cortó antes de que la conexión fuera segura (TLS)",
  ],
  ["self-signed certificate", "el certificado es de su propia firma"],
  ["self-signed certificate in certificate chain", "una autoridad del certificado es de su propia firma"],
  ["certificate has expired", "el certificado venció"],
  ["certificate is not yet valid", "el certificado aún no es válido"],
  ["unable to verify the first certificate", "no se conoce a quien hizo el certificado"],
  ["unable to get local issuer certificate", "no se conoce a quien hizo el certificado"],
  [
    "Hostname/IP does not match certificate's altnames: {what}",
    "el certificado es de otro nombre que el del archivo de la clínica ({what})",
  ],
];

/** Of a broker: the reasons of MQTT 3.1.1 (table 3.1) and 5.0 (§2.4), as mqtt.js words them. */
const BROKER: readonly (readonly [string, string])[] = [
  ["reason {n}: {text}", "razón {n}: {text}"],
  ["Connection refused: {text}", "rechaza la conexión: {text}"],
  ["Unacceptable protocol version", "no habla esta versión de MQTT"],
  ["Unsupported Protocol Version", "no habla esta versión de MQTT"],
  ["Identifier rejected", "no acepta nuestro identificador"],
  ["Client Identifier not valid", "no acepta nuestro identificador"],
  ["Server unavailable", "no está disponible"],
  ["Server busy", "está ocupado"],
  ["Server shutting down", "se está apagando"],
  ["Bad username or password", "nombre de usuario o contraseña equivocados"],
  ["Bad User Name or Password", "nombre de usuario o contraseña equivocados"],
  ["Not authorized", "sin permiso"],
  ["Banned", "nos tiene vetados"],
  ["Quota exceeded", "cupo agotado"],
];

/** Of SQLite. */
const DATABASE: readonly (readonly [string, string])[] = [
  ["database or disk is full", "el disco o la base de datos está lleno"],
  ["disk I/O error", "el disco da un error de lectura o escritura"],
  ["database disk image is malformed", "la base de datos está dañada"],
  ["attempt to write a readonly database", "la base de datos es de solo lectura"],
  ["unable to open database file", "no se puede abrir el archivo de la base de datos"],
  ["database is locked", "otro programa tiene la base de datos"],
  ["file is not a database", "el archivo no es una base de datos, o su clave es otra"],
];

/** Of modems: what came of a command, and a network's or a modem's refusal by its number. */
const MODEMS: readonly (readonly [string, string])[] = [
  ["AT+{command}: refused", "el módem rechazó AT+{command}"],
  ["AT+{command}: timedOut", "el módem no respondió a AT+{command}"],
  ["AT+{command}: unproven", "el módem respondió a medias a AT+{command}"],
  ["AT+{command}: portGone", "el puerto se fue durante AT+{command}"],
  ["+CMS ERROR {n}", "la red o el módem no lo aceptó (+CMS ERROR {n})"],
  ["+CME ERROR {n}", "el módem no lo aceptó (+CME ERROR {n})"],
];

const pairs = (all: readonly (readonly [string, string])[]): readonly TwoTemplates[] =>
  all.map(([en, es]) => ({ en, es }));

export const SYSTEM_WORDS: readonly TwoTemplates[] = [
  ...pairs(FILES.map(([code, en, es]) => [`${code}: ${en}, {call}`, `${es} (${code}, {call})`])),
  ...pairs(FILES.map(([code, en, es]) => [`${code}: ${en}`, `${es} (${code})`])),
  ...pairs(PLAIN),
  ...pairs(PLAIN.map(([en, es]) => [`${en}, cannot open {path}`, `${es}: {path}`])),
  { en: "Error {why} Cannot lock port", es: "no se pudo reservar el puerto: {why}" },
  { en: "Error {why} Cannot open {path}", es: "no se puede abrir {path}: {why}" },
  { en: "{place} is not mounted", es: "{place} no está montado" },
  { en: "{place}: not mounted", es: "{place} no está montado" },
  { en: "not mounted", es: "no está montado" },
  ...pairs([...NETWORK, ...BROKER, ...DATABASE, ...MODEMS]),
];
