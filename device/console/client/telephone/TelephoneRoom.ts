import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RehearsalAct, RehearsalAnswer, RehearsalPerson, RehearsalView } from "../../api/rehearsal.ts";
import { Loading, Notice } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useKeys } from "../keys.ts";
import { clockTime, longDate } from "../time.ts";
import { CallersPhone } from "./CallersPhone.ts";
import { DoctorsPhone } from "./DoctorsPhone.ts";
import { KEYPAD_KEYS } from "./Keypad.ts";
import { LineAudio, type Microphone } from "./LineAudio.ts";
import { RoomLink } from "./RoomLink.ts";
import { Story } from "./Story.ts";

const says = words({
  en: {
    starting: "The rehearsal is starting: the box and its modems.",
    clock: (when: string) => `The clinic's clock in this rehearsal: ${when}.`,
    noSound: "This browser plays no sound here. Everything else works; what is said can be read.",
    doctors: "The doctors' telephones",
    others: (n: number) => (n === 1 ? "One more telephone" : `${n} more telephones`),
  },
  es: {
    starting: "Empieza el ensayo: el equipo y sus módems.",
    clock: (when: string) => `El reloj de la clínica en este ensayo: ${when}.`,
    noSound: "Este navegador no reproduce sonido aquí. Todo lo demás funciona; lo que se dice se puede leer.",
    doctors: "Los teléfonos de los médicos",
    others: (n: number) => (n === 1 ? "Un teléfono más" : `${n} teléfonos más`),
  },
});

const CALLER = 0;
/** What fits beside the caller's telephone; the others are one press away. */
const PHONES_SHOWN = 2;

interface RoomProps {
  readonly answer: RehearsalAnswer;
  /** It is over, or the box does not answer: ask anew. */
  readonly over: () => void;
}

/** One rehearsal on the page: connection, sound, the telephones, and which of them is at the ear. */
export function TelephoneRoom({ answer, over }: RoomProps): VNode {
  const microphone = useSignal<Microphone>("off");
  const muted = useSignal(false);
  const silent = useSignal(false);
  const held = useSignal(CALLER);
  const audio = useRef<LineAudio | undefined>(undefined);
  const link = useRef<RoomLink | undefined>(undefined);
  const shown = useSignal<RoomLink | undefined>(undefined);

  useEffect(() => {
    const hear = (handset: number, pcm: DataView, here: boolean): void => {
      if (handset === held.peek()) audio.current?.play(pcm, here);
    };
    const opened = new RoomLink(hear, over);
    link.current = opened;
    shown.value = opened;
    return () => {
      opened.close();
      void audio.current?.stop();
      audio.current = undefined;
    };
  }, []);

  const view = shown.value?.view.value ?? answer.view;
  const hold = (handset: number): void => {
    if (held.peek() === handset) return;
    held.value = handset;
    audio.current?.clear();
  };
  useRinging(view, audio, held.value, hold);

  const act = (doing: RehearsalAct): void => link.current?.do(doing);
  const withSound = async (doing: RehearsalAct): Promise<void> => {
    hold(CALLER);
    try {
      audio.current ??= await LineAudio.start((frame) => link.current?.talk(held.peek(), frame));
      if (doing.do === "call") microphone.value = await audio.current.openMicrophone();
    } catch {
      silent.value = true;
    }
    act(doing);
  };
  const mute = (): void => {
    muted.value = !muted.peek();
    if (audio.current !== undefined) audio.current.muted = muted.peek();
  };
  const isUp = held.value === CALLER ? view.call.state === "up" && view.call.example === undefined : true;
  useKeys(
    Object.fromEntries(
      [...KEYPAD_KEYS].map((key) => [key, () => isUp && act({ do: "press", handset: held.peek(), key })] as const),
    ),
  );

  if (view.state !== "ready")
    return html`<${Notice}><p>${says().starting}</p><p class="soft">${view.says}</p><//><${Loading} lines=${4} />`;
  const refused = shown.value?.refused.value;
  return html`${view.aheadMs !== 0 && html`<${Notice} icon="clock"><p>${says().clock(rehearsedTime(view))}</p><//>`}
    ${silent.value && html`<${Notice} kind="warn" icon="warning"><p>${says().noSound}</p><//>`}
    <div role="alert">${refused !== undefined && html`<${Notice} kind="warn" icon="warning"><p>${refused}</p><//>`}</div>
    <div class="room">
      <${CallersPhone} view=${view} choices=${answer.choices} microphone=${microphone.value} muted=${muted.value}
        begin=${(doing: RehearsalAct) => void withSound(doing)} act=${act} mute=${mute} />
      <${Phones} people=${view.people} held=${held.value} act=${act} hold=${hold} />
      <${Story} view=${view} inInbox=${answer.inInbox} />
    </div>`;
}

const rehearsedTime = ({ aheadMs }: RehearsalView): string => {
  const at = Date.now() + aheadMs;
  return `${longDate(at)}, ${clockTime(at)}`;
};

/** What rings is heard, and a telephone whose call is over is put down. */
function useRinging(
  { call, people }: RehearsalView,
  audio: { readonly current: LineAudio | undefined },
  held: number,
  hold: (handset: number) => void,
): void {
  const doctorRings = people.some((person) => person.call === "rings");
  const ringing = call.state === "rings" && held === CALLER ? "ringback" : doctorRings ? "mobile" : undefined;
  useEffect(() => audio.current?.ring(ringing), [ringing]);
  const isThere = held === CALLER || people.some(({ handset }) => handset === held);
  useEffect(() => {
    if (!isThere) hold(CALLER);
  }, [isThere]);
}

interface PhonesProps {
  readonly people: readonly RehearsalPerson[];
  readonly held: number;
  readonly act: (act: RehearsalAct) => void;
  readonly hold: (handset: number) => void;
}

/** Those on which something has happened come first; a large practice has more telephones than a screen. */
function Phones({ act, held, hold, people }: PhonesProps): VNode {
  const touched = people.filter(({ call, texts }) => call !== "none" || texts.length > 0);
  const first = [...touched, ...people.filter((one) => !touched.includes(one))].slice(
    0,
    Math.max(PHONES_SHOWN, touched.length),
  );
  const rest = people.filter((one) => !first.includes(one));
  const phone = (person: RehearsalPerson): VNode =>
    html`<${DoctorsPhone} key=${person.phone} person=${person} held=${held === person.handset} act=${act} hold=${hold} />`;
  return html`<section class="phones" aria-labelledby="doctors-phones"><h2 id="doctors-phones">${says().doctors}</h2>
    ${people.filter((one) => first.includes(one)).map(phone)}
    ${rest.length > 0 && html`<details><summary>${says().others(rest.length)}</summary>${rest.map(phone)}</details>`}
  </section>`;
}
