// What a package does to a Debian: one root for each suite and architecture, from installation to purge.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Architecture, isArchitecture, ownArchitecture } from "../../provisioning/package/architectures.ts";
import { type DebianRoot, debianRoot, isSuite, type Suite } from "./debianRoot.ts";
import { readiness } from "./readiness.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "firstring-debs-"));
after(() => rmSync(out, { recursive: true, force: true }));

const say = (text: string): void => void process.stderr.write(`▸ ${text}\n`);
const roots = (process.env["FIRSTRING_ROOTS"] ?? "")
  .split(" ")
  .flatMap((name): readonly (readonly [Suite, Architecture])[] => {
    const [suite = "", arch = ""] = name.split("/");
    return isSuite(suite) && isArchitecture(arch) ? [[suite, arch]] : [];
  });

/** Two versions of this tree, as two builds. */
const [OLD, NEW] = ["0.1.0", "0.2.0"] as const;
const deb = (version: string, architecture: Architecture): string => `firstring_${version}_${architecture}.deb`;

before(() => {
  for (const architecture of new Set(roots.map(([, arch]) => arch)))
    for (const version of [OLD, NEW])
      execFileSync(
        process.execPath,
        [
          "provisioning/package/main.ts",
          "--arch",
          architecture,
          "--version",
          version,
          "--compress",
          "none",
          "--out",
          out,
        ],
        { cwd: repository, stdio: ["ignore", "ignore", "inherit"] },
      );
});

/** How long something took, as a figure of this run. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  say(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

const bring = (root: DebianRoot, version: string, architecture: Architecture): void =>
  copyFileSync(join(out, deb(version, architecture)), join(root.folder, "root", deb(version, architecture)));

for (const [suite, architecture] of roots) {
  test(`${suite} ${architecture}`, async (t) => {
    await using root = await debianRoot(suite, architecture, say);
    const name = `${suite} ${architecture}`;
    for (const version of [OLD, NEW]) bring(root, version, architecture);
    const version = async () => (await root.sh("firstring --version")).trim();

    await t.test(
      "it installs where no systemd runs, asks nothing, and dpkg finds every file as it was packed",
      async () => {
        const said = await timed(`${name} install`, () => root.sh(`dpkg -i /root/${deb(OLD, architecture)} 2>&1`));
        assert.doesNotMatch(said, /warning|error|fail/i);
        assert.equal(await root.sh("dpkg --verify firstring"), "");
        assert.equal(await version(), `firstring ${OLD}`);
        assert.match(await root.sh("id firstring"), /dialout/);
        const modes = await root.sh(
          "stat -c '%U:%G %a %n' /etc/firstring /etc/firstring/credentials /var/lib/firstring-releases",
        );
        assert.equal(
          modes,
          "root:root 755 /etc/firstring\nroot:root 700 /etc/firstring/credentials\nroot:root 755 /var/lib/firstring-releases\n",
        );
        assert.equal((await root.sh("systemctl is-enabled firstring.service")).trim(), "enabled");
        const strange = await root.sh(
          "find /usr/lib/firstring /etc/firstring -perm /022 ! -type l; find /usr/lib/firstring -perm /6000",
        );
        assert.equal(strange, "", "nothing there may be written by others, and nothing runs as somebody else");
      },
    );

    await t.test("check, status and the manual's own words", async () => {
      await root.sh(
        "install -o root -g firstring -m 0640 /usr/share/doc/firstring/examples/clinic.yaml /etc/firstring/clinic.yaml",
      );
      assert.match(
        await timed(`${name} check`, () => root.sh("firstring check")),
        /\/etc\/firstring\/clinic.yaml can be used/,
      );
      const status = await timed(`${name} status`, () => root.try("firstring status"));
      assert.equal(status.code, 1);
      assert.match(status.output, /not running[\s\S]*systemctl start firstring/);
      const help = await root.sh("firstring status --help");
      const page = await root.sh("gzip -dc /usr/share/man/man1/firstring.1.gz");
      assert.ok(page.replaceAll("\\-", "-").includes(help.trim()), "the manual says what the installed program says");
    });

    await t.test("a whole rehearsal call: answered, paged, taken, recorded, saved", async () => {
      // As a box has it after its first start. Without it arm64 compiles under emulation for a minute.
      await root.sh(
        "NODE_COMPILE_CACHE=/var/cache/firstring-root /usr/lib/firstring/bin/node /usr/lib/firstring/program/warmCaches.js",
      );
      const started = performance.now();
      const { code, stdout, output } = await root.try("firstring start --once --hurry --json");
      const result = JSON.parse(stdout || "{}");
      say(
        `${name} rehearsal call: ${((performance.now() - started) / 1000).toFixed(0)} s, off-hook after ${result.ringToOffHookMs} ms, page ${result.urgentToSubmittedMs} ms (network ${result.modemSubmitMs} ms), exact ${result.audioExact}`,
      );
      assert.equal(result.takenBy, "Dr. Chen", output.slice(-3_000));
      assert.equal(result.audioExact, true);
      assert.ok(result.messageSeconds > 10);
      if (architecture === "amd64") assert.equal(code, 0, output.slice(-3_000));
      assert.equal(
        await root.sh("find /usr/lib/firstring -name .data -o -name .tools"),
        "",
        "a rehearsal leaves nothing in the program",
      );
    });

    await t.test("ready to answer: how long it takes, and how much memory", async () => {
      const { coldSeconds, warmSeconds, megabytes } = await readiness(root, architecture !== ownArchitecture);
      say(
        `${name} daemon: ready after ${coldSeconds} s, with a warm cache ${warmSeconds} s; ${megabytes.toFixed(0)} MB`,
      );
    });

    await t.test(
      "an upgrade keeps messages and settings, and the version before is the way back, both ways",
      async () => {
        await root.sh(
          "mkdir -p /var/lib/firstring && echo precious > /var/lib/firstring/canary && chown -R firstring: /var/lib/firstring",
        );
        await timed(`${name} upgrade`, () => root.sh(`dpkg -i /root/${deb(NEW, architecture)} 2>&1`));
        assert.equal(await version(), `firstring ${NEW}`);
        const list = async () =>
          JSON.parse(await root.sh("firstring release list --json")).releases.map(
            (it: { version: string; inUse: boolean; packaged: boolean }) =>
              `${it.version}${it.packaged ? " packaged" : ""}${it.inUse ? " in use" : ""}`,
          );
        assert.deepEqual(await list(), [`${NEW} packaged in use`, OLD]);
        await root.sh("firstring release back");
        assert.equal(await version(), `firstring ${OLD}`);
        assert.match(await root.sh("firstring check"), /can be used/);
        await root.sh("firstring release back");
        assert.equal(await version(), `firstring ${NEW}`);
        assert.deepEqual(await list(), [`${NEW} packaged in use`, OLD]);
        assert.equal(await root.sh("cat /var/lib/firstring/canary"), "precious\n");
      },
    );

    await t.test("a power cut while dpkg unpacks: the box runs the version before, whole", async () => {
      await root.sh("firstring release drop 0.1.0");
      await root.sh(
        `dpkg-deb -R /root/${deb(OLD, architecture)} /root/half && sh /root/half/DEBIAN/preinst upgrade ${NEW}`,
      );
      // What dpkg would be in the middle of.
      await root.sh(
        "mv /usr/lib/firstring/program/main.js /usr/lib/firstring/program/main.js.dpkg-new && rm -rf /usr/lib/firstring/node_modules",
      );
      assert.equal(await version(), `firstring ${NEW}`);
      assert.match(await root.sh("firstring check"), /can be used/);
      await root.sh(`rm -r /root/half && dpkg -i /root/${deb(NEW, architecture)} 2>&1`);
      assert.equal(await root.sh("dpkg --verify firstring"), "");
    });

    await t.test(
      "a release from a package file is put beside the others; a file that is none is refused in words",
      async () => {
        await root.sh(`firstring release install /root/${deb(OLD, architecture)} --use`);
        assert.equal(await version(), `firstring ${OLD}`);
        await root.sh(`firstring release use ${NEW}`);
        const refused = await root.try(
          "head -c 5000000 /root/firstring_0.1.0_*.deb > /root/cut.deb; firstring release install /root/cut.deb",
        );
        assert.equal(refused.code, 1);
        assert.match(refused.output, /is not a FirstRing package for this box/);
        assert.equal(await root.sh("ls -A /var/lib/firstring-releases | grep part || true"), "");
      },
    );

    await t.test("a Raspberry Pi's system is made, and taken back", async () => {
      mkdirSync(join(root.folder, "boot/firmware"), { recursive: true });
      writeFileSync(join(root.folder, "boot/firmware/config.txt"), "dtparam=audio=on\n");
      assert.match(await root.sh("firstring prepare-pi"), /things changed/);
      assert.equal(await root.sh("firstring prepare-pi"), "Everything is so already.\n");
      assert.match(await root.sh("cat /boot/firmware/config.txt"), /dr_mode=peripheral/);
      await root.sh("firstring prepare-pi --undo");
      assert.equal(await root.sh("cat /boot/firmware/config.txt"), "dtparam=audio=on\n");
    });

    await t.test(
      "removed it keeps messages and settings; installed again it goes on with them; purged it is gone",
      async () => {
        const said = await root.sh("dpkg -r firstring 2>&1");
        assert.match(said, /messages and settings stay in/);
        assert.equal(existsSync(join(root.folder, "usr/lib/firstring")), false);
        assert.equal(await root.sh("cat /var/lib/firstring/canary"), "precious\n");
        await root.sh(`dpkg -i /root/${deb(NEW, architecture)} 2>&1`);
        assert.equal((await root.sh("systemctl is-enabled firstring.service")).trim(), "enabled");
        assert.match(await root.sh("firstring check"), /can be used/);
        assert.match(await root.sh("dpkg -P firstring 2>&1"), /messages, recordings, settings and keys were removed/);
        const left = [
          "etc/firstring",
          "var/lib/firstring",
          "var/lib/firstring-releases",
          "usr/lib/firstring",
          "var/cache/firstring",
        ];
        assert.deepEqual(
          left.filter((path) => existsSync(join(root.folder, path))),
          [],
        );
        assert.equal(
          readdirSync(join(root.folder, "etc/systemd/system"), { recursive: true, encoding: "utf8" })
            .filter((path) => /firstring/.test(path))
            .join(),
          "",
        );
      },
    );
    assert.ok(statSync(root.folder).isDirectory());
  });
}
