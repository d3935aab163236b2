/** What `model:` may name in a clinic file, by driver. The models themselves are the drivers'; a test holds the two together. */
export const MODEL_NAMES: Readonly<Record<"voice-modem" | "gsm", readonly string[]>> = {
  "voice-modem": ["usr5637", "cx930xx", "rockwell", "v253"],
  gsm: ["sim7600", "ec25", "huawei", "27007"],
};
