import { randomUUID } from "node:crypto";
import type { DeskDeed } from "../../../firmware/message/frontDesk.ts";
import { isOpen } from "../../../firmware/message/messageState.ts";
import { wallTime } from "../../../firmware/oncall/wallClock.ts";
import type { DeskAnswer } from "../../desk/deskRequest.ts";
import { ApiError, conflict, notFound } from "../api/errors.ts";
import type { ActAnswer, Hand, MessageDetail } from "../api/messages.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { ACT_WORDS, refusalInWords } from "./actWords.ts";
import type { MessageBook } from "./MessageBook.ts";
import { handOf, namesOf, userOfHand } from "./names.ts";
import type { WordsLanguage } from "./timelineWords.ts";

/** One thing that somebody does with a message. */
export interface Doing {
  readonly ref: string;
  readonly who: Who;
  readonly language: WordsLanguage;
  readonly deed: DeskDeed;
  readonly was?: string | null;
}

/** Asks the daemon, the only writer, and says in words what came of it. */
export class DeskActs {
  readonly #box: ConsoleBox;
  readonly #messages: MessageBook;

  constructor(box: ConsoleBox, messages: MessageBook) {
    this.#box = box;
    this.#messages = messages;
  }

  /** @throws ApiError in plain words when it is not to be. */
  async do(doing: Doing): Promise<ActAnswer> {
    const { deed, language, ref, was, who } = doing;
    // What is not there is said before the daemon is asked, which may be down.
    this.#messages.detail(ref, language);
    const by = handOf(who, this.#box.clinic.known);
    const request = { do: "desk", id: randomUUID(), ref, by, deed, ...(was === undefined ? {} : { was }) };
    const { desk } = await this.#box.daemon.ask(request);
    return this.#told(desk as DeskAnswer, doing);
  }

  async heard({ language, ref, who }: Omit<Doing, "deed">): Promise<ActAnswer> {
    this.#messages.detail(ref, language);
    const { id } = handOf(who, this.#box.clinic.known);
    await this.#box.daemon.ask({ do: "heard", ref, person: id });
    return { message: this.#messages.detail(ref, language), text: ACT_WORDS[language].heard };
  }

  /** Somebody to whom a message can be given. @throws ApiError 404. */
  handNamed(id: string): Hand {
    const { clinic, users } = this.#box;
    const person = clinic.known?.people.find((one) => one.id === id);
    if (person !== undefined) return { id, name: person.name };
    const user = users.find(userOfHand(id) ?? "");
    if (user !== undefined && user.disabledAt === null) return { id, name: user.name };
    throw notFound(`person or user '${id.slice(0, 40)}' to give it to`);
  }

  #told(answer: DeskAnswer, { deed, language, ref }: Doing): ActAnswer {
    const words = ACT_WORDS[language];
    switch (answer.kind) {
      case "done": {
        const act = answer.act;
        const message = this.#messages.detail(ref, language);
        const undo = message.undo.find((one) => one.act === act?.id)?.act;
        const text = act === undefined ? words.soAlready : doneInWords(act.deed, language, message);
        return { message, text, ...(undo === undefined ? {} : { undo }) };
      }
      case "refused":
        throw this.#refused(answer.why, language);
      case "noMessage":
        throw notFound(`message ${ref.slice(0, 12)}`);
      case "notPaged":
        throw conflict("NOT_PAGED", words.notPaged, words.notPagedCure);
      case "page":
        if (answer.done) return { message: this.#messages.detail(ref, language), text: words.done[deed.kind] };
        if (answer.outcome.kind === "alreadyTaken")
          throw this.#refused(
            { kind: "already", state: "taken", by: { id: answer.outcome.by }, at: answer.outcome.at },
            language,
          );
        throw conflict("REFUSED", answer.text, words.lookAgain);
    }
  }

  #refused(why: Parameters<typeof refusalInWords>[0], language: WordsLanguage): ApiError {
    const { clinic, users } = this.#box;
    const zone = clinic.known?.clinic.timezone ?? "UTC";
    const nameOf = namesOf(clinic.known, (id) => users.find(id)?.name, ACT_WORDS[language].somebody);
    const { code, cure, message } = refusalInWords(why, language, (at) => wallTime(at, zone), nameOf);
    return ApiError.passedOn(409, code, message, cure === undefined ? {} : { cure });
  }
}

function doneInWords(deed: DeskDeed, language: WordsLanguage, { alert, state }: MessageDetail): string {
  const words = ACT_WORDS[language];
  switch (deed.kind) {
    case "calledBack":
    case "closed":
      return deed.endsPage === true ? `${words.done[deed.kind]} ${words.pageEnded}` : words.done[deed.kind];
    case "assigned":
      if (deed.to === undefined) return words.assignedTo(words.nobody);
      return deed.handedOver === true ? words.handedTo(deed.to.name) : words.assignedTo(deed.to.name);
    case "undone":
    case "reopened":
      return alert === "closed" && isOpen(state)
        ? `${words.done[deed.kind]} ${words.pageStaysEnded}`
        : words.done[deed.kind];
    case "note":
    case "taken":
      return words.done[deed.kind];
  }
}
