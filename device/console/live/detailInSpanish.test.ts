import assert from "node:assert/strict";
import { test } from "node:test";
import { DETAIL_BOOK, detail } from "../../../firmware/health/details/detailWords.ts";
import { gapReasons } from "../../../firmware/oncall/onCallWords.ts";
import { detailInSpanish } from "./detailInSpanish.ts";

const places = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test("each detail is found again in what was said of it, with the same values in both languages", () => {
  for (const { en, es } of [...Object.values(DETAIL_BOOK), ...gapReasons()]) {
    assert.deepEqual(places(es), places(en), en);
    const fill = (text: string): string => text.replaceAll("{n}", "7").replace(/\{(\w+)\}/g, "<$1>");
    assert.equal(detailInSpanish(fill(en)), fill(es));
  }
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

test("what another program said, or a code, stays as it is", () => {
  for (const text of ["ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:8883", "+CMS ERROR 38", ""])
    assert.equal(detailInSpanish(text), undefined);
});
