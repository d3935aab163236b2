import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { DutyChangeWish, MadeAnswer } from "../../api/duty.ts";
import { post, remove } from "../api.ts";
import { Dialog } from "../components/dialog.ts";
import { Broken, Notice } from "../components/states.ts";
import { tell } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { ChangeFields, type Draft } from "./ChangeFields.ts";
import { dutyWords, lengthText, spanText } from "./dutyWords.ts";
import type { Block } from "./layout.ts";
import { makesGap, Preview, usePreview } from "./Preview.ts";
import type { Duty } from "./view.ts";
import { type Lack, wishesOf } from "./wishes.ts";

const says = words({
  en: {
    title: "Change duty",
    deed: "Change duty",
    anyway: "Change duty, with the gap",
    lacks: {
      incomplete: "Choose who, and from when until when.",
      order: "It has to end after it begins.",
      samePerson: "Choose two different people.",
      sameTime: "Both have duty at the same time, so there is nothing to swap.",
    } satisfies Record<Lack, string>,
    done: "Duty is changed. Whoever it is about is told by SMS.",
    past: "This is over. It stays as it was, for the record.",
    why: "Why",
  },
  es: {
    title: "Cambiar la guardia",
    deed: "Cambiar la guardia",
    anyway: "Cambiar, con el hueco",
    lacks: {
      incomplete: "Elija quién, y desde cuándo hasta cuándo.",
      order: "Tiene que terminar después de empezar.",
      samePerson: "Elija dos personas distintas.",
      sameTime: "Los dos tienen guardia al mismo tiempo, así que no hay nada que cambiar.",
    },
    done: "La guardia está cambiada. A quien le afecta se le avisa por SMS.",
    past: "Esto ya pasó. Queda como fue, para que conste.",
    why: "Por qué",
  },
});

interface ChangeDutyProps {
  readonly duty: Duty;
  readonly draft: Draft;
  /** The duty that was pressed. */
  readonly block?: Block;
  /** Whoever looks may change it. */
  readonly may: boolean;
  readonly rotation?: string;
  readonly onClose: () => void;
}

/** A duty: whose, when and why; and, for whoever may, how to change it, with what that would do. */
export function ChangeDuty({ block, draft: first, duty, may, onClose, rotation }: ChangeDutyProps): VNode {
  const [draft, setDraft] = useState<Draft>(first);
  const [pressed, setPressed] = useState(false);
  const sending = useSending();
  const live = may && (block === undefined || block.to > duty.now);
  const wanted = wishesOf({ ...draft, ...(rotation !== undefined && { rotation }) });
  const wishes = live && typeof wanted !== "string" ? wanted : undefined;
  const seen = usePreview(wishes);
  const gap = makesGap(seen);
  const send = (asked: readonly DutyChangeWish[]): void =>
    void sending.send(async () => {
      const { changes } = await post<MadeAnswer>("/duty/changes", { changes: asked });
      tell(says().done, async () => {
        for (const { id } of changes) await remove(`/duty/changes/${id}`);
      });
      onClose();
    });
  const press = (): void => {
    setPressed(true);
    if (wishes !== undefined && seen?.answer !== undefined) send(wishes);
  };
  const change = (more: Partial<Draft>): void => {
    sending.forget();
    setDraft((was) => ({ ...was, ...more }));
  };
  const title = block === undefined ? says().title : block.gap ? dutyWords().nobody : block.person.name;
  const deed = live ? (gap ? says().anyway : says().deed) : undefined;
  const waits = wishes !== undefined && seen === undefined;
  return html`<${Dialog} title=${title} deed=${deed} danger=${gap} busy=${sending.busy || waits} onDeed=${press} onClose=${onClose}>
    ${block !== undefined && html`<${About} block=${block} duty=${duty} />`}
    ${block !== undefined && may && !live && html`<p class="soft">${says().past}</p>`}
    ${live && html`<${ChangeFields} draft=${draft} duty=${duty} onChange=${change} />`}
    ${live && pressed && typeof wanted === "string" && html`<${Notice} kind="wrong" icon="warning">${says().lacks[wanted]}<//>`}
    ${live && !pressed && typeof wanted === "string" && wanted !== "incomplete" && html`<${Notice} kind="warn" icon="info">${says().lacks[wanted]}<//>`}
    ${wishes !== undefined && html`<${Preview} seen=${seen} now=${duty.now} />`}
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
  <//>`;
}

const About = ({ block, duty }: { readonly block: Block; readonly duty: Duty }): VNode => html`<div class="duty-about">
    <p>${spanText(block.from, block.to, duty.now)} <span class="soft">(${lengthText(block.from, block.to)})</span>${block.gap && html`<br />${dutyWords().instead(block.person.name)}`}</p>
    ${block.because.length > 0 && html`<details><summary>${says().why}</summary><ul>${block.because.map((line) => html`<li key=${line}>${line}</li>`)}</ul></details>`}
  </div>`;
