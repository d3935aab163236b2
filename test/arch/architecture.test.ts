import assert from "node:assert/strict";
import { test } from "node:test";
import { type SourceFile, sourceFiles } from "./sources.ts";

const files = sourceFiles(["firmware", "device", "provisioning", "test"]);
const isTest = (file: SourceFile) => file.path.includes(".test.") || file.path.startsWith("test/");
const isPure = (file: SourceFile) =>
  !isTest(file) && (file.path.startsWith("firmware/") || file.text.trimStart().startsWith("/* @pure */"));
const pureFiles = files.filter(isPure);
const pureByPath = new Set(pureFiles.map((file) => file.path));

/** Libraries that compute and touch nothing. */
const PURE_PACKAGES = ["zod", "yaml", "temporal-polyfill", "libphonenumber-js"];

const problems = (found: readonly string[]) => assert.deepEqual(found, [], `\n${found.join("\n")}\n`);

test("a decision in firmware/ depends on nothing outside: it imports only firmware/ and libraries that compute", () => {
  problems(
    files
      .filter((file) => file.path.startsWith("firmware/") && !isTest(file))
      .flatMap((file) =>
        file.imports
          .filter(
            (wanted) =>
              !wanted.startsWith("firmware/") &&
              !PURE_PACKAGES.some((name) => wanted === name || wanted.startsWith(`${name}/`)),
          )
          .map(
            (wanted) =>
              `${file.path} imports ${wanted}: move what touches it to device/ and hand the result in as data`,
          ),
      ),
  );
});

test("a pure file of device/ imports only pure files", () => {
  problems(
    pureFiles
      .filter((file) => file.path.startsWith("device/"))
      .flatMap((file) =>
        file.imports
          .filter(
            (wanted) => !pureByPath.has(wanted) && !wanted.startsWith("firmware/") && !PURE_PACKAGES.includes(wanted),
          )
          .map(
            (wanted) =>
              `${file.path} is marked @pure and imports ${wanted}: split the shell from the decision, or take the mark away`,
          ),
      ),
  );
});

const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)/, "reads the clock: take the time as data"],
  [/\bperformance\.now\b|\bhrtime\b/, "reads the clock: take the time as data"],
  [/\bsetTimeout\b|\bsetInterval\b|\bsetImmediate\b/, "starts a timer: return a named timer as an effect"],
  [/\bMath\.random\b|\brandomBytes\b|\brandomUUID\b/, "draws lots: take the random value as data"],
  [/\bprocess\./, "looks at the process: take what it needs as data"],
  [/\bfetch\(/, "goes to the network"],
];

test("pure code has no clock, timer, random source or process of its own", () => {
  problems(
    pureFiles.flatMap((file) =>
      IMPURE.filter(([pattern]) => pattern.test(file.code)).map(([, why]) => `${file.path} ${why}`),
    ),
  );
});

test("device/ knows neither provisioning/ nor test/, provisioning/ does not know test/", () => {
  const allowed = (file: SourceFile, wanted: string): boolean => {
    if (wanted.startsWith("test/")) return isTest(file);
    // The program itself hands `firstring prompts` to provisioning/.
    if (wanted.startsWith("provisioning/"))
      return isTest(file) || file.path.startsWith("provisioning/") || file.path === "device/main.ts";
    return true;
  };
  problems(
    files.flatMap((file) =>
      file.imports
        .filter((wanted) => !allowed(file, wanted))
        .map(
          (wanted) =>
            `${file.path} imports ${wanted}: dependencies point device → firmware, provisioning → device and firmware, test → all`,
        ),
    ),
  );
});

test("the emulators are outside: the appliance never imports them, only rehearsal starts them as programs", () => {
  problems(
    files
      .filter(
        (file) =>
          !isTest(file) && file.path.startsWith("device/") && !/^device\/(emulator|rehearsal|cli)\//.test(file.path),
      )
      .flatMap((file) =>
        file.imports
          .filter((wanted) => wanted.startsWith("device/emulator/"))
          .map((wanted) => `${file.path} imports ${wanted}`),
      ),
  );
});

test("product code never asks whether it is under test", () => {
  problems(
    files
      .filter((file) => !isTest(file))
      .filter((file) => /NODE_ENV\s*===|NODE_TEST_CONTEXT|isTest\b/.test(file.code))
      .map((file) => `${file.path} behaves differently under test`),
  );
});

test("no file grows into the one that coordinates everything", () => {
  const longest = 500;
  problems(
    files
      .filter(
        (file) => !isTest(file) && file.text.split("\n").length > longest && !file.text.includes("long on purpose:"),
      )
      .map(
        (file) =>
          `${file.path} has ${file.text.split("\n").length} lines: split it, or say in its header 'long on purpose: …'`,
      ),
  );
});
