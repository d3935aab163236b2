/** What the kernel makes of the texts that the panel writes to a lamp: the trigger `pattern`, on the LEDs of a keyboard. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { BLINK, LIT_WINKS, type Light, OFF, ON, patternText } from "../../firmware/panel/Light.ts";
import { rootImage } from "./guestImage.ts";
import { Machine } from "./Machine.ts";
import { figure, say } from "./tell.ts";

suite("lamps on a real kernel", { timeout: 10_800_000 }, () => {
  let machine: Machine;
  let led = "";

  before(
    async () => {
      machine = await Machine.start({ boot: await rootImage("trixie", undefined, say) }, { waits: false });
      await machine.run("modprobe -a atkbd input-leds ledtrig-pattern", 120_000);
      const name = await machine.until("a LED", "ls -d /sys/class/leds/*::capslock", 120_000);
      led = name.trim();
      await machine.run(`echo pattern > ${led}/trigger`);
    },
    { timeout: 3_600_000 },
  );
  after(() => machine?.[Symbol.asyncDispose]());

  /** Writes it as the panel does, in one write, and samples the lamp: when it changed, in seconds of the guest. */
  const shown = async (light: Light, afterwards: Light | undefined, seconds: number): Promise<readonly string[]> => {
    const output = await machine.run(
      // Of the shell's own commands alone: a process takes a second to start where the computer is busy.
      `read -r b _ < /proc/uptime; printf %s '${patternText(light, 1, afterwards)}' > ${led}/pattern; last=
       while :; do
         read -r v < ${led}/brightness; read -r now _ < /proc/uptime
         [ "$v" = "$last" ] || echo "$v $now"; last=$v
         [ "\${now%.*}" -lt $(( \${b%.*} + ${seconds} )) ] || break
       done; echo "began $b"`,
      240_000,
    );
    const lines = output.trim().split("\n");
    const began = Number(lines.pop()?.split(" ")[1]);
    return lines.map((line) => {
      const [level, at] = line.split(" ");
      return `${level === "0" ? "dark" : "lit"} ${(Number(at) - began).toFixed(1)}`;
    });
  };

  const wordsOf = (changes: readonly string[]): readonly string[] => changes.map((each) => each.split(" ")[0] ?? "");
  const at = (change: string | undefined): number => Number(change?.split(" ")[1]);

  test("a lamp that is lit goes dark by itself, twelve seconds after it was written last, and stays so", async () => {
    const changes = await shown(ON, OFF, 30);
    assert.deepEqual(wordsOf(changes).slice(-2), ["lit", "dark"]);
    const took = at(changes.at(-1));
    assert.ok(took > 11 && took < 16, changes.join(", "));
    figure("lamp: nobody writes → dark by the kernel", `${took.toFixed(1)} s`);
  });

  test("a lamp that is dark begins to blink by itself", async () => {
    const changes = await shown(OFF, BLINK, 30);
    const first = changes.find((each) => each.startsWith("lit"));
    assert.ok(at(first) > 11 && at(first) < 16, changes.join(", "));
    assert.ok(changes.length > 10, changes.join(", "));
    figure("lamp: nobody writes → blinks by the kernel", `${at(first).toFixed(1)} s`);
  });

  test("written anew while it shines, it does not flicker", async () => {
    const text = patternText(ON, 1, OFF);
    const seen = await machine.run(
      `printf %s '${text}' > ${led}/pattern; sleep 1; i=0; dark=0
       while [ $i -lt 2000 ]; do
         i=$((i + 1)); [ $((i % 100)) != 0 ] || printf %s '${text}' > ${led}/pattern
         read -r v < ${led}/brightness; [ "$v" != 0 ] || dark=$((dark + 1))
       done; echo $dark`,
      120_000,
    );
    assert.equal(seen.trim(), "0", "times that it was seen dark");
  });

  test("steady, blinking and winking lamps go on for ever", async () => {
    assert.deepEqual(wordsOf(await shown(ON, undefined, 15)).slice(-1), ["lit"]);
    assert.ok((await shown(BLINK, undefined, 15)).length > 15);
    assert.ok((await shown(LIT_WINKS, undefined, 15)).length > 10);
  });
});
