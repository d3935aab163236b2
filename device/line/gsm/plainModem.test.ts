import assert from "node:assert/strict";
import net from "node:net";
import { test } from "node:test";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { SystemClock } from "../../runtime/SystemClock.ts";
import { CellularModem } from "./CellularModem.ts";
import { ModemMemory } from "./ModemMemory.ts";

/** A modem that knows only what a page needs: OK to everything, READY, registered, `> ` and +CMGS; no echo, no +CMEE?, no +CPMS. */
function plainModem(): Promise<{ port: string; pages: string[]; close: () => Promise<void> }> {
  const pages: string[] = [];
  const server = net.createServer((socket) => {
    let typed = "";
    let entering = false;
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      for (const char of bytes.toString("latin1")) {
        if (entering && char === "\x1a") {
          pages.push(typed);
          socket.write("\r\n+CMGS: 7\r\n\r\nOK\r\n");
        } else if (char === "\r" && !entering) {
          if (typed.startsWith("AT+CMGS=")) socket.write("\r\n> ");
          else if (typed.startsWith("AT")) socket.write(answerTo(typed));
          entering = typed.startsWith("AT+CMGS=");
        } else {
          typed += char === "\n" || char === "\x1b" ? "" : char;
          continue;
        }
        if (char === "\x1a") entering = false;
        typed = "";
      }
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({
        port: `tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
        pages,
        close: () => new Promise((closed) => server.close(() => closed())),
      }),
    ),
  );
}

function answerTo(command: string): string {
  if (command === "AT+CPIN?") return "\r\n+CPIN: READY\r\n\r\nOK\r\n";
  if (command === "AT+CREG?") return "\r\n+CREG: 0,1\r\n\r\nOK\r\n";
  if (command.startsWith("AT+CPMS")) return "\r\nERROR\r\n";
  return "\r\nOK\r\n";
}

test("a cellular modem that knows nothing but sending still pages", async () => {
  const plain = await plainModem();
  const faults: string[] = [];
  const modem = new CellularModem({
    id: "mobile",
    memory: new ModemMemory({ directory: "/firstring-no-such-directory", line: "mobile" }),
    port: plain.port,
    clock: new SystemClock(),
    onFault: (code, detail, cleared) => faults.push(`${cleared ? "over " : ""}${code} ${detail}`),
  });
  modem.onReceived(() => Promise.resolve());
  try {
    await modem.start();
    assert.ok(await modem.whenReady(Seconds(5)), `not ready: ${faults.join("; ")}`);
    const sent = await modem.submit({ hex: "0011000B", tpduOctets: 3, part: 1, total: 1 }, { urgent: true });
    assert.equal(sent.kind, "submitted");
    assert.deepEqual(plain.pages, ["0011000B"]);
    assert.deepEqual(faults, []);
  } finally {
    await modem.stop();
    await plain.close();
  }
});
