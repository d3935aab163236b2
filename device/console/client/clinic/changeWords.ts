/* @pure */
// What the watch over a change says (provisioning/change/health/judgeHealth.ts), in Spanish. A test holds the two together.

type Said = readonly [english: RegExp, spanish: string];

const SAID: readonly Said[] = [
  [/^the answering service is not up yet$/, "el servicio de llamadas aún no está en marcha"],
  [/^the answering service did not come up$/, "el servicio de llamadas no arrancó"],
  [
    /^the answering service ends by itself again and again$/,
    "el servicio de llamadas se termina por sí solo una y otra vez",
  ],
  [/^the line (.+) worked before and does not now \((.*)\)$/, "la línea $1 funcionaba antes y ahora no ($2)"],
  [/^pages could be sent before and cannot now$/, "antes se podían enviar avisos y ahora no"],
  [/^a new urgent fault: (.+)$/, "un fallo urgente nuevo: $1"],
  [/^the line (.+) does not answer yet: (.*)$/, "la línea $1 aún no contesta: $2"],
  [/^no page can be sent yet$/, "aún no se puede enviar ningún aviso"],
  [/^urgent fault: (.+)$/, "fallo urgente: $1"],
  [/^All is well; watching it for a moment …$/, "Todo va bien; se observa un momento más …"],
  [/^somebody gave up waiting$/, "alguien dejó de esperar"],
  [/^the telephone was in use for (\d+) minutes$/, "el teléfono estuvo ocupado $1 minutos"],
];

/** Undefined: it is nothing of that kind, or a piece of it is not. */
export function changeInSpanish(english: string): string | undefined {
  const waiting = /^Waiting: (.*) …$/.exec(english);
  if (waiting !== null) {
    const rest = changeInSpanish(waiting[1]!);
    return rest === undefined ? undefined : `En espera: ${rest} …`;
  }
  const pieces = english.split("; ").map(one);
  return pieces.every((piece) => piece !== undefined) ? pieces.join("; ") : one(english);
}

function one(english: string): string | undefined {
  const found = SAID.find(([pattern]) => pattern.test(english));
  return found === undefined ? undefined : english.replace(found[0], found[1]);
}
