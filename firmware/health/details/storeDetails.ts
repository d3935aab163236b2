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
  leftAsItIs: { en: "{file} is left as it is.", es: "{file} se deja como está." },
} as const;

export const storeDetail = saysOf(STORE_DETAILS);
