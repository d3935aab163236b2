/* @pure */
import { splitArguments } from "../CommandLine.ts";
import type { CommandTable, Handler, ModemContext } from "../ModemContext.ts";
import { PIN_TRIES, PUK_TRIES, type Sim } from "../ModemState.ts";
import { CME, CMS, cme, cms, ok, type Reply } from "../Reply.ts";

/** Why the SIM cannot be used, as `+CME ERROR`. */
export function simTrouble({ sim }: ModemContext): number | undefined {
  if (!sim.present) return CME.noSim;
  if (sim.unlocked) return undefined;
  return sim.pinTries === 0 ? CME.pukNeeded : CME.pinNeeded;
}

/** The same as `+CMS ERROR`, for the message commands. */
export function smsTrouble(modem: ModemContext): Reply | undefined {
  const trouble = simTrouble(modem);
  if (trouble === undefined) return undefined;
  if (trouble === CME.noSim) return cms(CMS.noSim);
  return cms(trouble === CME.pukNeeded ? CMS.pukNeeded : CMS.pinNeeded);
}

/** Wraps a command that reads the card. */
const needsSim =
  (handler: Handler): Handler =>
  (modem, command) => {
    const trouble = command.form === "test" ? undefined : simTrouble(modem);
    return trouble === undefined ? handler(modem, command) : cme(trouble);
  };

/** Wraps a command that reads what a card tells without its PIN: the number that is printed on it. */
export const needsSimCard =
  (handler: Handler): Handler =>
  (modem, command) =>
    modem.sim.present || command.form === "test" ? handler(modem, command) : cme(CME.noSim);

function enterPuk(modem: ModemContext, newPin: string | undefined): Reply {
  // The emulated card has no PUK that anybody could know: each one is wrong, and each costs a try, as on a real card.
  modem.sim.pukTries = Math.max(0, modem.sim.pukTries - 1);
  return cme(newPin === undefined ? CME.pukNeeded : CME.wrongPin);
}

function enterPin(modem: ModemContext, entered: string): Reply {
  const { sim } = modem;
  if (sim.unlocked) return cme(CME.notAllowed);
  if (entered !== sim.pin) {
    sim.pinTries -= 1;
    return cme(sim.pinTries === 0 ? CME.pukNeeded : CME.wrongPin);
  }
  sim.pinTries = PIN_TRIES;
  sim.unlocked = true;
  return { kind: "ok", lines: [], onFinished: () => modem.unlocked() };
}

const lockState = (sim: Sim): string => {
  if (sim.unlocked) return "READY";
  return sim.pinTries === 0 ? "SIM PUK" : "SIM PIN";
};

const pin: Handler = (modem, { form, value }) => {
  if (form === "test") return ok();
  if (!modem.sim.present) return cme(CME.noSim);
  if (form === "read") return ok(`+CPIN: ${lockState(modem.sim)}`);
  const [entered = "", newPin] = splitArguments(value);
  return modem.sim.pinTries === 0 ? enterPuk(modem, newPin) : enterPin(modem, entered);
};

const triesLeft: Handler = ({ sim }) =>
  sim.present
    ? ok(`+CPINR: SIM PIN,${sim.pinTries},${PIN_TRIES}`, `+CPINR: SIM PUK,${sim.pukTries},${PUK_TRIES}`)
    : cme(CME.noSim);

export const SIM_CARD: CommandTable = {
  "+CPIN": pin,
  "+CPINR": triesLeft,
  "+CIMI": needsSim(({ sim }, { form }) => (form === "test" ? ok() : ok(sim.imsi))),
  "+CCID": needsSimCard(({ sim }) => ok(`+CCID: "${sim.iccid}"`)),
  "+CNUM": needsSim(({ network }) => ok(`+CNUM: "","${network.settings.ownNumber}",145`)),
  "+CLCK": needsSim(({ sim }, { value }) =>
    splitArguments(value)[1] === "2" ? ok(`+CLCK: ${sim.pin ? 1 : 0}`) : ok(),
  ),
  "+CPBS": needsSim((_modem, { form }) => {
    if (form === "read") return ok('+CPBS: "SM",0,100');
    return form === "test" ? ok('+CPBS: ("SM")') : ok();
  }),
  "+CPBR": needsSim((_modem, { form }) => (form === "test" ? ok("+CPBR: (1-100),40,14") : ok())),
};
