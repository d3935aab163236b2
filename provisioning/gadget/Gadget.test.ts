import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Gadget } from "./Gadget.ts";
import { type GadgetStep, gadgetSteps, removalSteps } from "./gadgetPlan.ts";
import { identityOf, serialNumber } from "./serialNumber.ts";

const identity = identityOf("10000000abcdef01");

/** What the kernel makes by itself in a folder that is made in configfs (libcomposite, f_ncm, f_acm). */
function madeByKernel(folder: string): readonly string[] {
  if (folder === "")
    return [
      "idVendor",
      "idProduct",
      "bcdDevice",
      "bcdUSB",
      "bDeviceClass",
      "bDeviceSubClass",
      "bDeviceProtocol",
      "UDC",
    ].concat(["b_vendor_code", "qw_sign", "use"].map((name) => `os_desc/${name}`));
  if (folder.startsWith("strings/")) return ["serialnumber", "manufacturer", "product"];
  if (folder === "configs/c.1") return ["MaxPower"];
  if (folder.startsWith("configs/c.1/strings/")) return ["configuration"];
  if (folder === "functions/ncm.usb0")
    return ["dev_addr", "host_addr", "ifname", "os_desc/interface.ncm/compatible_id"];
  return [];
}

/** configfs as far as order matters in it: an attribute is there only after its folder, a link only to what is there. */
function playedOn(steps: readonly GadgetStep[]): {
  folders: Set<string>;
  values: Map<string, string>;
  links: Map<string, string>;
} {
  const folders = new Set<string>();
  const attributes = new Set<string>();
  const values = new Map<string, string>();
  const links = new Map<string, string>();
  for (const step of steps) {
    if (step.kind === "folder") {
      folders.add(step.path);
      for (const name of madeByKernel(step.path)) attributes.add(step.path === "" ? name : `${step.path}/${name}`);
    } else if (step.kind === "value") {
      assert.ok(attributes.has(step.path), `the kernel has no ${step.path} yet`);
      values.set(step.path, step.value);
    } else {
      assert.ok(folders.has(step.to), `${step.to} is linked before it is there`);
      links.set(step.path, step.to);
    }
  }
  return { folders, values, links };
}

test("one configuration with network and serial console, told to Windows by WINNCM, everything in the kernel's order", () => {
  const { folders, values, links } = playedOn(gadgetSteps(identity));
  assert.deepEqual(
    [...folders].filter((path) => path.startsWith("configs/") && !path.includes("strings")),
    ["configs/c.1"],
  );
  assert.deepEqual(Object.fromEntries(links), {
    "configs/c.1/ncm.usb0": "functions/ncm.usb0",
    "configs/c.1/acm.usb0": "functions/acm.usb0",
    "os_desc/c.1": "configs/c.1",
  });
  assert.equal(values.get("functions/ncm.usb0/os_desc/interface.ncm/compatible_id"), "WINNCM");
  assert.deepEqual(
    ["bDeviceClass", "bDeviceSubClass", "bDeviceProtocol"].map((name) => values.get(name)),
    ["0xEF", "0x02", "0x01"],
  );
  assert.equal(values.get("strings/0x409/serialnumber"), "10000000abcdef01");
});

test("the addresses are the box's own: unicast, locally administered, two, and the same at each plug", () => {
  const { ourMac, laptopMac } = identity;
  for (const mac of [ourMac, laptopMac]) {
    assert.match(mac, /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    const first = Number.parseInt(mac.slice(0, 2), 16);
    assert.equal(first & 1, 0, "unicast");
    assert.equal(first & 2, 2, "locally administered");
  }
  assert.notEqual(ourMac, laptopMac);
  assert.deepEqual(identityOf("10000000abcdef01"), identity);
  assert.notEqual(identityOf("10000000abcdef02").ourMac, ourMac);
});

test("what was made is taken away, links before what they lead to, children before parents", () => {
  const { folders, links } = playedOn(gadgetSteps(identity));
  for (const { kind, path } of removalSteps()) {
    if (kind === "link") {
      assert.ok(links.delete(path), path);
      continue;
    }
    assert.ok(
      [...links].every(([from, to]) => to !== path && !from.startsWith(`${path}/`)),
      `${path} is linked still`,
    );
    assert.ok(
      [...folders].every((other) => path === other || !other.startsWith(path === "" ? "" : `${path}/`)),
      path,
    );
    assert.ok(folders.delete(path), path);
  }
  assert.deepEqual([[...folders], [...links]], [[], []]);
});

/** Files where configfs has attributes: written without being created, as the kernel wants it. */
function tree(): { config: string; controllers: string; root: string; [Symbol.dispose](): void } {
  const base = mkdtempSync(join(tmpdir(), "firstring-gadget-"));
  const root = join(base, "config/usb_gadget/firstring");
  mkdirSync(join(base, "udc"));
  for (const step of gadgetSteps(identity)) {
    if (step.kind !== "folder") continue;
    for (const name of madeByKernel(step.path)) {
      const path = join(root, step.path, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "");
    }
  }
  return {
    ...{ config: join(base, "config"), controllers: join(base, "udc"), root },
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  };
}

test("it binds to the controller last, waits for one that comes late, and twice up is once up", async () => {
  using places = tree();
  const gadget = new Gadget(places);
  const going = gadget.up(identity);
  assert.equal(gadget.bound, undefined);
  writeFileSync(join(places.controllers, "fe980000.usb"), "");
  assert.equal(await going, "fe980000.usb");
  assert.equal(gadget.bound, "fe980000.usb");
  assert.equal(readFileSync(join(places.root, "functions/ncm.usb0/dev_addr"), "utf8"), identity.ourMac);
  assert.equal(readlinkSync(join(places.root, "configs/c.1/acm.usb0")), join(places.root, "functions/acm.usb0"));
  assert.equal(await gadget.up(identity), "fe980000.usb");
});

test("a machine that cannot be a USB device is told so, with what to do; nothing is left half made", async () => {
  using places = tree();
  await assert.rejects(new Gadget(places).up(identity, 0), /no USB controller that can be a device.*GADGET_FAILED/);
  assert.equal(existsSync(join(places.root, "configs/c.1/ncm.usb0")), false);
  await assert.rejects(new Gadget({ ...places, config: "/nowhere" }).up(identity, 0), /offers no USB gadgets/);
});

test("the serial number is the board's, and what firmware writes where there is none is not taken", () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-serial-"));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  try {
    const none = file("none", "To Be Filled By O.E.M.");
    assert.equal(serialNumber([file("pi", "10000000abcdef01\0"), none]), "10000000abcdef01");
    assert.equal(
      serialNumber([
        "/nowhere",
        none,
        file("zeros", "0000000000000000"),
        file("id", "0123456789abcdef0123456789abcdef\n"),
      ]),
      "0123456789abcdef",
    );
    assert.equal(serialNumber(["/nowhere"]), "unknown");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
