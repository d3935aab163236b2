import { saysOf } from "../../language/sentenceBook.ts";

// What is said of the message database: what the disk does, what to do about it, and where new messages go meanwhile.

export const STORE_DETAILS = {
  diskFull: { en: "The disk is full ({code})", es: "El disco está lleno ({code})" },
  pageDamaged: {
    en: "A page of the database is damaged ({code})",
    es: "Una página de la base de datos está dañada ({code})",
  },
  pageUnreadable: {
    en: "A page of the database cannot be decrypted ({code})",
    es: "Una página de la base de datos no se puede descifrar ({code})",
  },
  databaseReadOnly: {
    en: "The database or its directory is read-only ({code})",
    es: "La base de datos o su carpeta es de solo lectura ({code})",
  },
  databaseForbidden: {
    en: "The database may not be written by this user ({code})",
    es: "Este usuario no puede escribir en la base de datos ({code})",
  },
  databaseNotOpened: {
    en: "The database file cannot be opened ({code})",
    es: "El archivo de la base de datos no se puede abrir ({code})",
  },
  databaseHeld: {
    en: "Another program holds the database ({code})",
    es: "Otro programa tiene la base de datos ({code})",
  },
  diskError: {
    en: "The disk reports an input/output error ({code})",
    es: "El disco da un error de entrada o salida ({code})",
  },
  noMemory: { en: "No memory for the database ({code})", es: "No hay memoria para la base de datos ({code})" },
  quotaUsed: { en: "The disk quota is used up ({code})", es: "La cuota del disco está agotada ({code})" },
  diskReadOnly: { en: "The disk is read-only ({code})", es: "El disco es de solo lectura ({code})" },
  folderForbidden: {
    en: "The data directory may not be written by this user ({code})",
    es: "Este usuario no puede escribir en la carpeta de datos ({code})",
  },
  folderAway: { en: "The data directory is not there ({code})", es: "La carpeta de datos no está ({code})" },
  folderNone: {
    en: "The data directory is not a directory ({code})",
    es: "La carpeta de datos no es una carpeta ({code})",
  },
  folderLoop: {
    en: "The data directory is a link to itself ({code})",
    es: "La carpeta de datos es un enlace a sí misma ({code})",
  },
  folderNameLong: {
    en: "The name of the data directory is too long ({code})",
    es: "El nombre de la carpeta de datos es demasiado largo ({code})",
  },
  diskAway: { en: "The disk is not there ({code})", es: "El disco no está ({code})" },
  fileTooLarge: { en: "The file may not grow any more ({code})", es: "El archivo no puede crecer más ({code})" },
  noDataFolder: { en: "The data directory is not there", es: "La carpeta de datos no está" },
  putKeyBack: {
    en: "Put back the key this database was made with; the file is untouched.",
    es: "Vuelva a poner la clave con la que se hizo esta base de datos; el archivo no se toca.",
  },
  moveFile: {
    en: "Move the file elsewhere and start again; it is untouched.",
    es: "Lleve el archivo a otro sitio y arranque de nuevo; no se toca.",
  },
  installNewer: {
    en: "Install the FirstRing version that wrote it, or a newer one; the file is untouched.",
    es: "Instale la versión de FirstRing que lo escribió, o una más nueva; el archivo no se toca.",
  },
  restoreBackup: {
    en: "Copy the file away and restore the last backup; what could be read stays readable.",
    es: "Copie el archivo aparte y restaure la última copia de seguridad; lo que se podía leer se sigue leyendo.",
  },
  allowWriting: {
    en: "Make the data directory writable for the service user.",
    es: "Permita que el usuario del servicio escriba en la carpeta de datos.",
  },
  freeSpace: { en: "Free space on the data disk.", es: "Libere espacio en el disco de datos." },
  plugDisk: { en: "Plug the data disk in again.", es: "Vuelva a enchufar el disco de datos." },
  stopOther: {
    en: "Stop the other FirstRing that uses this data directory.",
    es: "Pare el otro FirstRing que usa esta carpeta de datos.",
  },
  checkDisk: { en: "Check the SD card or disk.", es: "Compruebe la tarjeta SD o el disco." },
  takesNoWrites: {
    en: "The disk takes no writes; speech that arrives now cannot be kept.",
    es: "El disco no acepta escrituras; lo que se diga ahora no se puede guardar.",
  },
  threadEnded: {
    en: "The database thread ended and was started again.",
    es: "La parte que guarda los mensajes se terminó y se arrancó de nuevo.",
  },
  writesAgain: { en: "The disk takes writes again.", es: "El disco vuelve a aceptar escrituras." },
  goesTo: { en: "New messages go to {file}.", es: "Los mensajes nuevos van a {file}." },
  inMemory: {
    en: "New messages are kept in memory only and would be lost at a power cut.",
    es: "Los mensajes nuevos solo están en la memoria y se perderían si se fuera la luz.",
  },
  databaseMoved: {
    en: "The database file is not where it was",
    es: "El archivo de la base de datos no está donde estaba",
  },
  notThroughPowerCut: {
    en: "The disk does not let SQLite keep messages through a power cut (journal {journal}, synchronous {level})",
    es: "El disco no deja que los mensajes sobrevivan a un corte de corriente (journal {journal}, synchronous {level})",
  },
  readByOther: {
    en: "Another program is reading the message database",
    es: "Otro programa está leyendo la base de datos de mensajes",
  },
  olderSchema: {
    en: "{file} has an older schema; start the appliance once, which migrates it",
    es: "{file} es de una versión anterior; arranque el equipo una vez, y se pondrá al día",
  },
  notEncrypted: {
    en: "{file} is an unencrypted SQLite database, not FirstRing's",
    es: "{file} es una base de datos SQLite sin cifrar, que no es de FirstRing",
  },
  notOurs: { en: "{file} is not a FirstRing database", es: "{file} no es una base de datos de FirstRing" },
  otherKey: { en: "{file} was made with another key", es: "{file} se hizo con otra clave" },
  notDecrypted: {
    en: "{file} cannot be decrypted: the key is another one, or its first page is damaged",
    es: "{file} no se puede descifrar: la clave es otra, o su primera página está dañada",
  },
  ofOtherProgram: {
    en: "The file is a database of another program",
    es: "El archivo es una base de datos de otro programa",
  },
  tableDamaged: { en: "The table {table} is damaged", es: "La tabla {table} está dañada" },
  dataFolderReadOnly: { en: "The data directory is read-only", es: "La carpeta de datos es de solo lectura" },
  newerSchema: {
    en: "The database was written by a newer FirstRing (schema {n}; this program knows {n2})",
    es: "La base de datos es de un FirstRing más nuevo (esquema {n}; este programa conoce {n2})",
  },
  fileUnread: { en: "{file} cannot be read", es: "{file} no se puede leer" },
  notTakenOver: { en: "{files} cannot be taken over: {why}", es: "no se pueden pasar los mensajes de {files}: {why}" },
  keyUnread: {
    en: "The database key in {from} cannot be read ({code})",
    es: "La clave de la base de datos en {from} no se puede leer ({code})",
  },
  keyForm: {
    en: "The database key in {from} is not 64 hex digits",
    es: "La clave de la base de datos en {from} no son 64 cifras hexadecimales",
  },
  letKeyBeRead: {
    en: "Make it a file that the service user may read, with the key in it.",
    es: "Ponga allí un archivo con la clave, que el usuario del servicio pueda leer.",
  },
  giveKeyInHex: {
    en: "Give the key as 64 hex digits, for example from `openssl rand -hex 32`.",
    es: "Dé la clave en 64 cifras hexadecimales, por ejemplo de `openssl rand -hex 32`.",
  },
  leftAsItIs: { en: "{file} is left as it is.", es: "{file} se deja como está." },
} as const;

export const storeDetail = saysOf(STORE_DETAILS);
