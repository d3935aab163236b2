import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, answers, get } from "./api.ts";
import { type EventKind, onEvent } from "./events.ts";

/** What a page shows of something that the box was asked for. */
export interface Remote<Answer> {
  /** The last answer, kept while it is asked again: a page does not go blank under somebody's eyes. */
  readonly data: Answer | undefined;
  readonly problem: ApiProblem | undefined;
  /** Nothing has been answered yet, nor refused. */
  readonly loading: boolean;
  again(): void;
  /** Shows this until the box is asked the next time. */
  show(data: Answer): void;
}

/** Several arrivals at the same moment are one question. */
const GATHER_MS = 150;

/**
 * Asks for `path` now, whenever it changes, whenever one of `events` arrives, and when the box answers again after it did
 * not. Undefined: nothing is asked.
 */
export function useRemote<Answer>(path: string | undefined, events: readonly EventKind[] = []): Remote<Answer> {
  const [shown, setShown] = useState<{ path?: string; data?: Answer; problem?: ApiProblem }>({});
  const latest = useRef<AbortController | undefined>(undefined);

  const load = useCallback(() => {
    latest.current?.abort();
    if (path === undefined) return;
    const asked = new AbortController();
    latest.current = asked;
    get<Answer>(path, asked.signal).then(
      (data) => setShown({ path, data }),
      (problem: unknown) => {
        if (asked.signal.aborted) return;
        if (!(problem instanceof ApiProblem)) throw problem;
        setShown((was) => ({ path, problem, ...(was.path === path && "data" in was && { data: was.data }) }));
      },
    );
  }, [path]);

  useEffect(() => {
    load();
    return () => latest.current?.abort();
  }, [load]);

  const kinds = events.join(" ");
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const soon = (): void => {
      clearTimeout(gathering);
      gathering = setTimeout(load, GATHER_MS);
    };
    const stops = kinds.split(" ").map((kind) => (kind === "" ? () => {} : onEvent(kind as EventKind, soon)));
    stops.push(onEvent("resync", soon));
    stops.push(answersAgain(soon));
    return () => {
      clearTimeout(gathering);
      for (const stop of stops) stop();
    };
  }, [load, kinds]);

  const mine = shown.path === path ? shown : { data: shown.data };
  return {
    data: mine.data,
    problem: "problem" in mine ? mine.problem : undefined,
    loading: path !== undefined && mine.data === undefined && !("problem" in mine && mine.problem !== undefined),
    again: load,
    show: (data) => setShown(path === undefined ? { data } : { path, data }),
  };
}

/** Calls back each time the box answers after it did not. */
function answersAgain(then: () => void): () => void {
  let was = answers.peek();
  return answers.subscribe((now) => {
    if (now && !was) then();
    was = now;
  });
}
