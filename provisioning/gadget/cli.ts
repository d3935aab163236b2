import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { GADGET_PLACES, Gadget } from "./Gadget.ts";
import { INTERFACE } from "./gadgetPlan.ts";
import { identityOf, serialNumber } from "./serialNumber.ts";

const HELP = `firstring gadget up|down|status [--serial NUMBER] [--json]

The USB cable to the technician's laptop: the box as a USB device with a network (NCM) and a serial console (ACM), one
configuration, no driver to install on Windows 11, macOS and Linux (Windows 10: the serial console). Run by
firstring-gadget.service, as root, while set-up mode is open.

  up             appear on the cable; waits up to 30 s for the USB controller; repeated, it changes nothing
  down           disappear
  status         whether it is there; exit code 1 when it is not
  --serial       the box's serial number (default: the board's own)
  --config DIR   configfs (default: ${GADGET_PLACES.config})
  --controllers DIR  the kernel's list of USB device controllers (default: ${GADGET_PLACES.controllers})
  --json         print { bound, controller, serial, interface }
`;

export async function gadgetCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      serial: { type: "string" },
      config: { type: "string", default: GADGET_PLACES.config },
      controllers: { type: "string", default: GADGET_PLACES.controllers },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    io.stdout.write(HELP);
    return 0;
  }
  const gadget = new Gadget({ config: values.config, controllers: values.controllers });
  const serial = values.serial ?? serialNumber();
  const say = (text: string) => {
    const { bound } = gadget;
    const data = { bound: bound !== undefined, controller: bound ?? null, serial, interface: INTERFACE };
    io.stdout.write(values.json === true ? `${JSON.stringify(data)}\n` : `${text}\n`);
  };
  switch (positionals[0]) {
    case "up": {
      const controller = await gadget.up(identityOf(serial));
      say(`the box is on the USB cable (${controller}, serial number ${serial})`);
      return 0;
    }
    case "down":
      gadget.down();
      say("the box is not on the USB cable any more");
      return 0;
    case "status":
      say(
        gadget.bound === undefined
          ? "not on the USB cable"
          : `on the USB cable (${gadget.bound}, serial number ${serial})`,
      );
      return gadget.bound === undefined ? 1 : 0;
    default:
      throw new UsageError("say up, down or status");
  }
}
