import type { ControlCommand } from "./control.ts";
import type { Fault } from "./Faults.ts";
import type { GsmModemEmulator } from "./GsmModemEmulator.ts";
import type { Refusal } from "./MobileNetwork.ts";
import type { RegistrationStat } from "./ModemState.ts";
import type { SendOptions } from "./Phone.ts";
import { performVoiceControl } from "./performVoiceControl.ts";

/** What is said back beside the events: more fields of `{"event":"done","do":…}`. */
type Answer = Record<string, unknown>;

/** Carries out one command of stdin (`help` and `quit` belong to the process itself). */
export async function performControl(
  modem: GsmModemEmulator,
  command: ControlCommand,
  tell: (event: object) => void = () => {},
): Promise<Answer> {
  switch (command.do) {
    case "reply": {
      const { from, text, do: _do, ...options } = command;
      modem.doctorPhone(from).sends(text, options as SendOptions);
      return {};
    }
    case "texts":
      return { texts: modem.doctorPhone(command.number).received };
    case "phone": {
      const phone = modem.doctorPhone(command.number);
      if (command.on) phone.switchOn();
      else phone.switchOff();
      return {};
    }
    case "network": {
      const { do: _do, ...settings } = command;
      Object.assign(modem.network.settings, settings);
      return { network: modem.network.settings };
    }
    case "refuse":
      modem.refuse(command as Refusal);
      return {};
    case "fault": {
      const { do: _do, ...fault } = command;
      modem.inject(fault as Fault);
      return {};
    }
    case "split":
      modem.splitBytes(command.bytes === undefined ? undefined : { bytes: command.bytes, gapMs: command.gapMs ?? 1 });
      return {};
    case "registration":
      modem.setRegistration(command.stat as RegistrationStat);
      return {};
    case "signal":
      modem.setSignal(command.value);
      return {};
    case "sim":
      if (command.present) modem.insertSim();
      else modem.removeSim();
      return {};
    case "say":
      modem.say(command.line);
      return {};
    case "full":
      modem.fillStorage(command.leaving);
      return {};
    case "clear":
      modem.clearFaults();
      return {};
    case "faults":
      return { faults: modem.faultsWaiting };
    case "unplug":
      await modem.unplug();
      return {};
    case "help":
    case "quit":
      return {};
    default:
      return performVoiceControl(modem, command, tell);
  }
}
