// The scripts as a shell runs them, with their folders moved into one of the test's.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { maintainerScripts } from "./maintainerScripts.ts";
import { isEnabled, systemFile } from "./systemFile.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function box(t: TestContext, units: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), "firstring-scripts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const scripts = new Map(
    maintainerScripts(root, { version: "2.0", units, accounts: [], folders: [], people: ["firstring"] }),
  );
  return {
    path: (name: string) => join(folder, name),
    /** A name that is called as a program does nothing. */
    run: (script: "preinst" | "postrm" | "postinst", functions: string, ...args: readonly string[]): string => {
      const text = (scripts.get(script) ?? "").replaceAll(/(?<![\w/])\/(?=(var|etc|run)\/)/g, `${folder}/`);
      const [head = "", tail = ""] = text.split(/^(?=case )/m);
      return execFileSync("sh", ["-c", `${head}\n${functions}\n${tail}`, script, ...args], { encoding: "utf8" });
    },
  };
}

test("purge takes every folder that a unit makes, with all that is in it, and leaves prepare-pi's way back", (t) => {
  const it = box(t);
  const units = readdirSync(join(root, "systemd")).filter((name) => name.endsWith(".service"));
  const kept = units.flatMap((name) =>
    [...readFileSync(join(root, "systemd", name), "utf8").matchAll(/^(StateDirectory|CacheDirectory)=(.*)$/gm)].flatMap(
      ([, kind, names = ""]) =>
        names.split(" ").map((each) => `${kind === "StateDirectory" ? "var/lib" : "var/cache"}/${each}`),
    ),
  );
  assert.ok(kept.includes("var/lib/firstring-apply") && kept.includes("var/cache/firstring-root"));
  for (const folder of [...kept, "etc/firstring/credentials", "var/lib/firstring-pi"])
    mkdirSync(join(it.path(folder), "canary"), { recursive: true });
  assert.match(it.run("postrm", "", "remove"), /messages and settings stay/);
  assert.ok(existsSync(it.path("var/lib/firstring/canary")) && existsSync(it.path("var/lib/firstring-apply/canary")));
  assert.match(it.run("postrm", "", "purge"), /were removed/);
  assert.deepEqual(readdirSync(it.path("var/lib")), ["firstring-pi"]);
  assert.deepEqual([...readdirSync(it.path("var/cache")), ...readdirSync(it.path("etc"))], []);
});

test("a package beside a release that was chosen says that the box goes on with that one", (t) => {
  const it = box(t);
  const still = "people_and_folders() { :; }; enable_units() { :; }; warm_cache() { :; }; start_all() { :; }";
  mkdirSync(it.path("var/lib/firstring-releases"), { recursive: true });
  assert.equal(it.run("postinst", still, "configure", "1.0"), "");
  symlinkSync("3.0", it.path("var/lib/firstring-releases/current"));
  assert.match(it.run("postinst", still, "configure", "1.0"), /goes on with version 3\.0.*release use 2\.0/);
});

test("everything of the box runs after a first installation, an upgrade, and a removal with a new installation", (t) => {
  const folder = join(root, "systemd");
  const units = readdirSync(folder).filter(
    (name) => systemFile(name) !== undefined && isEnabled(name, readFileSync(join(folder, name), "utf8")),
  );
  assert.ok(units.includes("firstring-panel.service") && units.includes("firstring-backup.timer"));
  const it = box(t, units);
  mkdirSync(it.path("var/lib/firstring-releases"), { recursive: true });
  mkdirSync(it.path("bin"));
  writeFileSync(it.path("bin/deb-systemd-invoke"), `#!/bin/sh\necho "$@" >> ${it.path("asked")}\n`, { mode: 0o755 });
  const asked = (runs: readonly string[], ...args: readonly string[]) => {
    rmSync(it.path("asked"), { force: true });
    const isActive = `case " ${runs.join(" ")} " in *" $3 "*) ;; *) return 3 ;; esac`;
    it.run(
      "postinst",
      `running() { :; }; people_and_folders() { :; }; enable_units() { :; }; warm_cache() { :; }; udevadm() { :; }
      systemctl() { case "$*" in "--quiet is-active "*) ${isActive} ;; esac; }
      PATH=${it.path("bin")}:$PATH`,
      "configure",
      ...args,
    );
    return readFileSync(it.path("asked"), "utf8").trim().split("\n").sort();
  };
  const verb = (it: string, names: readonly string[]) => names.map((name) => `${it} ${name}`);
  const opens = "firstring-setup-open.service";
  const others = units.filter((name) => name !== opens);
  assert.deepEqual(asked([]), verb("start", units).sort());
  // dpkg -r, then dpkg -i: the old version is named, and nothing runs.
  assert.deepEqual(asked([], "1.0"), verb("start", others).sort());
  const isNew = "firstring-panel.service";
  const old = others.filter((name) => name !== isNew && name !== "firstring.service");
  assert.deepEqual(
    asked(old, "1.0"),
    [...verb("try-restart", old), ...verb("start", ["firstring.service", isNew])].sort(),
  );
});

test("a person who logs in as firstring is not made the owner of the messages: nothing is installed, and it is said why", (t) => {
  const it = box(t);
  const getent = (uid: number) => `getent() { echo "$2:x:${uid}:100::/home/$2:/bin/sh"; }`;
  assert.throws(
    () => it.run("preinst", getent(1000), "install"),
    ({ stderr, status }: { stderr: string; status: number }) =>
      status === 1 && /somebody logs in here as firstring \(uid 1000\)[\s\S]*usermod --login OTHER/.test(stderr),
  );
  it.run("preinst", getent(997), "install");
  it.run("preinst", "getent() { return 2; }", "install");
});
