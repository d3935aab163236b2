import type { Wording } from "../PromptCatalogue.ts";
import { englishForDoctors } from "./enDoctor.ts";

const UP_TO_NINETEEN = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS = [
  "",
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
  "eleventh",
  "twelfth",
  "thirteenth",
  "fourteenth",
  "fifteenth",
  "sixteenth",
  "seventeenth",
  "eighteenth",
  "nineteenth",
];

const number = (n: number): string => {
  const small = UP_TO_NINETEEN[n];
  if (small !== undefined) return small;
  const tens = TENS[Math.floor(n / 10)]!;
  return n % 10 === 0 ? tens : `${tens}-${UP_TO_NINETEEN[n % 10]}`;
};

const ordinal = (n: number): string => {
  if (n < 20) return ORDINALS[n]!;
  if (n === 20) return "twentieth";
  if (n === 30) return "thirtieth";
  return `${TENS[Math.floor(n / 10)]}-${ORDINALS[n % 10]}`;
};

export const english: Wording = {
  number,
  day: ordinal,
  months: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  /** "nineteen oh five", "two thousand five". */
  yearAfter1900: (n) => (n < 10 ? `oh ${number(n)}` : number(n)),
  /** B, D, P and T sound alike on a telephone, so each letter comes with a word. */
  letters: {
    A: "A, as in Alpha",
    B: "B, as in Bravo",
    C: "C, as in Charlie",
    D: "D, as in Delta",
    E: "E, as in Echo",
    F: "F, as in Foxtrot",
    G: "G, as in Golf",
    H: "H, as in Hotel",
    J: "J, as in Juliet",
    K: "K, as in Kilo",
    L: "L, as in Lima",
    M: "M, as in Mike",
    N: "N, as in November",
    P: "P, as in Papa",
    Q: "Q, as in Quebec",
    R: "R, as in Romeo",
    S: "S, as in Sierra",
    T: "T, as in Tango",
    U: "U, as in Uniform",
    V: "V, as in Victor",
    W: "W, as in Whiskey",
    X: "X, as in X-ray",
    Y: "Y, as in Yankee",
    Z: "Z, as in Zulu",
  },
  hour: number,
  hourPast: number,
  partsOfDay: {
    "part-midnight": "midnight",
    "part-small-hours": "A M",
    "part-morning": "A M",
    "part-noon": "noon",
    "part-past-noon": "P M",
    "part-afternoon": "P M",
    "part-evening": "P M",
  },
  sentences: {
    greeting: "You have reached {clinic}.",
    "greeting-generic": "You have reached the doctor's office.",
    emergency: "If this is an emergency, hang up and dial {emergencyNumber}.",
    "emergency-dial": "If this is an emergency, hang up and dial",
    "choose-1": "For English, press 1.",
    "choose-2": "For English, press 2.",
    "answering-service":
      "This is our answering service. What you say after a tone is recorded. To go on without a recording, press pound.",

    "ask-caller-kind":
      "If you are a patient, or calling for a patient, press 1. If you are calling from a hospital, laboratory, pharmacy or doctor's office, press 2. If this is urgent, you can press 0 at any time.",
    "ask-urgency":
      "If this cannot wait until the office opens, or if you are not sure, press 1. If it can wait until the office opens, press 2.",
    "ask-urgency-paediatrics":
      "If you are worried about your child and it cannot wait until the office opens, or if you are not sure, press 1. If it can wait until the office opens, press 2.",
    "ask-urgency-obstetrics":
      "If you may be in labor, if you are worried about yourself or the baby, or if you are not sure, press 1. If it can wait until the office opens, press 2.",
    "ask-urgency-dental":
      "If you have pain, swelling, bleeding or an injury, or if you are not sure, press 1. If it can wait until the office opens, press 2.",
    "treated-urgent": "We are treating this call as urgent.",

    "wrong-key": "Sorry, that key is not one of the choices.",
    "no-answer": "Sorry, we did not get an answer.",

    "callback-is": "The number to call you back is",
    "callback-entered": "You entered",
    "callback-confirm": "If that is right, press 1. To enter a different number, press 2.",
    "ask-callback": "Please enter the phone number where we can call you back, with the area code. Then press pound.",
    "callback-too-short": "That number is too short to call back.",
    "callback-too-long": "That number is too long.",
    "callback-not-callable": "We cannot call that number back.",
    "callback-missing":
      "We do not have a number that you confirmed. Please say your phone number when you record your message.",

    "ask-birth-mdy":
      "Please enter the patient's date of birth: two digits for the month, two for the day, and four for the year. To skip this, press pound.",
    "ask-birth-dmy":
      "Please enter the patient's date of birth: two digits for the day, two for the month, and four for the year. To skip this, press pound.",
    "birth-is": "The date of birth is",
    "birth-confirm": "If that is right, press 1. To enter it again, press 2.",
    "birth-not-valid": "Sorry, that is not a date of birth.",
    "birth-too-short": "Sorry, that was not eight digits.",

    "ask-name":
      "After the tone, please say the patient's name, and your own name if you are calling for somebody else. Then press pound.",
    "ask-name-professional": "After the tone, please say your name, and where you are calling from. Then press pound.",
    "ask-reason": "After the tone, please say why you are calling. Then press pound.",
    "ask-reason-professional":
      "After the tone, please say the patient's name, and what the doctor needs to know. Then press pound.",
    "limit-1": "You have one minute.",
    "limit-2": "You have two minutes.",
    "limit-3": "You have three minutes.",
    "limit-5": "You have five minutes.",
    "limit-reached": "That is as long as this recording can be. It is kept up to here.",
    review: "To keep this recording, press 1, or just wait. To record it again, press 2. To listen to it, press 3.",
    "nothing-heard": "Sorry, we did not hear anything.",
    "recording-kept": "We are keeping this recording.",
    "recording-failed": "Sorry, the recording did not work. We go on without it.",

    "one-moment": "One moment, please.",
    "saved-urgent": "Your message is saved.",
    "saved-routine":
      "Your message is saved. The office will hear it when it opens. If it has become urgent, press 0 now.",
    "not-saved": "We are sorry: your message may not have been saved.",
    "page-notifying": "The doctor on call is being notified now.",
    "page-failing": "We have not reached a doctor yet. We keep trying.",
    "page-waiting": "The doctor on call is being notified. Nobody has confirmed yet. We keep trying.",
    "page-again": "We are trying again to reach a doctor for you.",
    "a-doctor": "A doctor",
    taken: "has taken your message",
    "taken-at": "has taken your message at",
    "will-call-back": "and will call you back.",
    "earlier-message": "We have your message from your last call.",
    "earlier-message-from": "We have your message from",
    "earlier-call": "We have noted your last call.",
    "earlier-call-from": "We have noted your call from",
    "taken-it": "has taken it.",
    "taken-it-at": "has taken it at",
    "stay-offer":
      "If you stay on the line, we tell you as soon as a doctor has taken your message. You can hang up at any time.",
    "stay-over":
      "Nobody has taken your message yet. We keep trying until a doctor has it. Please keep your phone free.",
    "expect-call": "Please keep your phone free. If nobody has called you back within thirty minutes, call us again.",
    "your-reference": "Your reference is",
    worse: "If it gets worse, do not wait. Hang up and dial {emergencyNumber}.",
    "worse-dial": "If it gets worse, do not wait. Hang up and dial",
    "call-too-long": "This call has to end now.",
    goodbye: "Thank you for calling. Goodbye.",
    "goodbye-only": "Goodbye.",

    "doctor-on-call": "the doctor on call",

    ...englishForDoctors,
  },
  centuries: {
    "century-1900": "nineteen hundred",
    "century-19": "nineteen",
    "century-20": "two thousand",
  },
};
