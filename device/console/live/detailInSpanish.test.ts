import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { STICK_SAYS } from "../../../firmware/health/details/careDetails.ts";
import { DETAIL_BOOK, detail } from "../../../firmware/health/details/detailWords.ts";
import { CALENDAR_SAYS, WAV_SAYS } from "../../../firmware/health/details/pagingDetails.ts";
import { SYSTEM_WORDS } from "../../../firmware/health/details/systemWords.ts";
import { gapReasons } from "../../../firmware/oncall/onCallWords.ts";
import { detailInSpanish } from "./detailInSpanish.ts";

const places = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test("each detail is found again in what was said of it, with the same values in both languages", () => {
  for (const { en, es } of [...Object.values(DETAIL_BOOK), ...gapReasons()]) {
    assert.deepEqual(places(es), places(en), en);
    const fill = (text: string): string => text.replace(/\{n2?\}/g, "7").replace(/\{(\w+)\}/g, "<$1>");
    assert.equal(detailInSpanish(fill(en)), fill(es));
  }
});

test("the common errors of other programs are said in Spanish, with their code for whoever supports the box", () => {
  for (const { en, es } of SYSTEM_WORDS) assert.deepEqual(places(es), places(en), en);
  const errors = [
    ["ENOSPC: no space left on device, write", "no queda espacio en el disco (ENOSPC, write)"],
    ["EACCES: permission denied, open '/data/a.db'", "falta el permiso (EACCES, open '/data/a.db')"],
    [
      "/data/prompts/en/a.wav: EIO: i/o error, read",
      "/data/prompts/en/a.wav: el disco da un error de lectura o escritura (EIO, read)",
    ],
    ["EROFS: read-only file system, mkdir '/mnt/x'", "el disco es de solo lectura (EROFS, mkdir '/mnt/x')"],
    ["ENOENT: no such file or directory, stat '/mnt/x'", "no existe ese archivo o carpeta (ENOENT, stat '/mnt/x')"],
    ["/mnt/backup is not mounted", "/mnt/backup no está montado"],
    ["No space left on device", "no queda espacio en el disco"],
    ["database disk image is malformed", "la base de datos está dañada"],
    [
      "ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:8883",
      "ECONNREFUSED: 127.0.0.1:8883 no acepta la conexión (ECONNREFUSED)",
    ],
    ["reason 135: Connection refused: Not authorized", "razón 135: rechaza la conexión: sin permiso"],
    ["chen: +CMS ERROR 38", "chen: la red o el módem no lo aceptó (+CMS ERROR 38)"],
    ["at a call: AT+VLS=1: timedOut", "en una llamada: el módem no respondió a AT+VLS=1"],
    [
      detail.noOpening({ path: "/dev/ttyACM0", why: "Error: No such file or directory, cannot open /dev/ttyACM0" }),
      "/dev/ttyACM0 no se puede abrir: Error: no existe ese archivo o carpeta: /dev/ttyACM0",
    ],
  ] as const;
  for (const [english, spanish] of errors) assert.equal(detailInSpanish(english), spanish);
});

test("why a backup did not come about, and what to do, is said in Spanish", () => {
  const cases = [
    [
      `${detail.noBackupFolder({ folder: "/mnt/stick", code: "ENOENT" })}. ${detail.makeFolder()}`,
      "no existe la carpeta /mnt/stick (ENOENT). Créela, enchufe el disco, o ponga otro lugar en la sección backup del archivo de la clínica.",
    ],
    [
      `${detail.stickHasNone({ why: "the stick has 3 MB free; the backup needs 12 MB" })}. ${detail.emptyStick()}`,
      "en la memoria USB no hay copia de seguridad: la memoria USB tiene 3 MB libres; la copia de seguridad necesita 12 MB. Borre algo de la memoria USB en una computadora, o use una más grande.",
    ],
    [
      `${detail.stickHasNone({ why: "what was written onto the stick does not read back as it was (Disk full)" })}. ${detail.leaveStickIn()}`,
      "en la memoria USB no hay copia de seguridad: lo escrito en la memoria USB no se lee igual (el disco está lleno). Deje puesta la memoria USB hasta que las luces digan que está hecho. Si lo estaba, está gastada: use otra.",
    ],
    [
      `${detail.noStickWriter({ path: "/run/s.sock", code: "ENOENT" })}. ${detail.onlyInstalled()}`,
      "aquí nada escribe en memorias USB (/run/s.sock: ENOENT). Solo lo hace el equipo instalado: systemctl start firstring-stick-backup.socket. En otro: firstring backup --to CARPETA.",
    ],
    [
      detail.clockFarFromCalls({ how: "the network's clock is 3 minutes ahead" }),
      "nadie ha confirmado el reloj del equipo, y está a más de un mes de la última llamada guardada (el reloj de la red va 3 minutos por delante)",
    ],
  ] as const;
  for (const [english, spanish] of cases) assert.equal(detailInSpanish(english), spanish);
});

test("whatever the program that writes sticks, the reader of recordings and that of calendars say is known", () => {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
  const said = (text: string, pattern: RegExp): readonly string[] =>
    [...text.matchAll(pattern)].map(([, one = ""]) =>
      one.replace(/\$\{trouble.+\}/, "").replace(/\$\{[^}]+\}|\$\(\(.+?\)\)|\$\w+/g, "7"),
    );
  const all = [
    ...said(read("provisioning/stick/writeBackup.sh"), /^.*answer (?!done)[a-z]+ ['"](.+)['"](?: ;;.*)?$/gm),
    ...said(read("device/audio/wav.ts"), /error: ["`](.+)["`] \}/g),
    ...said(read("device/oncall/fetchCalendar.ts"), /throw new Error\(["`](.+)["`]\)/g),
  ];
  const known = [...Object.values(STICK_SAYS), ...Object.values(WAV_SAYS), ...Object.values(CALENDAR_SAYS)];
  assert.ok(all.length >= 20 && known.length >= 25, all.join("\n"));
  for (const text of all) assert.notEqual(detailInSpanish(text), undefined, text);
});

test("sentences within a sentence, beside and behind it are said, too", () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      detail.endedOften({ n: 3, end: detail.crashedWhy({ why: detail.exitCode({ code: 1 }) }) }),
      "3 veces en 24 horas; la última, falló (código de salida 1)",
    ],
    [
      detail.tried({ how: detail.modemMute(), rungs: "set up again, USB device off and on" }),
      "el módem no responde; se probó: configurarlo de nuevo, apagar y encender el USB",
    ],
    [`chen: ${detail.notAccepted()}`, "chen: aún no se aceptó"],
    [
      "The disk is full (SQLITE_FULL). Free space on the data disk. New messages go to emergency-1.db.",
      "El disco está lleno (SQLITE_FULL). Libere espacio en el disco de datos. Los mensajes nuevos van a emergency-1.db.",
    ],
    [
      `${detail.noAt()} [LINE_MODEM_SILENT] ${detail.replug()}`,
      "el módem no responde a AT [LINE_MODEM_SILENT] Desenchufe el módem diez segundos y vuelva a enchufarlo.",
    ],
    [
      "rule nights is for mon-fri 17:00–08:00: the fallback",
      "la regla nights es para mon-fri 17:00–08:00: el sustituto",
    ],
    [detail.shutsDown({ time: "3 minutes" }), "el equipo se apaga en 3 minutos"],
  ];
  for (const [english, spanish] of cases) assert.equal(detailInSpanish(english), spanish);
});

test("what another program said and nobody knows stays as it is, within a sentence of ours as a quotation", () => {
  for (const text of ["the flux is low", "EWHAT: something else, write", ""])
    assert.equal(detailInSpanish(text), undefined);
  assert.equal(
    detailInSpanish(detail.brokerHungUp({ text: "the flux is low" })),
    "el servidor MQTT colgó al presentarse el equipo: «the flux is low»",
  );
});
