import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { speech } from "../e2e/House.ts";
import { until } from "../e2e/until.ts";
import { LABEL_CODE, PASSPHRASE, SetupBox, TECHNICIAN } from "./SetupBox.ts";
import { Terminal } from "./Terminal.ts";

test("a working clinic from nothing on the serial console: wrong answers are told and asked again, modems are found as they are plugged, a call is heard and a page is answered", async () => {
  await using box = await SetupBox.build();
  await using terminal = await Terminal.open(box.options);
  const { answers, sees } = { answers: terminal.answers.bind(terminal), sees: terminal.sees.bind(terminal) };

  // A terminal that was opened after the greeting shows nothing: one presses Enter, and that is no wrong try.
  await sees("FirstRing set-up");
  for (let pressed = 0; pressed < 6; pressed += 1) {
    await answers("Code on the label", "");
    await sees("FirstRing set-up");
  }

  // Whose box it is.
  await answers("Code on the label", "0000-00000");
  await answers("New passphrase", "short");
  await answers("New passphrase", PASSPHRASE);
  await answers("The same again", PASSPHRASE);
  await sees("That is not right");
  await answers("Code on the label", LABEL_CODE.toLowerCase());
  await answers("New passphrase", PASSPHRASE);
  await answers("The same again", PASSPHRASE);

  // The clinic.
  await answers("Name of the clinic", "Rosewood Family Practice");
  await answers("Short name", "Rosewood");
  await answers("Country", "USA");
  await answers("Time zone", "chicago");
  await answers("Emergency number", "");
  await answers("Languages", "1");
  await sees("That was not taken");
  await answers("Country", "us");

  await answers(/Step 2 .*The clock/, "help");
  await sees("Words that work everywhere");
  await answers("What to do?", "1");

  // The modems, plugged in when the box asks for them.
  await answers(/Step 3 .*The modems[\s\S]*What to do\?/, "1");
  await sees("Plug the modem in now");
  await box.plugVoice();
  await sees("Telephone modem: ");
  await answers("What to do?", "2");
  await sees("Looking for the cellular modem");
  await box.plugCellular();
  await sees("Cellular modem: ");

  await answers(/Step 4 .*The SIM card[\s\S]*What to do\?/, "1");
  await answers("PIN of the SIM card", "");
  await sees("is in the network");
  await sees("Signal: ");
  await answers(/Step 5 .*The telephone line[\s\S]*What to do\?/, "1");
  await sees("There is a dial tone");

  // People.
  await answers(/Step 6 .*The doctors[\s\S]*What to do\?/, "2");
  await answers("Name.", "Dr. Chen");
  await answers("Mobile telephone", "12");
  await answers("Ways to reach them", "sms, call");
  await answers("PIN for the telephone", "1234");
  await sees("easily guessed");
  await answers("PIN for the telephone", "7391");
  await sees("That was not taken");
  await answers("Mobile telephone", "(312) 555-0101");
  await sees("Dr. Chen, +13125550101");
  await answers("What to do?", "2");
  await answers("Name.", "Dr. Patel");
  await answers("Mobile telephone", "312 555 0102");
  await answers("Ways to reach them", "");
  await answers("PIN for the telephone", "");
  await answers("What to do?", "1");

  // Duty, hours, the rest.
  await answers("How the duty goes round", "2");
  await answers("Whose turn it is", "");
  await answers("Handed over on", "");
  await answers("Handed over at", "8 am");
  await answers("Who is paged when nobody else", "2");
  await answers(/Step 8 .*Opening hours[\s\S]*What to do\?/, "skip");
  await answers(/Step 9 .*Holidays[\s\S]*What to do\?/, "back");
  await answers(/Step 8 .*Opening hours[\s\S]*What to do\?/, "skip");
  await answers(/Step 9 .*Holidays[\s\S]*What to do\?/, "skip");
  await answers("Kind of practice", "1");
  await answers("A call that is not urgent", "");
  await answers("What a page says", "");
  await answers("A patient who calls again", "");
  await answers("Recordings are kept", "ninety");
  await answers("Records are kept", "");
  await sees("nothing was entered");
  await answers("What a page says", "1");
  await sees("not a whole number");
  await answers("Recordings are kept", "90");
  await answers(/Step 12 /, "skip");
  await answers(/Step 13 /, "skip");

  // Into force.
  await answers(/Step 14 .*Check everything[\s\S]*What to do\?/, "1");
  await sees("Done:");
  await answers(/Step 15 .*Put it into force[\s\S]*What to do\?/, "1");
  await sees("Done:");
  await answers("What to do?", "2");
  await sees("Done:");
  assert.ok(readClinicFile(readFileSync(box.places.clinicFile, "utf8")).ok, "the file in force is whole");
  await answers(/Step 16 .*The greeting[\s\S]*What to do\?/, "skip");

  // A call of the technician's own; the doctor's phone answers the test page.
  await answers(/Step 17 .*Prove it[\s\S]*What to do\?/, "1");
  await answers("The number you call from", "(312) 555-0177");
  await sees("Call the clinic's number now");
  const call = box.voice.call([
    { call: { number: TECHNICIAN } },
    { waitPrompt: { silenceMs: 60 } },
    { waits: 250 },
    { presses: "2" },
    { waits: 2_500 },
    { presses: "1" },
    { waitTone: {} },
    { saysRaw: speech(2_000) },
    { waits: 100 },
    { presses: "#" },
    { waits: 300 },
    { hangsUp: {} },
  ]);
  await sees("Caller ID: your number came");
  await sees("The greeting is being played");
  await sees("recorded");
  await call;
  await sees("Done:");
  await answers("What to do?", "2");
  await answers("Was the greeting clear?", "yes");
  await sees("heard clearly");
  await answers("What to do?", "3");
  await answers("Who is paged", "1");
  await sees(/Waiting for the reply: ([2-9A-Z]{4,5})/);
  const ref = /TEST .* Reply ([2-9A-Z]{4,5}) /;
  const shown = await until("the test page", () =>
    box.gsm
      .doctorPhone("+13125550101")
      .received.map(({ text }) => ref.exec(text)?.[1])
      .find((one) => one !== undefined),
  );
  box.gsm.doctorPhone("+13125550101").sends(shown);
  await sees("The reply came after");

  // Sticks can wait.
  await answers(/Step 18 .*Keys for sticks[\s\S]*What to do\?/, "skip");

  // Hand-over.
  // The first manager is made in the console.
  await answers(/Step 19 .*console's managers[\s\S]*What to do\?/, "skip");

  await answers(/Step 20 .*Hand over[\s\S]*What to do\?/, "1");
  await sees("FirstRing at Rosewood Family Practice");
  const sheet = await sees("All steps are done");
  assert.match(sheet, /test call: yes/);
  assert.ok(!sheet.includes("7391") && !sheet.includes(PASSPHRASE), "no secret is on the sheet");
  for (const secret of [PASSPHRASE, "7391", "1234"])
    assert.ok(!terminal.screen.includes(secret), "what is secret was never on the screen");
  assert.ok(terminal.screen.includes("(312) 555-0101"), "what is not, is");
  assert.equal(await terminal.ended(), 0);
});
