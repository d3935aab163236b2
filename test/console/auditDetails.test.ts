import assert from "node:assert/strict";
import { test } from "node:test";
import { auditDetail } from "../../device/console/client/audit/detailWords.ts";
import { clinicFileSchema } from "../../firmware/config/clinicFileSchema.ts";

const EN = { frontDesk: "Front desk", doctor: "Doctor", manager: "Manager", technician: "Technician" };
const ES = { frontDesk: "Recepción", doctor: "Médico", manager: "Gerente", technician: "Técnico" };

// Kind, what the audit keeps, what the page says.
const ROWS: readonly (readonly [string, string, string, string])[] = [
  ["sign-in-refused", "WRONG_CODE 192.168.1.7", "wrong code, from 192.168.1.7", "código equivocado, desde 192.168.1.7"],
  ["user-added", "lopez (frontDesk), first use", "lopez (Front desk), first use", "lopez (Recepción), primer uso"],
  [
    "user-changed",
    "lopez: role doctor, disabled true; 2 tokens stopped",
    "lopez: role Doctor, disabled yes; 2 tokens stopped",
    "lopez: función Médico, desactivado sí; 2 claves paradas",
  ],
  ["user-changed", "lopez: name Ana, B", "lopez: name Ana, B", "lopez: nombre Ana, B"],
  ["settings-changed", "second factor: nobody", "second factor: nobody", "segundo factor: nadie"],
  [
    "settings-changed",
    "second factor: manager, doctor",
    "second factor: Manager, Doctor",
    "segundo factor: Gerente, Médico",
  ],
  ["emergency-told", "2 managers", "2 managers", "2 gerentes"],
  ["emergency-opened", "new: nobody answers", "new: nobody answers", "new: nobody answers"],
  [
    "token-made",
    "Wall: left: live.read, duty.read",
    "Wall: left: see the box, see the schedule",
    "Wall: left: ver el equipo, ver las guardias",
  ],
  ["token-refused", "Wall: made by lopez", "Wall: made by lopez", "Wall: la hizo lopez"],
  ["recording-heard", "reason", "the reason", "el motivo"],
  ["list-exported", "state", "all messages", "todos los mensajes"],
  ["list-exported", "from q state", "chosen by from, search", "elegidos por desde, búsqueda"],
  ["prompt-recorded", "en/greeting: recorded", "en/greeting: by microphone", "en/greeting: con el micrófono"],
  [
    "prompts-changed",
    "en/greeting (new), es/goodbye (version 3)",
    "en/greeting (new), es/goodbye (version 3)",
    "en/greeting (nueva), es/goodbye (versión 3)",
  ],
  ["clinic-seen", "history 3", "an earlier one (3)", "uno anterior (3)"],
  ["clinic-changed", "people, onCall, later", "people, on call, later", "personas, de guardia, later"],
  ["constructor", "x", "x", "x"],
];

test("what the audit keeps as codes is said in both languages; names and what somebody wrote stay", () => {
  for (const [kind, detail, english, spanish] of ROWS) {
    assert.equal(auditDetail("en", kind, detail, EN), english);
    assert.equal(auditDetail("es", kind, detail, ES), spanish);
  }
});

test("each part of the clinic file has its words", () => {
  for (const part of [...Object.keys(clinicFileSchema.shape), "whole"])
    assert.notEqual(auditDetail("es", "clinic-changed", part, ES), part);
});
