import { MODEL_NAMES } from "../line/modelNames.ts";
import { say } from "./complaints/places.ts";
import { didYouMean } from "./didYouMean.ts";
import { type Fields, fields, idsOf, list, type Tell, word } from "./plainValues.ts";

export function checkLines(root: Fields, tell: Tell): void {
  idsOf(root["lines"], ["lines"], tell);
  const ports = new Map<string, string>();
  for (const [index, item] of list(root["lines"]).entries()) {
    const line = fields(item);
    for (const key of ["port", "audio", "secondPort"]) {
      const port = word(line[key]);
      if (port === undefined || port === "emulated") continue;
      const owner = ports.get(port);
      if (owner !== undefined) tell(["lines", index, key], say.portTwice(key, port, owner));
      else ports.set(port, word(line["id"]) ?? String(index + 1));
    }
    checkModelName(line, index, tell);
    if (line["port"] === "emulated") tell(["lines", index, "port"], say.emulatedLine(), "warning");
  }
}

/** A name that no driver knows would be passed over in silence, and the modem taken for another. */
function checkModelName(line: Fields, index: number, tell: Tell): void {
  const driver = line["driver"] === "gsm" ? "gsm" : "voice-modem";
  const model = word(line["model"]);
  const known = MODEL_NAMES[driver];
  if (model === undefined || known.includes(model)) return;
  const meant = didYouMean(model.toLowerCase(), known);
  tell(["lines", index, "model"], say.noModel(driver, model.slice(0, 40), meant, known));
}

/** `usb:1e0e:9001` also means the modem that another line names with its serial number. */
export function checkUsbPorts(root: Fields, tell: Tell): void {
  const specs = list(root["lines"]).map((line) => word(fields(line)["port"])?.split(":") ?? []);
  for (const [index, [kind, vendor, product, serial]] of specs.entries()) {
    if (kind !== "usb" || serial !== undefined) continue;
    const twin = specs.findIndex(
      (other, at) => at !== index && other[0] === "usb" && other[1] === vendor && other[2] === product,
    );
    if (twin !== -1 && specs[twin]?.[3] !== undefined) tell(["lines", index, "port"], say.usbFitsTwo(vendor, product));
  }
}
