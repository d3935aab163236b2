import assert from "node:assert/strict";
import { test } from "node:test";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { CLINIC, EngineBench } from "../../../test/change/EngineBench.ts";
import { ourUnits, valuesOf } from "../../../test/systemd/systemdRoot.ts";
import { openingsFor } from "./serviceDropIn.ts";

const linesFor = (text: string): readonly string[] => {
  const read = readClinicFile(text, { resolveSecret: () => "7391" });
  return read.ok ? openingsFor(read.clinic).map(({ line }) => line) : assert.fail(JSON.stringify(read.issues));
};
const broker = (host: string) => CLINIC.replace("mqtts://broker.local:8883", `mqtts://${host}:8883`);

test("what the service may reach beyond the clinic's own network and USB is what its file names, and no more", () => {
  for (const near of ["broker", "broker.lan", "10.0.0.5", "172.31.0.5", "192.168.1.5", "[fd00::5]", "127.0.0.1"])
    assert.deepEqual(linesFor(broker(near)), [], near);
  for (const far of ["broker.example.com", "a.local.example"])
    assert.deepEqual(linesFor(broker(far)), ["IPAddressAllow=any"]);
  assert.deepEqual(linesFor(broker("172.32.0.5")), ["IPAddressAllow=172.32.0.5"]);
  assert.deepEqual(linesFor(broker("[2001:db8::5]")), ["IPAddressAllow=2001:db8::5"]);
  assert.deepEqual(linesFor(CLINIC.replace("port: /dev/firstring/front", "port: /dev/ttyAMA0")), [
    "DeviceAllow=char-ttyAMA rw",
  ]);
});

test("the text of last resort may go by every serial port that the daemon may be given", () => {
  const portsOf = (unit: string) => {
    const { text } = ourUnits().find(({ name }) => name === unit) ?? assert.fail(unit);
    return valuesOf({ text }, "DeviceAllow").filter((value) => value.startsWith("char-tty"));
  };
  const onTheBoard = linesFor(CLINIC.replace("port: /dev/firstring/front", "port: /dev/serial0"));
  assert.equal(onTheBoard.length, 2);
  const daemons = [...portsOf("firstring.service"), ...onTheBoard.map((line) => line.replace("DeviceAllow=", ""))];
  assert.deepEqual(portsOf("firstring-failed@.service").sort(), daemons.sort());
});

test("a broker on the internet opens the way to it together with the file, and closes it with the file", async () => {
  const bench = new EngineBench();
  const dropIn = bench.places.serviceDropIn;
  const far = await bench.apply([{ kind: "clinic-file", text: broker("broker.example.com") }]);
  assert.match(far.words, /the service may reach the internet, for the broker \(broker\.example\.com\)/);
  assert.match(bench.file(dropIn) ?? "", /^\[Service\]\n# .*\nIPAddressAllow=any$/m);
  assert.equal((await bench.apply([{ kind: "clinic-file", text: CLINIC }])).kind, "kept");
  assert.equal(bench.file(dropIn), undefined);
  // Taken back: with the file goes what was opened for it.
  const sick = new EngineBench();
  sick.service.health = (text) =>
    text?.includes("example.com") ? undefined : { pid: 7, lines: [], pager: null, urgentFaults: [] };
  assert.equal((await sick.apply([{ kind: "clinic-file", text: broker("broker.example.com") }])).kind, "rolled-back");
  assert.equal(sick.file(dropIn), undefined);
});
