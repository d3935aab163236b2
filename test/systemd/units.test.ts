import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { erasePlaces } from "../../device/data/erase.ts";
import { filesBelow } from "../../provisioning/package/walk.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { ourUnits, SYSTEMD, SystemdRoot, type Unit, valuesOf } from "./systemdRoot.ts";

const units = ourUnits();
const services = units.filter(({ name }) => name.endsWith(".service"));
/** A template is looked at by an instance of it. */
const instance = (name: string): string => name.replace("@.", "@one.");

const output = (
  program: { path: string; env: NodeJS.ProcessEnv },
  args: readonly string[],
): Promise<[ok: boolean, text: string]> =>
  new Promise((resolve) =>
    execFile(program.path, args, { env: program.env }, (error, stdout, stderr) =>
      resolve([error === null, `${stdout}${stderr}`]),
    ),
  );

test("systemd has nothing to say against any unit, nor against the order in which the whole box starts", async (t) => {
  const programs = await debianProgramsOrSkip(t, "systemd-analyze");
  if (!programs) return;
  using root = new SystemdRoot();
  const names = [...units.map(({ name }) => instance(name)), "multi-user.target"];
  const [ok, text] = await output(programs["systemd-analyze"], ["verify", `--root=${root.path}`, "--man=no", ...names]);
  // What Debian's own units lack in so small a root is not ours.
  const ours = text.split("\n").filter((line) => /firstring|cycle/.test(line));
  assert.deepEqual(ours, []);
  assert.ok(ok || ours.length === 0, text);
});

test("the check itself finds a directive that there is not, and a cycle", async (t) => {
  const programs = await debianProgramsOrSkip(t, "systemd-analyze");
  if (!programs) return;
  using root = new SystemdRoot();
  const file = join(root.path, "usr/lib/systemd/system/firstring.service");
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace("[Service]\n", "Before=sysinit.target\n[Service]\nWatchDogSec=30s\n"),
  );
  const [, text] = await output(programs["systemd-analyze"], [
    "verify",
    `--root=${root.path}`,
    "--man=no",
    "multi-user.target",
  ]);
  assert.match(text, /firstring\.service.*WatchDogSec/);
  assert.match(text, /ordering cycle/);
});

/** Ten times the score of `systemd-analyze security`. */
const BAR = 15;

for (const { name } of services)
  test(`exposure of ${name}: at most ${BAR / 10}`, async (t) => {
    const programs = await debianProgramsOrSkip(t, "systemd-analyze");
    if (!programs) return;
    using root = new SystemdRoot();
    const [ok, text] = await output(programs["systemd-analyze"], [
      ...["security", "--offline=true", "--no-pager", `--root=${root.path}`, `--threshold=${BAR}`],
      instance(name),
    ]);
    t.diagnostic(text.trim().split("\n").at(-1) ?? "");
    assert.ok(ok, text);
  });

/** What every service of ours has, or a comment that names it and says why not. */
const EXPECTED = [
  ...["NoNewPrivileges", "CapabilityBoundingSet", "ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateMounts"],
  ...["PrivateIPC", "PrivateUsers", "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs"],
  ...[
    "ProtectControlGroups",
    "ProtectClock",
    "ProtectHostname",
    "ProtectProc",
    "ProcSubset",
    "RestrictAddressFamilies",
  ],
  ...["RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality", "MemoryDenyWriteExecute"],
  ...["SystemCallFilter", "SystemCallArchitectures", "IPAddressDeny", "DevicePolicy", "UMask", "LimitCORE"],
];

for (const unit of services)
  test(`${unit.name}: what it lacks of the usual protection is named with the reason`, () => {
    const comments = unit.text.split("\n").filter((line) => line.startsWith("#"));
    // Root in a user namespace of its own is nobody.
    const root = valuesOf(unit, "User").length === 0;
    const missing = EXPECTED.filter((directive) => !(root && directive === "PrivateUsers")).filter((directive) => {
      const values = valuesOf(unit, directive);
      const isOn = values.length > 0 && !values.includes("no");
      return !isOn && !comments.some((line) => line.includes(directive));
    });
    assert.deepEqual(missing, []);
  });

test("memory and processes of whatever runs for long are bounded", () => {
  const running = services.filter((unit) => !valuesOf(unit, "Type").includes("oneshot"));
  const unbounded = running.filter((unit) =>
    ["MemoryMax", "TasksMax"].some((limit) => valuesOf(unit, limit).length === 0),
  );
  assert.deepEqual(
    unbounded.map(({ name }) => name),
    [],
  );
});

/** Lines that open something: a comment stands above each, or above the first of several alike. */
const OPENS =
  /^(ReadWritePaths|DeviceAllow|SupplementaryGroups|IPAddressAllow|BindPaths|ExecStopPost|ExecStartPre)=.|^(AmbientCapabilities|CapabilityBoundingSet)=.|^SystemCallFilter=@system-service ./;

for (const unit of services)
  test(`${unit.name}: every line that opens something says why`, () => {
    const lines = unit.text.split("\n");
    const bare = lines.filter((line, i) => {
      if (!OPENS.test(line)) return false;
      let above = i - 1;
      // Several of one kind stand together; one plain line (User=, DevicePolicy=) may belong to the same sentence.
      while (OPENS.test(lines[above] ?? "")) above -= 1;
      return !lines.slice(Math.max(0, above - 1), above + 1).some((each) => each.startsWith("#"));
    });
    assert.deepEqual(bare, []);
  });

test("whatever ends by itself although it should run comes back for ever", () => {
  const running = services.filter((unit) => !valuesOf(unit, "Type").includes("oneshot"));
  const givesUp = running.filter(
    (unit) => valuesOf(unit, "Restart").length === 0 || !valuesOf(unit, "StartLimitIntervalSec").includes("0"),
  );
  assert.deepEqual(
    givesUp.map(({ name }) => name),
    [],
  );
});

test("nothing waits for the end of a unit that comes back: systemd 252 fires OnFailure= only when it gives up", () => {
  const waiting = units.filter(
    (unit) =>
      valuesOf(unit, "Restart").length > 0 && ["OnFailure", "OnSuccess"].some((it) => valuesOf(unit, it).length > 0),
  );
  assert.deepEqual(
    waiting.map(({ name }) => name),
    [],
  );
});

test("a factory reset that has begun is ended by nothing that starts meanwhile, and always leads to a start of the box", () => {
  const reset = units.find(({ name }) => name === "firstring-reset.service") ?? assert.fail();
  assert.deepEqual(valuesOf(reset, "Conflicts"), [], "a conflict works both ways");
  const enemies = units.filter((unit) => valuesOf(unit, "Conflicts").some((value) => value.includes(reset.name)));
  assert.deepEqual(enemies, []);
  for (const action of ["SuccessAction", "FailureAction"]) assert.deepEqual(valuesOf(reset, action), ["reboot"]);
  // The marker of an erase that is under way (device/data/erase.ts).
  const waiting = units.filter((unit) => valuesOf(unit, "ConditionPathExists").includes(`!${erasePlaces().marker}`));
  const reading = ["firstring-backup.service", "firstring-console.service", "firstring.service"];
  assert.deepEqual(waiting.map(({ name }) => name).sort(), reading);
});

test("what needs a device that not every box has is begun by the device, and nothing else waits for it", () => {
  const needing = units.filter(
    (unit) =>
      valuesOf(unit, "BindToDevice").length > 0 || valuesOf(unit, "BindsTo").some((value) => value.endsWith(".device")),
  );
  const rules = [...filesBelow(SYSTEMD)].filter((path) => path.endsWith(".rules"));
  const begun = rules.flatMap((path) =>
    [...readFileSync(join(SYSTEMD, path), "utf8").matchAll(/ENV\{SYSTEMD_WANTS\}\+="([^"]+)"/g)].flatMap(
      ([, names = ""]) => names.split(" "),
    ),
  );
  const template = (name: string): string => name.replace(/@.*\./, "@.");
  const waiting = units.filter(({ name }) => name.endsWith(".target")).flatMap((unit) => valuesOf(unit, "Wants"));
  const waited = waiting.flatMap((value) => value.split(" ")).map(template);
  assert.ok(needing.length >= 3);
  for (const unit of needing) {
    assert.ok(begun.map(template).includes(unit.name), `${unit.name} is begun by no rule`);
    assert.ok(!waited.includes(unit.name), `${unit.name} keeps a target waiting`);
    assert.deepEqual(valuesOf(unit, "WantedBy"), [], unit.name);
  }
  // What a rule begins is there.
  const names = new Set(units.map(({ name }) => name));
  for (const name of begun) assert.ok(names.has(template(name)), name);
});

test("sysusers.d(5): systemd takes our accounts, and every account that a unit or a folder names is one of them", async (t) => {
  const programs = await debianProgramsOrSkip(t, "systemd-sysusers");
  if (!programs) return;
  using root = new SystemdRoot();
  const files = [...filesBelow(join(SYSTEMD, "sysusers.d"))];
  const [ok, text] = await output(programs["systemd-sysusers"], [
    ...["--dry-run", `--root=${root.path}`],
    ...files.map((file) => join(SYSTEMD, "sysusers.d", file)),
  ]);
  assert.ok(ok, text);
  const declared = new Set(["root", ...["dialout", "audio", "input", "tty", "-"]]);
  for (const file of files)
    for (const [, name = ""] of readFileSync(join(SYSTEMD, "sysusers.d", file), "utf8").matchAll(/^[ug] +(\S+)/gm))
      declared.add(name);
  const wanted = [
    ...services.flatMap((unit) => [...valuesOf(unit, "User"), ...valuesOf(unit, "Group"), ...groupsOf(unit)]),
    ...tmpfilesOwners(),
  ];
  assert.deepEqual(
    wanted.filter((name) => !declared.has(name)),
    [],
  );
});

const groupsOf = (unit: Unit): readonly string[] =>
  valuesOf(unit, "SupplementaryGroups").flatMap((value) => value.split(" "));

function tmpfilesOwners(): readonly string[] {
  const folder = join(SYSTEMD, "tmpfiles.d");
  return [...filesBelow(folder)].flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => /^[a-zA-Z]/.test(line))
      .flatMap((line) => line.split(/ +/).slice(3, 5)),
  );
}
