import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Where sentences for readers of Spanish stand. */
const PLACES = ["device/console", "firmware/config", "firmware/health", "firmware/oncall"];

/** Readers are in the Americas, are told usted, and meet one name for one thing. */
const NOT_SO = (
  [
    ["ordenador|ordenadores", "computadora"],
    ["móvil|móviles", "celular"],
    ["(?<!computadora )portátil", "computadora portátil"],
    ["almohadilla", "numeral, as the recorded sentences call it"],
    ["puertos? serie|consola serie", "serial"],
    ["línea de órdenes", "línea de comandos"],
    ["escalado|último recurso", "aviso; sustituto"],
    ["locución|locuciones", "frase"],
    ["cómo de (bien|mal|alto|lejos)", "qué tan"],
    ["caduc(ar|a|ó|ada|ado)", "vencer"],
    ["bróker", "servidor MQTT"],
    ["almacén", "base de datos"],
    ["servicio de llamadas|servicio de respuesta|programa de respuesta", "programa que atiende"],
    ["d(éla|élas|élo|élos|éle|éles)", "it without its accent (RAE, Ortografía, 2010)"],
    ["tú|ti|contigo|vosotros|tienes|puedes|quieres|debes|tu (contraseña|código|teléfono|cuenta)", "usted"],
  ] as const
).map(([words, instead]) => ({ pattern: new RegExp(`(?<!\\p{L})(${words})(?!\\p{L})`, "iu"), instead }));

/** Whatever stands in quotes, line by line. */
function* sentences(): Generator<readonly [place: string, text: string]> {
  for (const place of PLACES)
    for (const name of readdirSync(`${ROOT}${place}`, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts") || name.endsWith(".test.ts")) continue;
      const lines = readFileSync(`${ROOT}${place}/${name}`, "utf8").split("\n");
      for (const [at, line] of lines.entries())
        for (const [text] of line.matchAll(/"[^"]*"|`[^`]*`/g)) yield [`${place}/${name}:${at + 1}`, text];
    }
}

test("the Spanish of the pages is that of the Americas, says usted, and has one name for one thing", () => {
  let count = 0;
  const wrong: string[] = [];
  for (const [place, text] of sentences()) {
    count += 1;
    for (const { instead, pattern } of NOT_SO)
      if (pattern.test(text)) wrong.push(`${place}: ${text}\n    write: ${instead}`);
  }
  assert.ok(count > 5_000, `only ${count} texts were looked at`);
  assert.deepEqual(wrong, [], wrong.join("\n"));
});
