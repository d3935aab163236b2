/* @pure */

import { setIn, textIn } from "../../../firmware/config/editYaml.ts";
import { lastName, problemsAbout } from "../core/checks.ts";
import { answered } from "../core/SetupState.ts";
import type { FormStep } from "../core/Step.ts";
import { isMissing, withMissing } from "./inputs.ts";

export const BROKER_SECRET = "mqtt-password";
/** Becomes /etc/firstring/certificates/broker-ca.pem. */
export const BROKER_CA = { name: "broker-ca", path: "/etc/firstring/certificates/broker-ca.pem" };

export const brokerStep: FormStep = {
  kind: "form",
  id: "broker",
  title: "The clinic's broker (MQTT)",
  about: ["mqtt"],
  skip: "Without a broker doctors are paged by SMS and telephone; nothing is missing.",
  intro: () => [
    "For receivers of the clinic's own: a display, a pager system, a nurse call. Ask whoever runs it for these.",
  ],
  fields(state, { secrets }) {
    const at = (name: string): string => textIn(state.text, ["mqtt", name]);
    return [
      {
        name: "url",
        kind: "text",
        label: "Address of the broker",
        help: "mqtts://broker.local:8883",
        value: at("url"),
      },
      {
        name: "site",
        kind: "text",
        label: "This clinic's name in the topics",
        help: "firstring/SITE/alert. Left empty: made of the short name.",
        value: at("site"),
        optional: true,
      },
      {
        name: "username",
        kind: "text",
        label: "User name",
        help: "As the broker knows the box.",
        value: at("username"),
        optional: true,
      },
      {
        ...{ name: "password", kind: "secret", label: "Password", value: "", optional: true },
        help: secrets.has(BROKER_SECRET)
          ? "Left empty: the one that is there."
          : "Kept encrypted, never in the clinic file.",
      },
      {
        ...{
          name: "ca",
          kind: "long",
          label: "Certificate of the authority that signed the broker's",
          value: "",
          optional: true,
        },
        help:
          at("caFile") === ""
            ? "Its PEM text, only when the broker's certificate is the clinic's own."
            : "Left empty: the one that is there.",
      },
    ];
  },
  accept(state, input, { secrets }) {
    const missing = withMissing(input, ["url"]);
    if (isMissing(missing)) return missing;
    const word = (name: string): string | undefined => (input[name] ?? "").trim() || undefined;
    const [password, ca] = [input["password"] || undefined, word("ca")];
    if (ca !== undefined && !/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/.test(ca))
      return {
        ok: false,
        problems: [{ field: "ca", what: "is no certificate in PEM", instead: "paste all of it, from BEGIN to END" }],
      };
    const keeps =
      password !== undefined || (secrets.has(BROKER_SECRET) && textIn(state.text, ["mqtt", "password"]) !== "");
    const text = setIn(state.text, [
      [["mqtt", "url"], word("url")],
      [["mqtt", "site"], word("site")],
      [["mqtt", "username"], word("username")],
      [["mqtt", "password"], keeps ? `\${credential:${BROKER_SECRET}}` : undefined],
      ...(ca === undefined ? [] : [[["mqtt", "caFile"], BROKER_CA.path] as const]),
    ]);
    const problems = problemsAbout(text, ["mqtt"], (path) => (lastName(path) === "mqtt" ? "url" : lastName(path)));
    if (problems.length > 0) return { ok: false, problems };
    const given = {
      ...(password === undefined ? {} : { [BROKER_SECRET]: password }),
      ...(ca === undefined ? {} : { [`certificate ${BROKER_CA.name}`]: ca }),
    };
    return {
      ok: true,
      state: answered({ ...state, text }, "broker"),
      ...(Object.keys(given).length === 0 ? {} : { secrets: given }),
    };
  },
};
