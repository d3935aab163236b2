import { statSync } from "node:fs";
import { whyNot } from "../vm/needs.ts";
import { packageForGuest } from "../vm/package.ts";
import { VmClinic } from "../vm/VmClinic.ts";
import { finding, measured, type Section } from "./report.ts";

const TITLE = "the appliance in a virtual machine (QEMU without KVM: dozens of times slower than a box)";

/** The package in a real machine: how soon it is ready, what it needs, and how soon it is back when it hangs. */
export async function appliance(starts: number, tell: (line: string) => void): Promise<Section> {
  const reason = whyNot();
  if (reason !== undefined)
    return { title: TITLE, rows: [finding("a virtual machine", "could not run", "runs", false)], notes: [reason] };
  const deb = await packageForGuest(tell);
  tell("booting the machine");
  await using clinic = await VmClinic.start();
  const { machine } = clinic;
  const readyMs: number[] = [];
  const cpuMs: number[] = [];
  for (let n = 0; n < starts; n += 1) {
    tell(`start ${n + 1} of ${starts}`);
    // The first one finds an empty compile cache, as after an installation.
    if (n > 0) await machine.run("systemctl restart firstring.service", 900_000);
    await clinic.ready();
    const [from = 0, to = 0, cpu = 0] = (
      await machine.run(
        "for it in ExecMainStartTimestampMonotonic ActiveEnterTimestampMonotonic CPUUsageNSec; do systemctl show firstring -P $it; done",
      )
    )
      .split("\n")
      .map(Number);
    readyMs.push((to - from) / 1000);
    cpuMs.push(cpu / 1e6);
  }
  const rss = Number(
    await machine.run("awk '/VmRSS/ { print $2 / 1024 }' /proc/$(systemctl show firstring -P MainPID)/status"),
  );
  tell("stopping the daemon with SIGSTOP");
  const pid = await clinic.ready();
  const hung = performance.now();
  await machine.run(`kill -STOP ${pid}`);
  await clinic.ready(pid);
  const backMs = performance.now() - hung;
  tell("pulling the modem and plugging it in again");
  await clinic.pull("front");
  const plugged = performance.now();
  await clinic.plugIn("front");
  for (;;) {
    const { outcome } = await clinic.call();
    if (outcome === "answered") break;
  }
  const megabytes = (bytes: number): number => bytes / 1e6;
  return {
    title: TITLE,
    rows: [
      measured({ name: "package, amd64, not compressed", values: [megabytes(statSync(deb).size)], unit: "MB" }),
      measured({ name: "unit started → ready to answer", values: readyMs, bar: { atMost: 10_000, of: "median" } }),
      measured({ name: "emulated processor time until ready", values: cpuMs }),
      measured({ name: "memory of the daemon (RSS)", values: [rss], unit: "MB", bar: { atMost: 120, of: "max" } }),
      measured({ name: "SIGSTOP → restarted by the watchdog and ready", values: [backMs] }),
      measured({ name: "modem plugged in again → a call on it is over", values: [performance.now() - plugged] }),
    ],
    notes: [
      "wall time on this computer; the first start is with an empty compile cache; watchdog: WatchdogSec=30s plus the start",
    ],
  };
}
