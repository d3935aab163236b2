// The scripts as a shell runs them, with their folders moved into one of the test's.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { maintainerScripts } from "./maintainerScripts.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function box(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "firstring-scripts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const scripts = new Map(
    maintainerScripts(root, { version: "2.0", units: [], accounts: [], folders: [], people: ["firstring"] }),
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
