import { useEffect, useState } from "preact/hooks";
import type { DutyDraftAnswer } from "../../../api/duty.ts";
import { ApiProblem, post } from "../../api.ts";
import { language } from "../../i18n.ts";
import { addDays } from "../../schedule/days.ts";
import type { Day } from "../../schedule/layout.ts";
import { dayOf } from "../../schedule/view.ts";
import { civilDate } from "../../time.ts";
import type { Shown } from "../draft.ts";

const DAYS = 14;

export interface DutyAhead {
  readonly now: number;
  readonly days: readonly Day[];
  /** Of the last text that had no mistake. */
  readonly answer: DutyDraftAnswer | undefined;
  /** It is of the text that is shown. */
  readonly current: boolean;
  /** Such a text came after it. */
  readonly wrong: boolean;
  readonly problem: ApiProblem | undefined;
}

/** Who would have duty in the next fortnight by the file as it is shown. */
export function useDutyAhead({ text, usable }: Shown): DutyAhead {
  const [now] = useState(Date.now);
  const [of, setAnswer] = useState<{ readonly text: string; readonly answer: DutyDraftAnswer }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const today = civilDate(now);
  const days = Array.from({ length: DAYS }, (_, at) => dayOf(addDays(today, at)));
  const [from, to] = [days[0]!.from, days.at(-1)!.to];
  useEffect(() => {
    if (!usable) return;
    let current = true;
    post<DutyDraftAnswer>("/duty/draft", { text, from, to }).then(
      (told) => {
        if (!current) return;
        setProblem(undefined);
        setAnswer({ text, answer: told });
      },
      (failed: unknown) => {
        if (!(failed instanceof ApiProblem)) throw failed;
        if (current) setProblem(failed);
      },
    );
    return () => {
      current = false;
    };
  }, [text, from, language.value]);
  return { now, days, answer: of?.answer, current: of?.text === text, problem, wrong: !usable };
}
