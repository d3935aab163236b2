// What is said of backups and of what is erased by itself: why it did not come about, and what to do.

const PLACES = {
  noBackupFolder: { en: "there is no folder {folder} ({code})", es: "no existe la carpeta {folder} ({code})" },
  makeFolder: {
    en: "Make it, or plug the disk in, or name another place with --to.",
    es: "Créela, enchufe el disco, o ponga otro lugar en la sección backup del archivo de la clínica.",
  },
  noBackupRoom: {
    en: "{folder} has {n} MB free; the backup needs {n2} MB there",
    es: "{folder} tiene {n} MB libres; la copia de seguridad necesita allí {n2} MB",
  },
  freeThere: {
    en: "Free space there, or name another place with --to.",
    es: "Libere espacio allí, o ponga otro lugar en la sección backup del archivo de la clínica.",
  },
  noDatabase: {
    en: "There is no message database in {folder}",
    es: "No hay ninguna base de datos de mensajes en {folder}",
  },
  nameDataFolder: {
    en: "Give the appliance's data directory with --data DIR.",
    es: "Indique la carpeta de datos del equipo con --data DIR.",
  },
  noKey: {
    en: "There is no key for the message database in {folder}",
    es: "No hay clave para la base de datos de mensajes de {folder}",
  },
  mistakenClinicFile: {
    en: "the clinic file {path} has mistakes",
    es: "el archivo de la clínica {path} tiene errores",
  },
  checkClinicFile: {
    en: "`firstring check` shows them, and so does the page Clinic file, As text.",
    es: "`firstring check` los muestra, y también la página Archivo de la clínica, Como texto.",
  },
  runWithKey: {
    en: "Run it as root, or as the appliance's service does (with its credentials).",
    es: "Ejecútelo como root, o como lo hace el servicio del equipo (con sus credenciales).",
  },
} as const;

const LOCKS = {
  nothingToLock: {
    en: "there is nothing to lock the backup with",
    es: "no hay con qué cifrar la copia de seguridad",
  },
  writeRecoveryKey: {
    en: "Write a recovery key into the clinic file (backup.recipient; `firstring backup keygen` makes one), or set the credential backup-passphrase.",
    es: "Escriba una clave de recuperación en el archivo de la clínica (backup.recipient; `firstring backup keygen` hace una), o ponga la credencial backup-passphrase.",
  },
  noRecoveryKey: { en: "that is no public recovery key", es: "eso no es una clave pública de recuperación" },
  keyIsALine: {
    en: "It is the line of 44 characters that `firstring backup keygen` prints.",
    es: "Es la línea de 44 caracteres que escribe `firstring backup keygen`.",
  },
} as const;

/** What the stick's own program says (provisioning/stick/writeBackup.sh); a test holds the two together. */
export const STICK_SAYS = {
  noStick: {
    en: "there is no stick with a FAT file system in the box",
    es: "no hay en el equipo ninguna memoria USB con formato FAT",
  },
  severalSticks: {
    en: "there is more than one stick in the box ({which})",
    es: "hay más de una memoria USB en el equipo ({which})",
  },
  stickUnreadable: {
    en: "the stick's file system cannot be read",
    es: "no se puede leer el formato de la memoria USB",
  },
  backupTooLarge: {
    en: "the backup has {size}; a FAT file system takes no file over {n} MB",
    es: "la copia de seguridad tiene {size}; el formato FAT no admite archivos de más de {n} MB",
  },
  stickFull: {
    en: "the stick has {n} MB free; the backup needs {size}",
    es: "la memoria USB tiene {n} MB libres; la copia de seguridad necesita {size}",
  },
  onStickAlready: { en: "{name} is on the stick already", es: "{name} ya está en la memoria USB" },
  readsOtherwise: {
    en: "what was written onto the stick does not read back as it was",
    es: "lo escrito en la memoria USB no se lee igual",
  },
  readsOtherwiseWhy: {
    en: "what was written onto the stick does not read back as it was ({why})",
    es: "lo escrito en la memoria USB no se lee igual ({why})",
  },
  takesNoMore: { en: "the stick takes no more", es: "la memoria USB no admite más" },
  takesNoName: {
    en: "the stick takes no name for the backup",
    es: "la memoria USB no admite el nombre de la copia de seguridad",
  },
  noFirstLine: { en: "the request has no first line", es: "a la petición le falta la primera línea" },
  requestUnclear: { en: "the request cannot be understood", es: "la petición no se entiende" },
  noBackupName: {
    en: "this is no name for a backup",
    es: "ese nombre no sirve para una copia de seguridad",
  },
} as const;

const STICK = {
  stickHasNone: { en: "the stick has no backup: {why}", es: "en la memoria USB no hay copia de seguridad: {why}" },
  stickSilent: {
    en: "the stick did not take the backup, and nothing says why",
    es: "la memoria USB no admitió la copia de seguridad, y nada dice por qué",
  },
  noStickWriter: {
    en: "nothing here writes sticks ({path}: {code})",
    es: "aquí nada escribe en memorias USB ({path}: {code})",
  },
  plugStick: {
    en: "Plug in a USB stick that is formatted as FAT32, wait until the lamps are quiet, and try again.",
    es: "Enchufe una memoria USB con formato FAT32, espere a que las luces se calmen e inténtelo de nuevo.",
  },
  leaveOneStick: {
    en: "Leave only the one in that is to take the backup.",
    es: "Deje puesta solo la que ha de llevar la copia de seguridad.",
  },
  formatStick: {
    en: "Format the stick as FAT32 on a computer, or take another one.",
    es: "Dé formato FAT32 a la memoria USB en una computadora, o use otra.",
  },
  emptyStick: {
    en: "Remove something from the stick on a computer, or take a larger one.",
    es: "Borre algo de la memoria USB en una computadora, o use una más grande.",
  },
  useDisk: {
    en: "Write it to a disk that is mounted: firstring backup --to FOLDER.",
    es: "Escríbala en un disco montado: firstring backup --to CARPETA.",
  },
  tryInASecond: {
    en: "Try again in a second: the name has the time in it.",
    es: "Inténtelo de nuevo en un segundo: el nombre lleva la hora.",
  },
  leaveStickIn: {
    en: "Leave the stick in until the lamps say done. If it was in, it is worn out: take another one.",
    es: "Deje puesta la memoria USB hasta que las luces digan que está hecho. Si lo estaba, está gastada: use otra.",
  },
  waitAMinute: {
    en: "Wait a minute (another backup may be under way), then try again (journalctl -u 'firstring-stick-backup@*' says more).",
    es: "Espere un minuto (puede que se esté haciendo otra copia) e inténtelo de nuevo (journalctl -u 'firstring-stick-backup@*' dice más).",
  },
  runAsRoot: { en: "Run it as root.", es: "Ejecútelo como root." },
  onlyInstalled: {
    en: "Only the installed box does: systemctl start firstring-stick-backup.socket. Elsewhere: firstring backup --to FOLDER.",
    es: "Solo lo hace el equipo instalado: systemctl start firstring-stick-backup.socket. En otro: firstring backup --to CARPETA.",
  },
} as const;

const RETENTION = {
  clockNotBelieved: {
    en: "the box's clock is not to be believed ({how})",
    es: "no se puede confiar en el reloj del equipo ({how})",
  },
  clockFarFromCalls: {
    en: "nobody has confirmed the box's clock, and it is more than a month away from the last call in the store ({how})",
    es: "nadie ha confirmado el reloj del equipo, y está a más de un mes de la última llamada guardada ({how})",
  },
  networkAhead: {
    en: "the network's clock is {time} ahead",
    es: "el reloj de la red va {time} por delante",
  },
  networkBehind: {
    en: "the network's clock is {time} behind",
    es: "el reloj de la red va {time} por detrás",
  },
  clockConfirmed: { en: "confirmed", es: "confirmado" },
  clockPlausible: {
    en: "plausible, but nothing has confirmed it yet",
    es: "verosímil, pero nada lo ha confirmado todavía",
  },
  clockDoubted: { en: "not to be believed", es: "no es de fiar" },
  storeNotInOrder: {
    en: "the message database is not in order",
    es: "la base de datos de mensajes no está en orden",
  },
} as const;

export const CARE_DETAILS = { ...PLACES, ...LOCKS, ...STICK_SAYS, ...STICK, ...RETENTION } as const;
